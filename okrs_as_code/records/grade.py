"""The draft of grades: everything in it is checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.model.files.record import Grade, GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.lookup import find_key_result, id_in_cycle, last_part_note
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.grading import asks_for_grade, graded_from, proposed_score
from okrs_as_code.model.people.people_directory import person_hint
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.records.droppable import droppable, refuse_done
from okrs_as_code.records.grade_entry import GradeInput, drop_entry, grade_entry
from okrs_as_code.records.record_draft import RecordDraft, ambiguous_error, correctable_records
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.yaml.scalar_text import Value

_GRADING_PERIOD = timedelta(days=30)
"""Time after the end of a cycle in which an id without a cycle still means that one, while it has no grade."""


class GradeDraft(RecordDraft):
    """The draft of one person's grades. Every method raises OkrsError for what does not fit, with the remedy.

    `corrects` is the name of an earlier grade of the same person.
    """

    def __init__(
        self, plan: Plan, by: str, day: date, today: date, corrects: str | None = None, *, for_others: bool = False
    ) -> None:
        super().__init__(plan, by, day, today, for_others=for_others)
        self._entries: dict[str, tuple[KeyResultNode, str | None, dict[str, Value]]] = {}
        self._corrected = (
            correctable_records(
                plan.grades, corrects, by, day, kind="grade", remedy="only who wrote a grade can correct it"
            )
            if corrects is not None
            else ()
        )

    @property
    def is_empty(self) -> bool:
        """Whether it has no entry yet."""
        return not self._entries

    def own_standings(self) -> tuple[KeyResultStanding, ...]:
        """The key results of this person that wait for their grade, those of the latest cycle first."""
        cycles = sorted(self.plan.cycles, key=lambda cycle: (cycle.end, cycle.start), reverse=True)
        nodes = (
            node for cycle in cycles for objective in self.plan.in_cycle(cycle.name) for node in objective.key_results
        )
        due = (node for node in nodes if node.owner == self.by and asks_for_grade(node.end, self.day))
        return tuple(self._on_day.key_result(node) for node in due if self._is_open(node))

    def find(self, ref: str) -> KeyResultNode:
        """The key result that a reference means; without a cycle that of the cycle being graded, while it is open."""
        graded = [
            cycle for cycle in self.plan.cycles if graded_from(cycle.end) <= self.day <= cycle.end + _GRADING_PERIOD
        ]
        for cycle in reversed(graded) if ref.count("/") in (0, 2) else ():
            if "/" in ref:
                id_ = self.plan.resolve_key_result(f"{cycle.name}/{ref}", cycle)
            else:
                id_ = id_in_cycle(self.plan, ref, cycle)
            node = self.plan.key_results.get(id_ or "")
            if node is None:
                continue
            if self._corrected or self._is_open(node):
                self._note_lookup(node, ref)
                return node
        match = find_key_result(self.plan, ref, self.day)
        self.notes.extend(match.notes)
        return match.node

    def other_owner(self, node: KeyResultNode) -> str | None:
        """The owner, where that is somebody else and key results of other owners are not accepted yet."""
        return node.owner if node.owner != self.by and not self._for_others else None

    def standing(self, node: KeyResultNode) -> KeyResultStanding:
        """The standing of a key result on that day. Raises OkrsError for one that takes no grade yet, or no other."""
        self._refuse_other_owner(node)
        first, cycle = graded_from(node.end), node.cycle
        if self.day < first:
            ends = f"{cycle.name} ends on {cycle.end}" if node.end == cycle.end else f"it is due on {node.end}"
            raise OkrsError(
                f"`{node.id}` is graded from {first} on, shortly before {ends}",
                "until then check in; to give it up, use `okrs drop`",
            )
        self._refuse_ended(node)
        return self._on_day.key_result(node)

    def proposed_score(self, node: KeyResultNode) -> float | None:
        """The score that progress proposes; None where there is no data."""
        return proposed_score(self._on_day.key_result(node).progress)

    def corrected_input(self, node: KeyResultNode) -> tuple[GradeInput, str | None]:
        """The input of the grade that is corrected, and its reviewer; empty and None where none is corrected."""
        corrected = self._corrected_entry(node)
        if corrected is None:
            return GradeInput(), None
        record, entry = corrected
        return GradeInput.of(entry), record.content.reviewed_by if isinstance(record.content, Grade) else None

    def _corrected_entry(self, node: KeyResultNode) -> tuple[RecordNode[GradeEntry], GradeEntry] | None:
        found = [
            (record, entry)
            for record in self._corrected
            for ref, entry in record.content.key_results.items()
            if (cycle := self.plan.calendar.cycle(record.cycle)) and self.plan.resolve_key_result(ref, cycle) == node.id
        ]
        if len(found) > 1:
            raise ambiguous_error([record for record, _ in found])
        if found or not self._corrected:
            return found[0] if found else None
        name = self._corrected[0].name
        raise OkrsError(f"`{name}` says nothing about `{node.id}`", "name the grade that does with `--corrects`")

    def grade(self, node: KeyResultNode, grade_input: GradeInput, reviewed_by: str | None = None) -> None:
        """Grades a key result; where a grade is corrected, what the input leaves out stays as it was.

        Its review stays, too, as long as score and decision do.
        """
        self.standing(node)
        earlier, reviewer = self.corrected_input(node)
        completed = grade_input.with_defaults(earlier)
        if reviewed_by is None and (completed.score, completed.decision) == (earlier.score, earlier.decision):
            reviewed_by = reviewer
        entry = grade_entry(self.plan, node, completed, self.proposed_score(node))
        if completed.carried_to is not None and "/" not in completed.carried_to:
            self.notes.append(last_part_note(completed.carried_to, str(entry["carried_to"])))
        self._add(node, entry, reviewed_by)

    def lacks_root_cause(self, node: KeyResultNode, grade_input: GradeInput) -> bool:
        """Whether a commitment would be graded below 1.0 without a root cause."""
        completed = grade_input.with_defaults(self.corrected_input(node)[0])
        is_miss = completed.score is not None and completed.score < 1
        return is_miss and node.commitment == "committed" and completed.root_cause is None

    def without_root_cause(self, record: NewRecord) -> tuple[KeyResultNode, ...]:
        """The commitments that one of the records grades below 1.0 without a root cause."""
        return tuple(
            node
            for node, _, entry in self._entries.values()
            if record.key_results.get(node.short_id, record.key_results.get(node.id)) is entry
            and node.commitment == "committed"
            and entry.keys().isdisjoint(("root_cause", "dropped"))
            and _is_below_one(entry)
        )

    def droppable_in(self, objective: ObjectiveNode) -> tuple[KeyResultNode, ...]:
        """The key results that are dropped with an objective; a note names each that is left for its grade.

        Raises OkrsError as `droppable`.
        """
        nodes = [node for node in objective.key_results if self._is_open(node)]
        dropped, notes = droppable(objective, [self._on_day.key_result(node) for node in nodes])
        self.notes.extend(notes)
        return dropped

    def drop(
        self, node: KeyResultNode, because: str, reviewed_by: str | None = None, score: float | None = None
    ) -> None:
        """Drops a key result, which is given up; the score says how far it came, and one that is done needs it."""
        self._refuse_other_owner(node, "it would be dropped", "drops it")
        if self.day < node.cycle.start <= self._as_of_today.today:
            raise OkrsError(
                f"{self.day} is before {node.cycle.name}, which starts on {node.cycle.start}", "give a day within it"
            )
        self._refuse_ended(node)
        if score is None:
            refuse_done(self._on_day.key_result(node))
        self._add(node, drop_entry(because, score), reviewed_by)

    def refuse_reviewer(self, person: str) -> None:
        """Raises OkrsError for a reviewer who is unknown, had left, or is the person who grades."""
        directory = self.plan.directory
        if not directory.knows_person(person):
            hint = person_hint(person, directory)
            raise OkrsError(f"`{person}` is not in {PEOPLE_FILE}", f"{hint}name somebody who is as the reviewer")
        if person == self.by:
            raise OkrsError(f"{person} cannot review a grade of their own", "name who else looked at it, or nobody")
        entry = directory.people.get(person)
        if entry is not None and entry.left is not None and entry.left < self.day:
            raise OkrsError(f"`{person}` left on {entry.left}, before {self.day}", "name who reviewed it then")

    def records(self) -> tuple[NewRecord, ...]:
        """The records, one for each cycle and reviewer, so that the reviewer of a record has reviewed all of it.

        A correction is in the folder of the record that it corrects.
        """
        grouped: dict[tuple[str, str | None], dict[str, dict[str, Value]]] = {}
        corrects: dict[str, str] = {}
        for node, reviewer, entry in self._entries.values():
            corrected = self._corrected_entry(node)
            home = node.cycle.name if corrected is None else corrected[0].cycle
            if corrected is not None:
                corrects[home] = corrected[0].name
            grouped.setdefault((home, reviewer), {})[node.short_id if home == node.cycle.name else node.id] = entry
        return tuple(
            NewRecord("grades", home, self.by, self.day, entries, corrects.get(home), reviewer)
            for (home, reviewer), entries in grouped.items()
        )

    def _add(self, node: KeyResultNode, entry: dict[str, Value], reviewer: str | None) -> None:
        if reviewer is not None:
            self.refuse_reviewer(reviewer)
        latest = self._as_of_today.key_result(node).latest
        if latest is not None and latest.day > self.day:
            self.notes.append(
                f"`{node.short_id}` has a check-in of {latest.day}, after the {self.day} on which this ends it"
            )
        self._entries[node.id] = node, reviewer, entry

    def _note_lookup(self, node: KeyResultNode, ref: str) -> None:
        if "/" not in ref:
            self.notes.append(last_part_note(ref, node.id))
        elif ref != node.short_id:
            self.notes.append(f"`{ref}` is called `{node.short_id}` today")
        if not node.cycle.has(self.day):
            self.notes.append(f"`{ref}` is taken from {node.cycle.name}, which is being graded")

    def _refuse_other_owner(self, node: KeyResultNode, passive: str = "this grade is", verb: str = "grades") -> None:
        owner = self.other_owner(node)
        if owner is not None:
            raise OkrsError(
                f"`{node.id}` is {owner}'s key result, and {passive} by {self.by}",
                f"add `--yes` if {self.by} speaks for {owner}, or say with `--by` who {verb}",
            )

    def _refuse_ended(self, node: KeyResultNode) -> None:
        grade = self._as_of_today.key_result(node).grade
        if grade is None or self._corrected:
            return
        ended = "was dropped" if grade.entry.dropped else f"was graded {grade.entry.score:g}"
        raise OkrsError(
            f"`{node.id}` {ended} on {grade.day}: {grade.entry.because}",
            f"to fix that, {grade.by} names the record: `okrs grade {node.id} --corrects {grade.name} …`",
        )


def _is_below_one(entry: Mapping[str, Value]) -> bool:
    score = entry.get("score")
    return isinstance(score, float | int) and score < 1
