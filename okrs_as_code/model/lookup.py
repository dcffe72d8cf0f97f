"""Finds the key result that somebody means: with or without its cycle, by today's id or a former one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.nearest import nearest


@dataclass(frozen=True)
class LookupResult:
    """A key result, and what has to be said about how it was found."""

    node: KeyResultNode
    notes: tuple[str, ...] = ()


def find_key_result(plan: Plan, given: str, today: date) -> LookupResult:
    """The key result that `given` names; without a cycle in the running one, else in the latest that has it.

    Raises OkrsError where there is none, with the nearest, and where its content could not be read.
    """
    first, _, rest = given.partition("/")
    cycle = plan.calendar.cycle(first)
    candidates = _cycles(plan, today) if cycle is None else iter((cycle,))
    ref = given if cycle is None else rest
    for candidate in candidates if ref.count("/") == 2 else ():
        id_ = plan.resolve_key_result(f"{candidate.name}/{ref}", candidate)
        if id_ is None:
            continue
        if id_ not in plan.key_results:
            raise OkrsError(f"key result `{id_}` could not be read", "`okrs lint` says what is wrong with it")
        node = plan.key_results[id_]
        return LookupResult(node, tuple(_notes(node, ref, today, named=cycle is not None)))
    raise OkrsError(f"there is no key result `{given}`", _hint(plan, given))


def find_objective(plan: Plan, given: str, today: date) -> ObjectiveNode:
    """The objective that `given` names; without a cycle in the running one, else in the latest that has it.

    Raises OkrsError where there is none, with the nearest, and where its file could not be read.
    """
    first, _, rest = given.partition("/")
    cycle = plan.calendar.cycle(first)
    ref = given if cycle is None else rest
    for candidate in (_cycles(plan, today) if cycle is None else iter((cycle,))) if ref.count("/") == 1 else ():
        id_ = plan.resolve_objective(f"{candidate.name}/{ref}", candidate)
        if id_ is not None and id_ not in plan.objectives:
            raise OkrsError(f"objective `{id_}` could not be read", "`okrs lint` says what is wrong with it")
        if id_ is not None:
            return plan.objectives[id_]
    known = {node.id if cycle is not None else node.short_id for node in plan.objectives.values()}
    near = nearest(given, sorted(known))
    begin = f'did you mean "{near}"? ' if near is not None else ""
    raise OkrsError(
        f"there is no objective `{given}`",
        f"{begin}write TEAM/OBJECTIVE, with the cycle in front where it is not the running one",
    )


def _cycles(plan: Plan, today: date) -> Iterator[Cycle]:
    """The running quarter, the running year, then the latest first."""
    running = [cycle for cycle in plan.cycles if cycle.has(today)]
    yield from sorted(running, key=lambda cycle: cycle.is_year)
    yield from (cycle for cycle in reversed(plan.cycles) if not cycle.has(today))


def _notes(node: KeyResultNode, ref: str, today: date, *, named: bool) -> Iterator[str]:
    if ref != node.short_id:
        yield f"`{ref}` is called `{node.short_id}` today"
    if not named and not node.cycle.has(today):
        yield f"`{ref}` is taken from {node.cycle.name}, the latest cycle that has it"


def _hint(plan: Plan, given: str) -> str:
    """The nearest id in the form that was written, also for the last part alone."""
    nodes = plan.key_results.values()
    if given.count("/") > 2:
        near = nearest(given, plan.key_results)
    elif "/" in given:
        near = nearest(given, dict.fromkeys(node.short_id for node in nodes))
    else:
        last = {node.content.id: node.short_id for node in nodes}
        near = last.get(nearest(given, last) or "")
    begin = f'did you mean "{near}"? ' if near is not None else ""
    return f"{begin}write TEAM/OBJECTIVE/KEY-RESULT, with the cycle in front where it is not the running one"
