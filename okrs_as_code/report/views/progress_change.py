"""The progress of objectives before and after a change, with the same day on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.report.wording import numbers

ProgressChange = tuple[float | None, float | None]
"""The scores before and after; None without data."""


def progress_changes(
    base: Plan, head: Plan, same: Mapping[str, str], touched: Iterable[str], today: date
) -> Mapping[str, ProgressChange]:
    """The objectives whose progress moves, by the head's ids: of those touched, and above where they count.

    `same` has the head's id of each objective of the base that is still there.
    """
    before, after = Assessment(base, today), Assessment(head, today)
    sources = {new: old for old, new in same.items()}
    pending = list(touched)
    changes: dict[str, ProgressChange] = {}
    seen: set[str] = set()
    for id_ in pending:
        node = head.objectives.get(id_)
        if id_ in seen or node is None:
            continue
        seen.add(id_)
        old = base.objectives.get(sources.get(id_, ""))
        if old is not None:
            change = before.objective(old).roll_up.score, after.objective(node).roll_up.score
            if _score_phrase(change[0]) != _score_phrase(change[1]):
                changes[id_] = change
            pending += (same.get(parent, parent) for parent in _counting_parent(base, old))
        pending += _counting_parent(head, node)
    return changes


def progress_change_phrase(change: ProgressChange) -> str:
    """The change of an objective's progress: "progress would move 20 % → 40 %"."""
    before, after = change
    return f"progress would move {_score_phrase(before)} → {_score_phrase(after)}"


def _score_phrase(score: float | None) -> str:
    return numbers.NO_DATA if score is None else numbers.percent(score)


def _counting_parent(plan: Plan, node: ObjectiveNode) -> Iterator[str]:
    """The id of the objective in whose progress this one counts, if there is one."""
    parent = plan.counting_parent(node)
    if parent is not None:
        yield parent.id
