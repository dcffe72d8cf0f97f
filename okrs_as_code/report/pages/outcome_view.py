"""The view of an outcome: commitments that were met, and the average of aspirations, never one number of both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from okrs_as_code.model.grading import Outcome, outcome
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.inline import Inline, words
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.retrospective_phrases import aspirational_words, committed_words, outcome_phrase


class OutcomeView(NamedTuple):
    """The outcome of graded key results: two figures with the words behind each, and both in one line."""

    met: Inline | None
    """The number of commitments that were met; None where none was graded."""
    committed: str
    average: Inline | None
    """The average of aspirations; None where none was graded."""
    aspirational: str
    line: Inline | None
    """The outcome in one line; None while nothing has a score."""


def outcome_view(reached: Outcome) -> OutcomeView:
    """The view of an outcome."""
    return OutcomeView(
        met=words(str(reached.met)) if reached.committed else None,
        committed=committed_words(reached),
        average=words(numbers.average(reached.average)) if reached.average is not None else None,
        aspirational=aspirational_words(reached),
        line=outcome_line(reached),
    )


def outcome_line(reached: Outcome) -> Inline | None:
    """An outcome in one line; None while nothing has a score."""
    line = outcome_phrase(reached)
    return words(line) if line is not None else None


def outcome_of(standings: Iterable[KeyResultStanding]) -> OutcomeView:
    """The view of the outcome of some key results."""
    return outcome_view(outcome(standings))
