"""How far a graded key result came by the measure that its owner had agreed to."""

from __future__ import annotations

from datetime import date

from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.plan import Plan
from okrs_as_code.model.progress import COUNTED_AFTER_END, Progress, progress
from okrs_as_code.model.state import State


def progress_as_agreed(plan: Plan, standing: KeyResultStanding, today: date) -> Progress | None:
    """The progress against the measure agreed to; None where that is today's measure still, and before the grade."""
    node, owner = standing.node, standing.consent.owner
    if owner.earlier is None or standing.consent.state is not State.CLOSED:
        return None
    terms = owner.earlier.entry.terms
    if terms.measure == node.content.measure:
        return None
    counted = [one for one in standing.check_ins if one.day <= node.cycle.end + COUNTED_AFTER_END]
    due = terms.due or node.cycle.end
    return progress(terms.measure, counted, node.start, due, plan.cadence(node), today)
