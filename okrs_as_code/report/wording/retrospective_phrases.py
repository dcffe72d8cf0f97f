"""Phrases of a retrospective: what was reached, the rhythm of check-ins, what moved, and a question to begin with."""

from __future__ import annotations

from datetime import date

from okrs_as_code.model.grading import Outcome
from okrs_as_code.model.history.rhythm import Rhythm
from okrs_as_code.phrases import count_phrase, join_words
from okrs_as_code.report.wording import numbers
from okrs_as_code.review.changes.goal_moves import GoalMoves


def committed_words(outcome: Outcome) -> str:
    """The words behind the number of commitments that were met: "of 3 commitments were met"."""
    verb = "was" if 1 in (outcome.met, outcome.committed) else "were"
    return f"of {count_phrase(outcome.committed, 'commitment')} {verb} met"


def aspirational_words(outcome: Outcome) -> str:
    """The words behind the average of aspirations: "on average over 2 aspirational key results"."""
    if outcome.aspirational == 1:
        return "for the one aspirational key result"
    return f"on average over {outcome.aspirational} aspirational key results"


def outcome_phrase(outcome: Outcome) -> str | None:
    """The outcome in one line; None while nothing has a score."""
    parts = [f"{outcome.met} {committed_words(outcome)}"] if outcome.committed else []
    if outcome.average is not None:
        parts.append(f"{numbers.average(outcome.average)} {aspirational_words(outcome)}")
    return "; ".join(parts) or None


def rhythm_phrase(rhythm: Rhythm) -> str | None:
    """The rhythm in one line; None where no check-in fell due."""
    if not rhythm.due:
        return None
    return f"Of {count_phrase(rhythm.due, 'check-in')} that fell due, {rhythm.in_time} came in time"


def moves_phrase(moves: GoalMoves | None, dropped: int, start: date) -> str:
    """The goals that were eased, added or dropped after the first day, and what of that is not known."""
    if moves is None:
        unknown = f"what was eased or added is not known, as no history here reaches back to {numbers.day(start)}"
        return f"After the first day {_key_results(dropped)} dropped; {unknown}"
    counts = [(moves.eased, "eased"), (moves.added, "added"), (dropped, "dropped")]
    if not any(count for count, _ in counts):
        return "After the first day nothing was eased, added or dropped"
    first, *others = [f"{_key_results(count)} {word}" for count, word in counts if count]
    return f"After the first day {join_words([first, *others])}"


def _key_results(count: int) -> str:
    subject = count_phrase(count, "key result") if count else "no key result"
    return f"{subject} {'was' if count < 2 else 'were'}"


def first_question(outcome: Outcome, rhythm: Rhythm | None) -> str | None:
    """The question what to look at first, where less was reached than hoped for; None elsewhere."""
    if not outcome.falls_short:
        return None
    if rhythm is None or rhythm.is_steady is None:
        return "What to look at first: the goals, or the rhythm of check-ins?"
    if rhythm.is_steady:
        return (
            "Three quarters of the check-ins or more came in time, so it was seen how things stood. "
            "What to look at first: the goals? Were they too many, too large, or not the ones that mattered?"
        )
    return (
        "Fewer than three quarters of the check-ins came in time. "
        "What to look at first: the rhythm? What would have made it easier to say how things stand, and to get help?"
    )
