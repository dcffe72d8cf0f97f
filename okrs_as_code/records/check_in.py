"""The draft of a check-in: everything in it is checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.cycles.cycle import Cycle, shortest_first
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.progress import COUNTED_AFTER_END, is_counted
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.records.check_in_correction import CheckInCorrection
from okrs_as_code.records.check_in_entry import check_in_entry, objective_entry
from okrs_as_code.records.check_in_lookup import CheckInLookup, names_objective
from okrs_as_code.records.record_draft import RecordDraft, correctable_records
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.yaml.scalar_text import Value

ACCEPTED_AFTER_END = timedelta(days=30)
"""Time after the last day of a cycle beyond which a check-in is refused."""

_AFTER_GRADE = "a grade is the last word; to fix an earlier check-in, name it with `--corrects RECORD`"
_CORRECTION_REMEDY = "check in again instead: the later one counts"


class CheckInDraft(RecordDraft):
    """The draft of one person's check-in. Every method raises OkrsError for what does not fit, with the remedy.

    `corrects` is the name of an earlier record of the same person.
    """

    def __init__(
        self, plan: Plan, by: str, day: date, today: date, corrects: str | None = None, *, for_others: bool = False
    ) -> None:
        super().__init__(plan, by, day, today, for_others=for_others)
        self._entries: dict[str, tuple[KeyResultNode, dict[str, Value]]] = {}
        self._objective_entries: dict[str, tuple[ObjectiveNode, dict[str, Value]]] = {}
        corrected = (
            correctable_records(plan.check_ins, corrects, by, day, kind="check-in", remedy=_CORRECTION_REMEDY)
            if corrects is not None
            else ()
        )
        self._correction = CheckInCorrection(plan, corrected)
        self._lookup = CheckInLookup(plan, day, self._correction.cycles)

    @property
    def is_empty(self) -> bool:
        """Whether it has no entry yet."""
        return not self._entries and not self._objective_entries

    @property
    def nodes(self) -> tuple[KeyResultNode, ...]:
        """The key results that have an entry."""
        return tuple(node for node, _ in self._entries.values())

    @property
    def objectives(self) -> tuple[ObjectiveNode, ...]:
        """The objectives that have an entry as a whole."""
        return tuple(node for node, _ in self._objective_entries.values())

    def own_standings(self) -> tuple[KeyResultStanding, ...]:
        """The open key results that this person owns and that run, those of the shortest cycle first.

        Where there are none, those that ended so shortly before that a check-in still counts. What is done is left out,
        as nobody is asked about it any more.
        """
        nodes = self._own_key_results()
        return self._running_standings() or self._open_standings(
            node for node in nodes if node.end < self.day <= node.end + COUNTED_AFTER_END
        )

    def own_objectives(self) -> tuple[ObjectiveStanding, ...]:
        """The open objectives that this person owns and that run, those of the shortest cycle first.

        Where none of their key results runs, those that ended so shortly before that a check-in counts, too.
        """
        last = self.day if self._running_standings() else self.day - COUNTED_AFTER_END
        nodes = (node for node in self._begun_objectives() if node.content.owner == self.by and node.end >= last)
        return tuple(self._on_day.objective(node) for node in nodes if not self._as_of_today.objective(node).closed)

    def _running_standings(self) -> tuple[KeyResultStanding, ...]:
        return self._open_standings(node for node in self._own_key_results() if self.day <= node.end)

    def _own_key_results(self) -> Iterator[KeyResultNode]:
        """The key results that this person owns and that have begun."""
        nodes = (node for objective in self._begun_objectives() for node in objective.key_results)
        return (node for node in nodes if node.owner == self.by and node.start <= self.day)

    def _begun_objectives(self) -> Iterator[ObjectiveNode]:
        """The objectives of cycles that have begun, those of the shortest cycle first."""
        cycles = sorted(self.plan.cycles, key=shortest_first)
        return (node for cycle in cycles if cycle.start <= self.day for node in self.plan.in_cycle(cycle.name))

    def _open_standings(self, nodes: Iterable[KeyResultNode]) -> tuple[KeyResultStanding, ...]:
        return tuple(self._on_day.key_result(node) for node in nodes if self._is_open(node) and not self._is_done(node))

    def _is_done(self, node: KeyResultNode) -> bool:
        return self._on_day.key_result(node).is_done

    def other_owner(self, ref: str) -> str | None:
        """The owner of a key result or objective, where that is somebody else."""
        is_objective = names_objective(ref)
        owner = self._lookup.objective(ref).content.owner if is_objective else self._lookup.key_result(ref).owner
        return owner if owner != self.by else None

    def standing(self, ref: str) -> KeyResultStanding:
        """The standing of a key result before this check-in. Raises OkrsError for one that takes no check-in."""
        node = self._lookup.key_result(ref)
        self._refuse_other_owner(ref, "key result", node.owner)
        self._refuse_ended(node, ref)
        self._refuse_day(node, ref)
        return self._on_day.key_result(node)

    def objective_standing(self, ref: str) -> ObjectiveStanding:
        """The standing of an objective before this check-in. Raises OkrsError for one that takes no check-in."""
        node = self._lookup.objective(ref)
        self._refuse_other_owner(ref, "objective", node.content.owner)
        if self._as_of_today.objective(node).closed and not self._correction:
            raise OkrsError(f"`{ref}` is closed: each of its key results is graded or dropped", _AFTER_GRADE)
        self._refuse_day(node, ref)
        return self._on_day.objective(node)

    def add(self, ref: str, values: Mapping[str, Any]) -> None:
        """Adds the entry of a key result or objective; the keys of `values` are those of a check-in's entry."""
        if names_objective(ref):
            objective = self.objective_standing(ref).node
            if objective.id in self._objective_entries:
                raise OkrsError(f"`{ref}` is named twice", "say all about an objective in one place")
            self._objective_entries[objective.id] = objective, objective_entry(ref, values)
            return
        node = self.standing(ref).node
        if node.id in self._entries:
            raise OkrsError(f"`{ref}` is named twice", "say all about a key result in one place")
        self._entries[node.id] = node, check_in_entry(ref, node.content.measure, values)

    def completed(self, ref: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of an entry, completed with those of the record that is corrected."""
        node = self.objective_standing(ref).node if names_objective(ref) else self.standing(ref).node
        return {**self._correction.values(node), **values}

    def record(self) -> NewRecord:
        """The record, in the folder of the shortest cycle that it is about.

        Raises OkrsError where it has no entry, for key results that do not fit into one record, and for a correction
        that the corrected record does not cover.
        """
        if self.is_empty:
            raise OkrsError("nothing is said", "name a key result, and say how it stands")
        corrected = self._correction.record(self._goals)
        if corrected is None and self._correction:
            raise self._correction.uncovered_error(self._goals, self._home_cycle())
        home = self.plan.calendar.cycle(corrected.cycle) if corrected is not None else None
        home = home or self._home_cycle()
        return NewRecord(
            kind="check-ins",
            cycle=home.name,
            by=self.by,
            date=self.day,
            key_results={self._shortest_ref(node, home): entry for node, entry in self._entries.values()},
            corrects=corrected.name if corrected is not None else None,
            objectives={self._shortest_ref(node, home): entry for node, entry in self._objective_entries.values()},
        )

    def _refuse_other_owner(self, ref: str, noun: str, owner: str | None) -> None:
        if owner not in (None, self.by) and not self._for_others:
            raise OkrsError(
                f"`{ref}` is {owner}'s {noun}, and this check-in is by {self.by}",
                f"add `--yes` if {self.by} speaks for {owner}, or say with `--by` who checks in",
            )

    def _refuse_ended(self, node: KeyResultNode, ref: str) -> None:
        grade = self._as_of_today.key_result(node).grade
        if grade is None or self._correction:
            return
        ended = "was dropped" if grade.entry.dropped else f"was graded {grade.entry.score}"
        raise OkrsError(
            f"`{ref}` {ended} on {grade.day}: {grade.entry.because}",
            _AFTER_GRADE,
        )

    def _refuse_day(self, node: KeyResultNode | ObjectiveNode, ref: str) -> None:
        cycle, day = node.cycle, self.day
        if day < cycle.start:
            raise OkrsError(f"{day} is before {cycle.name}, which starts on {cycle.start}", "give a day within it")
        if self._correction or is_counted(day, node.end):
            return
        is_due_later = node.end > cycle.end
        ended = f"`{ref}` was due on {node.end}" if is_due_later else f"{cycle.name} ended on {cycle.end}"
        if day - node.end > ACCEPTED_AFTER_END:
            raise OkrsError(
                f"{ended}, and {day} is too late to check in on `{ref}`",
                "give a day within it with `--date`, or name a key result of a running cycle",
            )
        end = f"the end of {cycle.name}" if node.end == cycle.end else f"the last day of `{ref}`"
        late = f"{day} is more than {COUNTED_AFTER_END.days} days after {end}: shown, and not counted"
        if late not in self.notes:
            self.notes.append(late)

    def _home_cycle(self) -> Cycle:
        home = min((node.cycle for node in self._goals), key=shortest_first)
        for node in self._goals:
            if node.cycle.name != home.name and not home.lies_in(node.cycle):
                noun = "key result" if isinstance(node, KeyResultNode) else "goal"
                raise OkrsError(f"`{node.id}` and a {noun} of {home.name} do not fit into one check-in", "write two")
        return home

    @property
    def _goals(self) -> tuple[KeyResultNode | ObjectiveNode, ...]:
        return (*self.nodes, *self.objectives)

    def _shortest_ref(self, node: KeyResultNode | ObjectiveNode, home: Cycle) -> str:
        """The shortest reference that means this goal in a record of that cycle."""
        return node.short_id if self.plan.resolve_goal(node.short_id, home) == node.id else node.id
