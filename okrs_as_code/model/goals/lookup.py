"""Lookup of key results and objectives by a reference: with or without a cycle, by today's id or a former one.

A key result may be named by the last part of its id alone, where that is unique in the cycle that runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.cycles.cycle import Cycle, shortest_first
from okrs_as_code.model.cycles.cycle_name import CycleKind
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import did_you_mean, nearest
from okrs_as_code.phrases import count_phrase


class UnreadableKeyResultError(OkrsError):
    """A key result is written, and cannot be read; `id` is its complete id."""

    def __init__(self, id_: str) -> None:
        super().__init__(f"key result `{id_}` could not be read", "`okrs lint` says what is wrong with it")
        self.id = id_


class LookupResult(NamedTuple):
    """A key result, with notes for the user on how it was found."""

    node: KeyResultNode
    notes: tuple[str, ...] = ()


def find_key_result(plan: Plan, ref: str, today: date) -> LookupResult:
    """The key result of a reference; without a cycle in the running one, else in the latest that has it.

    Raises OkrsError where there is none, with the nearest, and where the last part of an id is that of several;
    UnreadableKeyResultError where it cannot be read.
    """
    if "/" not in ref:
        ref_in_full = id_of_last_part(plan, ref, today)
        if ref_in_full is not None:
            return LookupResult(find_key_result(plan, ref_in_full, today).node, (last_part_note(ref, ref_in_full),))
    short_ref, cycles, has_cycle = _split_cycle(plan, ref, today)
    for cycle in cycles if short_ref.count("/") == 2 else ():
        id_ = plan.resolve_key_result(f"{cycle.name}/{short_ref}", cycle)
        if id_ is None:
            continue
        if id_ not in plan.key_results:
            raise UnreadableKeyResultError(id_)
        node = plan.key_results[id_]
        return LookupResult(node, tuple(_notes(node, short_ref, today, has_cycle=has_cycle)))
    raise OkrsError(
        f"there is no key result `{ref}`",
        f"{did_you_mean(_nearest_key_result(plan, ref))}"
        "write TEAM/OBJECTIVE/KEY-RESULT, with the cycle in front where that does not run; `okrs list` shows them",
    )


def default_cycle(plan: Plan, today: date) -> Cycle:
    """The cycle that is now: the shortest running one with objectives that is no year; of equal length, the later.

    Else the latest with objectives that has begun, else the next; without any objective the quarter of today.
    """
    current = next((cycle for cycle in running_cycles(plan, today) if not cycle.is_year), None)
    if current is not None:
        return current
    if not plan.cycles:
        return plan.calendar.cycle_at(today)
    begun = [cycle for cycle in plan.cycles if cycle.start <= today]
    return begun[-1] if begun else min(plan.cycles, key=lambda cycle: (cycle.start, cycle.days))


def refuse_unclear_objective(plan: Plan, ref: str, cycle: Cycle) -> None:
    """Raises OkrsError for a reference that may mean objectives of two cycles of equal length."""
    ids = plan.meant_objectives(ref, cycle) if 1 <= ref.count("/") <= 2 else ()
    if len(ids) > 1:
        raise OkrsError(f"`{ref}` may mean {count_phrase(len(ids), 'objective')}", f"write which: {', '.join(ids)}")


def running_cycles(plan: Plan, day: date) -> tuple[Cycle, ...]:
    """The cycles with objectives that run on a day, the shortest first; of equal length, the later start first."""
    return tuple(sorted((cycle for cycle in plan.cycles if cycle.has(day)), key=shortest_first))


def cycles_to_search(plan: Plan, today: date) -> tuple[Cycle, ...]:
    """The order in which an id without a cycle is looked for: now, the others that run, the others from the latest."""
    cycles = (default_cycle(plan, today), *running_cycles(plan, today), *reversed(plan.cycles))
    return tuple({cycle.name: cycle for cycle in cycles}.values())


def cycle_for_new_goals(plan: Plan, today: date) -> Cycle:
    """The cycle in which a new goal is written by default: that of now while it runs, else its next of the kind.

    Where that has a name of one's own, the shortest such cycle that runs, else the quarter of today.
    """
    current = default_cycle(plan, today)
    own = (cycle for cycle in plan.calendar.declared if cycle.kind is CycleKind.OWN and cycle.has(today))
    if plan.cycles and current.has(today) and not current.is_year:
        return current
    next_own = min(own, key=shortest_first, default=None)
    if next_own is not None and (not plan.cycles or current.kind is CycleKind.OWN):
        return next_own
    kind = current.kind if current.kind not in (CycleKind.OWN, CycleKind.YEAR) else CycleKind.QUARTER
    return plan.calendar.cycle_at(today, kind)


def id_of_last_part(plan: Plan, last_part: str, today: date) -> str | None:
    """The complete id that ends in a last part: in the default cycle, else in another that runs; None without any.

    Raises OkrsError where several do.
    """
    running = running_cycles(plan, today)
    cycles = {cycle.name: cycle for cycle in (default_cycle(plan, today), *running)}
    ids = (id_in_cycle(plan, last_part, cycle) for cycle in cycles.values())
    return next((id_ for id_ in ids if id_ is not None), None)


def id_in_cycle(plan: Plan, last_part: str, cycle: Cycle) -> str | None:
    """The complete id in one cycle that ends in a last part, today's or else a former one; None where none does.

    Also that of a key result that could not be read. Raises OkrsError where several do.
    """
    objectives = plan.in_cycle(cycle.name)
    ids = [f"{node.id}/{last_part}" for node in objectives if last_part in node.ids] or [
        f"{node.id}/{successor}" for node in objectives if (successor := node.successor(last_part)) is not None
    ]
    if len(ids) > 1:
        raise OkrsError(
            f"`{last_part}` may mean {count_phrase(len(ids), 'key result')} of {cycle.name}",
            f"write which: {', '.join(ids)}",
        )
    return ids[0] if ids else None


def last_part_note(last_part: str, id_: str) -> str:
    """The note that says in full which key result the last part of an id was taken for."""
    return f"`{last_part}` is {id_}"


def find_objective(plan: Plan, ref: str, today: date) -> ObjectiveNode:
    """The objective of a reference; without a cycle in the running one, else in the latest that has it.

    Raises OkrsError where there is none, with the nearest, and where its file could not be read.
    """
    short_ref, cycles, has_cycle = _split_cycle(plan, ref, today)
    for cycle in cycles if short_ref.count("/") == 1 else ():
        id_ = plan.resolve_objective(f"{cycle.name}/{short_ref}", cycle)
        if id_ is None:
            continue
        if id_ not in plan.objectives:
            raise OkrsError(f"objective `{id_}` could not be read", "`okrs lint` says what is wrong with it")
        return plan.objectives[id_]
    known = {node.id if has_cycle else node.short_id for node in plan.objectives.values()}
    raise OkrsError(
        f"there is no objective `{ref}`",
        f"{did_you_mean(nearest(ref, sorted(known)))}"
        "write TEAM/OBJECTIVE, with the cycle in front where it is not the running one",
    )


def _split_cycle(plan: Plan, ref: str, today: date) -> tuple[str, tuple[Cycle, ...], bool]:
    """A reference without its cycle, the cycles in which to look for it, and whether it had one."""
    first, _, rest = ref.partition("/")
    cycle = plan.calendar.cycle(first)
    return (ref, cycles_to_search(plan, today), False) if cycle is None else (rest, (cycle,), True)


def _notes(node: KeyResultNode, short_ref: str, today: date, *, has_cycle: bool) -> Iterator[str]:
    if short_ref != node.short_id:
        yield f"`{short_ref}` is called `{node.short_id}` today"
    if not has_cycle and not node.cycle.has(today):
        yield f"`{short_ref}` is taken from {node.cycle.name}, the latest cycle that has it"


def _nearest_key_result(plan: Plan, ref: str) -> str | None:
    """The nearest id, with or without a cycle like the reference; also by the last part of an id alone."""
    nodes = plan.key_results.values()
    if ref.count("/") > 2:
        return nearest(ref, plan.key_results)
    if "/" in ref:
        return nearest(ref, dict.fromkeys(node.short_id for node in nodes))
    by_last_part = {node.content.id: node.short_id for node in nodes}
    return by_last_part.get(nearest(ref, by_last_part) or "")
