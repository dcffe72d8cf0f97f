"""How far the progress of objectives would move by a change, with the same day on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.plan import ObjectiveNode, Plan
from okrs_as_code.report.wording import numbers

ProgressChange = tuple[float | None, float | None]


def progress_changes(
    base: Plan, head: Plan, same: Mapping[str, str], touched: Iterable[str], today: date
) -> Mapping[str, ProgressChange]:
    """Progress before and after of each objective where it moves: of those touched, and above where they count.

    By the head's ids; `same` has the head's id of each objective of the base that is still there.
    """
    before, after = Assessment(base, today), Assessment(head, today)
    sources = {new: old for old, new in same.items()}
    waiting = list(touched)
    found: dict[str, ProgressChange] = {}
    seen: set[str] = set()
    for id_ in waiting:
        node = head.objectives.get(id_)
        if id_ in seen or node is None:
            continue
        seen.add(id_)
        old = base.objectives.get(sources.get(id_, ""))
        if old is not None:
            sides = before.objective(old).roll_up.score, after.objective(node).roll_up.score
            if _told(sides[0]) != _told(sides[1]):
                found[id_] = sides
            waiting += (same.get(above, above) for above in _counts_in(base, old))
        waiting += _counts_in(head, node)
    return found


def progress_phrases(moved: ProgressChange) -> str:
    """What would move, from where to where."""
    return f"progress would move {_told(moved[0])} → {_told(moved[1])}"


def _told(score: float | None) -> str:
    return numbers.NO_DATA if score is None else numbers.percent(score)


def _counts_in(plan: Plan, node: ObjectiveNode) -> Iterator[str]:
    above = plan.parent(node) if plan.contributes(node) else None
    if above is not None:
        yield above.id
