"""Grading: from which day on, which score progress proposes, and how scores add up."""

from __future__ import annotations

from datetime import date, timedelta

from okrs_as_code.model.assessment import Assessment, Status
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.progress import Progress
from okrs_as_code.model.roll_up import RollUps

BEFORE_END = timedelta(days=14)
"""How long before the last day of a cycle its key results can be graded."""

ASKED_AFTER_END = timedelta(days=90)
"""How long after the end of a cycle people are asked for a grade that nobody named."""


def graded_from(cycle: Cycle) -> date:
    """The first day on which a key result of the cycle can be graded."""
    return cycle.end - BEFORE_END


def asks_for_grades(cycle: Cycle, day: date) -> bool:
    """Whether people are asked on that day for grades of the cycle."""
    return graded_from(cycle) <= day <= cycle.end + ASKED_AFTER_END


def proposed_score(reached: Progress) -> float | None:
    """Progress with two decimals, 1 only where all is reached and 0 only where nothing is; None without data."""
    if reached.score is None or reached.score in (0, 1):
        return reached.score
    return min(0.99, max(0.01, round(reached.score, 2)))


def scores(assessment: Assessment) -> RollUps:
    """The scores of grades, added up as progress is. What is dropped takes no part, and what is open has no data."""
    return RollUps(
        assessment.plan,
        lambda node: assessment.key_result(node).score,
        lambda node: assessment.key_result(node).status is not Status.DROPPED,
    )
