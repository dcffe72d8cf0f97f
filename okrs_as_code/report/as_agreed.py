"""How far a key result came by the measure that its owner had agreed to, where the terms moved since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.direction import directions
from okrs_as_code.model.plan import Plan
from okrs_as_code.model.progress import COUNTED_AFTER_END, Progress, progress
from okrs_as_code.model.state import State
from okrs_as_code.model.terms import quoted_terms
from okrs_as_code.report import numbers
from okrs_as_code.report.words import DIRECTIONS, moved_words


def progress_as_agreed(plan: Plan, standing: KeyResultStanding, today: date) -> Progress | None:
    """The progress against the measure agreed to; None where that is today's measure still, and before the grade."""
    return _by_agreement(plan, standing, today) if standing.consent.state is State.CLOSED else None


def moved_since_agreed(plan: Plan, standing: KeyResultStanding, today: date) -> Iterator[str]:
    """What whoever grades has to know: what moved since the owner agreed, and the progress by what was agreed to."""
    earlier = standing.consent.owner.earlier
    if earlier is None:
        return
    quoted = quoted_terms(earlier.entry.terms, standing.node.cycle.end, plan.directory.resolve_team)
    moved = (f"{moved_words(one)}{DIRECTIONS[what]}" for one, what in directions(quoted, plan.terms(standing.node)))
    yield f"the terms moved since {earlier.by} agreed on {numbers.day(earlier.day)}: {'; '.join(moved)}"
    reached = _by_agreement(plan, standing, today)
    if reached is not None:
        yield f"by the measure agreed to it came to {numbers.progress_words(reached)}"


def _by_agreement(plan: Plan, standing: KeyResultStanding, today: date) -> Progress | None:
    node, owner = standing.node, standing.consent.owner
    if owner.earlier is None:
        return None
    terms = owner.earlier.entry.terms
    if terms.measure == node.content.measure:
        return None
    counted = [one for one in standing.check_ins if one.day <= node.cycle.end + COUNTED_AFTER_END]
    due = terms.due or node.cycle.end
    return progress(terms.measure, counted, node.start, due, plan.cadence(node), today)
