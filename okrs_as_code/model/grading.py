"""Grading: its first day, the score that progress proposes, and the roll-up of scores."""

from __future__ import annotations

from datetime import date, timedelta

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.progress import Progress
from okrs_as_code.model.roll_up import RollUps
from okrs_as_code.model.status import Status

GRADED_BEFORE_END = timedelta(days=14)
"""The time before the end of a key result in which it can be graded."""

ASKED_AFTER_END = timedelta(days=90)
"""The time after the end of a key result in which people are still asked for its grade."""


def graded_from(end: date) -> date:
    """The first day on which something can be graded; `end` is that of a key result, or of a cycle."""
    return end - GRADED_BEFORE_END


def asks_for_grade(end: date, day: date) -> bool:
    """Whether people are asked on a day for the grade of something with this end."""
    return graded_from(end) <= day <= end + ASKED_AFTER_END


def proposed_score(reached: Progress) -> float | None:
    """The progress with two decimals, 1 only where all is reached and 0 only where nothing is; None without data."""
    if reached.score is None or reached.score in (0, 1):
        return reached.score
    return min(0.99, max(0.01, round(reached.score, 2)))


def scores(assessment: Assessment) -> RollUps:
    """The scores of grades, rolled up like progress. Dropped key results take no part, and open ones have no data."""
    return RollUps(
        assessment.plan,
        lambda node: assessment.key_result(node).score,
        lambda node: assessment.key_result(node).status is not Status.DROPPED,
    )
