"""The correction of an earlier check-in: which record is meant, and what it says already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import RecordNode, objective_entries
from okrs_as_code.records.check_in_entry import fitting_values, said_of_objective
from okrs_as_code.records.record_draft import ambiguous_error


class CheckInCorrection:
    """The records that one name may mean, of which a check-in corrects one; none where it corrects nothing."""

    def __init__(self, plan: Plan, records: Sequence[RecordNode[CheckInEntry]]) -> None:
        self._plan = plan
        self._records = tuple(records)

    def __bool__(self) -> bool:
        return bool(self._records)

    @property
    def cycles(self) -> frozenset[str]:
        """The names of the cycles in whose folders the records are."""
        return frozenset(record.cycle for record in self._records)

    def values(self, goal: KeyResultNode | ObjectiveNode) -> dict[str, Any]:
        """The values that are corrected of a goal; empty where there are none. Raises OkrsError as `record`."""
        record = self.record([goal])
        return dict(next(self._values(goal, record), {})) if record is not None else {}

    def _values(
        self, goal: KeyResultNode | ObjectiveNode, record: RecordNode[CheckInEntry]
    ) -> Iterator[dict[str, Any]]:
        resolve, content = self._plan.resolve_goal, record.content
        home = self._plan.calendar.cycle(record.cycle)
        if home is None:
            return
        if isinstance(goal, ObjectiveNode):
            for ref, said in objective_entries(content).items():
                if resolve(ref, home) == goal.id:
                    yield said_of_objective(said)
        else:
            for ref, entry in content.key_results.items():
                if resolve(ref, home) == goal.id:
                    yield fitting_values(entry, goal.content.measure)

    def record(self, goals: Sequence[KeyResultNode | ObjectiveNode]) -> RecordNode[CheckInEntry] | None:
        """The record that covers all of some goals; None where none does. Raises OkrsError where several do."""
        covering = [record for record in self._records if not self._uncovered(record, goals)]
        if len(covering) > 1:
            raise ambiguous_error(covering)
        return covering[0] if covering else None

    def uncovered_error(self, goals: Sequence[KeyResultNode | ObjectiveNode], home: Cycle) -> OkrsError:
        """The reason why no record covers some goals, of which the shortest cycle is `home`."""
        record = next((record for record in self._records if record.cycle == home.name), None)
        if record is None:
            first = self._records[0]
            names = ", ".join(f"`{one.cycle}/{one.name}`" for one in self._records)
            return OkrsError(
                f"`{first.name}` is a record of {first.cycle}, and not of {home.name}",
                f"correct each cycle by itself; there is {names}",
            )
        return OkrsError(
            f"`{record.name}` says nothing about `{self._uncovered(record, goals)[0].short_id}`",
            "correct the record that does, or check in without `--corrects`",
        )

    def _uncovered(
        self, record: RecordNode[CheckInEntry], goals: Sequence[KeyResultNode | ObjectiveNode]
    ) -> tuple[KeyResultNode | ObjectiveNode, ...]:
        """The goals about which a record says nothing."""
        home = self._plan.calendar.cycle(record.cycle)
        refs = (*record.content.key_results, *objective_entries(record.content)) if home is not None else ()
        covered = {self._plan.resolve_goal(ref, home) for ref in refs if home is not None}
        return tuple(goal for goal in goals if goal.id not in covered)
