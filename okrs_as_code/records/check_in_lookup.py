"""Lookup of what a check-in is about: in the cycles of its day first, or in those of the record that it corrects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode, names_key_result
from okrs_as_code.model.goals.lookup import cycles_to_search
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import nearest, suggestion


def names_objective(ref: str) -> bool:
    """Whether a reference has the form of an objective's, with or without a cycle in front."""
    return "/" in ref and not names_key_result(ref)


@dataclass(frozen=True)
class CheckInLookup:
    """Finds key results and objectives for a check-in on a day.

    `corrected_cycles` are the cycles of the record that it corrects; empty where it corrects none.
    """

    plan: Plan
    day: date
    corrected_cycles: frozenset[str] = frozenset()

    def key_result(self, ref: str) -> KeyResultNode:
        """The key result of a reference. Raises OkrsError where there is none, and where it cannot be read."""
        plan, has_cycle = self.plan, ref.count("/") == 3
        for cycle in self._candidate_cycles(ref, has_cycle=has_cycle) if ref.count("/") in (2, 3) else ():
            id_ = plan.resolve_key_result(ref, cycle)
            node = plan.key_results.get(id_) if id_ is not None else None
            if node is not None:
                return node
            if id_ is not None:
                raise _unreadable_error(ref, id_.rpartition("/")[0])
        is_last_part = "/" not in ref
        ids = {
            node.id if has_cycle else node.content.id if is_last_part else node.short_id: (
                node.id if has_cycle else node.short_id
            )
            for node in plan.key_results.values()
            if has_cycle or node.cycle.has(self.day)
        }
        near = nearest(ref, ids)
        hint = f"did you mean `{ids[near]}`? " if near is not None else ""
        raise OkrsError(
            f"there is no key result `{ref}`", f"{hint}write team/objective/key-result; `okrs list` shows them"
        )

    def objective(self, ref: str) -> ObjectiveNode:
        """The objective of a reference. Raises OkrsError where there is none, and where it cannot be read."""
        plan, has_cycle = self.plan, ref.count("/") == 2
        for cycle in self._candidate_cycles(ref, has_cycle=has_cycle):
            id_ = plan.resolve_objective(ref, cycle)
            if id_ is not None and id_ in plan.objectives:
                return plan.objectives[id_]
            if id_ is not None:
                raise _unreadable_error(ref, id_)
        nodes = (node for node in plan.objectives.values() if has_cycle or node.cycle.has(self.day))
        known = (node.id if has_cycle else node.short_id for node in nodes)
        raise OkrsError(
            f"there is no objective `{ref}`", f"{suggestion(ref, known)}write team/objective, or a key result of it"
        )

    def _candidate_cycles(self, ref: str, *, has_cycle: bool) -> Iterator[Cycle]:
        """The cycles in which a reference is looked up, the likeliest first; one where the reference names it."""
        own_cycle = self.plan.calendar.cycle(ref.split("/")[0]) if has_cycle else None
        if own_cycle is not None:
            yield own_cycle
            return
        corrected = self.corrected_cycles
        cycles = [cycle for cycle in self.plan.cycles if not corrected or cycle.name in corrected]
        known = {cycle.name for cycle in cycles}
        searched = [cycle for cycle in cycles_to_search(self.plan, self.day) if cycle.name in known]
        yield from sorted(searched, key=lambda cycle: cycle.start > self.day)


def _unreadable_error(ref: str, objective: str) -> OkrsError:
    return OkrsError(f"`{ref}` cannot be read", f"`okrs lint okrs/{objective}.yaml` says what is wrong with it")
