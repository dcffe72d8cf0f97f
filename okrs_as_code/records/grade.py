"""Grades on their way into records: everything that is said is checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.files.record import Grade, GradeEntry
from okrs_as_code.model.grading import asks_for_grades, graded_from, proposed_score
from okrs_as_code.model.lookup import find_key_result
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.nearest import one_of
from okrs_as_code.records.draft import RecordDraft, correctable_records
from okrs_as_code.records.grade_entry import GradeInput, drop_entry, grade_entry
from okrs_as_code.records.new_record import NewRecord
from okrs_as_code.yaml.scalar_text import Value

SEASON = timedelta(days=30)
"""So long after its end an id without a cycle still means the one that ended, while that has no grade."""


class GradeDraft(RecordDraft):
    """How key results ended. Every method raises OkrsError for what does not fit, with the remedy.

    `corrects` is the name of an earlier grade of the same person.
    """

    def __init__(
        self, plan: Plan, by: str, day: date, today: date, corrects: str | None = None, *, for_others: bool = False
    ) -> None:
        super().__init__(plan, by, day, today, for_others=for_others)
        self._entries: dict[str, tuple[KeyResultNode, str | None, dict[str, Value]]] = {}
        self._corrected = (
            correctable_records(
                plan.grades, corrects, by, day, kind="grade", instead="only who wrote a grade can correct it"
            )
            if corrects is not None
            else ()
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet."""
        return not self._entries

    def own(self) -> tuple[KeyResultStanding, ...]:
        """The key results of this person that wait for their grade, those of the latest cycle first."""
        cycles = sorted(self.plan.cycles, key=lambda cycle: (cycle.end, cycle.start), reverse=True)
        due = [one for one in cycles if asks_for_grades(one, self.day)]
        nodes = (node for cycle in due for one in self.plan.in_cycle(cycle.name) for node in one.key_results)
        return tuple(self._then.key_result(node) for node in nodes if node.owner == self.by and self._is_open(node))

    def meant(self, given: str) -> KeyResultNode:
        """The key result that is meant; without a cycle that of the cycle which is being graded, while it is open."""
        for cycle in reversed(self.plan.cycles) if given.count("/") == 2 else ():
            found = self.plan.resolve_key_result(f"{cycle.name}/{given}", cycle)
            node = self.plan.key_results.get(found or "")
            if node is None or not graded_from(cycle) <= self.day <= cycle.end + SEASON:
                continue
            if self._corrected or self._is_open(node):
                self._note_ended(node, given)
                return node
        found_at_all = find_key_result(self.plan, given, self.day)
        self.notes.extend(found_at_all.notes)
        return found_at_all.node

    def speaks_for(self, node: KeyResultNode) -> str | None:
        """The owner, where that is somebody else and nobody said yet that they are spoken for."""
        return node.owner if node.owner != self.by and not self._for_others else None

    def standing(self, node: KeyResultNode) -> KeyResultStanding:
        """How a key result stood on that day; refuses one that takes no grade yet, or no other."""
        self._refuse_stranger(node)
        first = graded_from(node.cycle)
        if self.day < first:
            raise OkrsError(
                f"`{node.id}` is graded from {first} on, shortly before {node.cycle.name} ends on {node.cycle.end}",
                "until then check in; to give it up, use `okrs drop`",
            )
        self._refuse_ended(node)
        return self._then.key_result(node)

    def proposed(self, node: KeyResultNode) -> float | None:
        """The score that progress proposes; None where there is no data."""
        return proposed_score(self._then.key_result(node).progress)

    def earlier(self, node: KeyResultNode) -> tuple[GradeInput, str | None]:
        """What the grade that is corrected says, and who reviewed it; nothing where none is."""
        found = self._earlier(node)
        if found is None:
            return GradeInput(), None
        content = found[0].content
        return GradeInput.of(found[1]), content.reviewed_by if isinstance(content, Grade) else None

    def _earlier(self, node: KeyResultNode) -> tuple[RecordNode[GradeEntry], GradeEntry] | None:
        for record in self._corrected:
            cycle = self.plan.calendar.cycle(record.cycle)
            for ref, entry in record.content.key_results.items():
                if cycle is not None and self.plan.resolve_key_result(ref, cycle) == node.id:
                    return record, entry
        if self._corrected:
            name = self._corrected[0].name
            raise OkrsError(f"`{name}` says nothing about `{node.id}`", "name the grade that does with `--corrects`")
        return None

    def grade(self, node: KeyResultNode, said: GradeInput, reviewed_by: str | None = None) -> None:
        """Says how a key result ended; where a grade is corrected, what is not said stays as it was.

        Its review stays, too, as long as score and decision do.
        """
        self.standing(node)
        before, reviewer = self.earlier(node)
        whole = said.over(before)
        if reviewed_by is None and (whole.score, whole.decision) == (before.score, before.decision):
            reviewed_by = reviewer
        entry = grade_entry(self.plan, node, whole, self.proposed(node))
        self._add(node, entry, reviewed_by)

    def misses_root_cause(self, node: KeyResultNode, said: GradeInput) -> bool:
        """Whether a commitment would be graded below 1.0, and nothing says what stood in the way."""
        whole = said.over(self.earlier(node)[0])
        missed = whole.score is not None and whole.score < 1 and node.objective.content.commitment == "committed"
        return missed and whole.root_cause is None

    def without_root_cause(self, record: NewRecord) -> tuple[KeyResultNode, ...]:
        """The commitments that one of its records grades below 1.0, where nothing says what stood in the way."""
        return tuple(
            node
            for node, _, entry in self._entries.values()
            if record.key_results.get(node.short_id, record.key_results.get(node.id)) is entry
            and node.objective.content.commitment == "committed"
            and "root_cause" not in entry
            and _is_below(entry)
        )

    def drop(self, node: KeyResultNode, because: str, reviewed_by: str | None = None) -> None:
        """Says that a key result is given up."""
        self._refuse_stranger(node, "it would be dropped", "drops it")
        if self.day < node.cycle.start <= self._now.today:
            raise OkrsError(
                f"{self.day} is before {node.cycle.name}, which starts on {node.cycle.start}", "give a day within it"
            )
        self._refuse_ended(node)
        self._add(node, drop_entry(because), reviewed_by)

    def refuse_reviewer(self, person: str) -> None:
        """Raises OkrsError for a reviewer who is unknown, had left, or is who grades."""
        directory = self.plan.directory
        if not directory.knows_person(person):
            hint = one_of(person, directory.people)
            raise OkrsError(f"`{person}` is not in {PEOPLE_FILE}", f"{hint}name somebody who is as the reviewer")
        if person == self.by:
            raise OkrsError(f"{person} cannot review a grade of their own", "name who else looked at it, or nobody")
        entry = directory.people.get(person)
        if entry is not None and entry.left is not None and entry.left < self.day:
            raise OkrsError(f"`{person}` left on {entry.left}, before {self.day}", "name who reviewed it then")

    def records(self) -> tuple[NewRecord, ...]:
        """One record for each cycle and reviewer, so that whom it names has reviewed all that it says.

        A correction is in the folder of what it corrects.
        """
        grouped: dict[tuple[str, str | None], dict[str, dict[str, Value]]] = {}
        corrects: dict[str, str] = {}
        for node, reviewer, entry in self._entries.values():
            found = self._earlier(node)
            home = node.cycle.name if found is None else found[0].cycle
            if found is not None:
                corrects[home] = found[0].name
            grouped.setdefault((home, reviewer), {})[node.short_id if home == node.cycle.name else node.id] = entry
        return tuple(
            NewRecord("grades", home, self.by, self.day, entries, corrects.get(home), reviewer)
            for (home, reviewer), entries in grouped.items()
        )

    def _add(self, node: KeyResultNode, entry: dict[str, Value], reviewer: str | None) -> None:
        if reviewer is not None:
            self.refuse_reviewer(reviewer)
        latest = self._now.key_result(node).latest
        if latest is not None and latest.day > self.day:
            self.notes.append(
                f"`{node.short_id}` has a check-in of {latest.day}, after the {self.day} on which this ends it"
            )
        self._entries[node.id] = node, reviewer, entry

    def _note_ended(self, node: KeyResultNode, given: str) -> None:
        if given != node.short_id:
            self.notes.append(f"`{given}` is called `{node.short_id}` today")
        if not node.cycle.has(self.day):
            self.notes.append(f"`{given}` is taken from {node.cycle.name}, which is being graded")

    def _refuse_stranger(self, node: KeyResultNode, done: str = "this grade is", does: str = "grades") -> None:
        owner = self.speaks_for(node)
        if owner is not None:
            raise OkrsError(
                f"`{node.id}` is {owner}'s key result, and {done} by {self.by}",
                f"add `--yes` if {self.by} speaks for {owner}, or say with `--by` who {does}",
            )

    def _refuse_ended(self, node: KeyResultNode) -> None:
        grade = self._now.key_result(node).grade
        if grade is None or self._corrected:
            return
        ended = "was dropped" if grade.entry.dropped else f"was graded {grade.entry.score:g}"
        raise OkrsError(
            f"`{node.id}` {ended} on {grade.day}: {grade.entry.because}",
            f"to mend that, {grade.by} names the record: `okrs grade {node.id} --corrects {grade.name} …`",
        )


def _is_below(entry: Mapping[str, Value]) -> bool:
    score = entry.get("score")
    return isinstance(score, float | int) and score < 1
