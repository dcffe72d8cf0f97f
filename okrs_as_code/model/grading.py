"""Grading: its first day, the score that progress proposes, and the roll-up of scores."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import fsum
from typing import NamedTuple

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.progress.progress import Progress
from okrs_as_code.model.progress.roll_up import RollUps
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding

GRADED_BEFORE_END = timedelta(days=14)
"""The time before the end of a key result in which it can be graded."""

ASKED_AFTER_END = timedelta(days=90)
"""The time after the end of a key result in which people are still asked for its grade."""

GOOD_ASPIRATION = 0.6
"""The average of aspirations below which something is to be learned; 0.7 is good."""


class Outcome(NamedTuple):
    """The outcome of graded key results: commitments that were met, and the average score of aspirations.

    The two are never one number: of a commitment all is expected, of an aspiration 0.7 is good. What was dropped is in
    neither.
    """

    met: int
    committed: int
    average: float | None
    """The plain average, each aspirational key result once; None without any."""
    aspirational: int

    @property
    def falls_short(self) -> bool:
        """Whether fewer than half of the commitments were met, or the average of aspirations is low."""
        return 2 * self.met < self.committed or (self.average is not None and self.average < GOOD_ASPIRATION)


def outcome(standings: Iterable[KeyResultStanding]) -> Outcome:
    """The outcome of some key results."""
    by_commitment: dict[str, list[float]] = {"committed": [], "aspirational": []}
    for standing in standings:
        if standing.status is Status.CLOSED and standing.score is not None:
            by_commitment[standing.node.commitment].append(standing.score)
    committed, aspirational = by_commitment["committed"], by_commitment["aspirational"]
    average = round(fsum(aspirational) / len(aspirational), 6) if aspirational else None
    return Outcome(sum(score >= 1 for score in committed), len(committed), average, len(aspirational))


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
