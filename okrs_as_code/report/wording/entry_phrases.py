"""Entries of records in plain words on one line, the same in `okrs show` and `okrs history`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.model.files.measure import Measure, unit_of
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry
from okrs_as_code.report.wording import numbers


def check_in_phrase(entry: CheckInEntry, measure: Measure | None = None) -> str:
    """The value, confidence and status of a check-in; empty where it has a note or asks for help only.

    With the measure, the value has its unit.
    """
    return ", ".join(_parts(entry, measure))


def value_phrase(entry: CheckInEntry, measure: Measure | None) -> str | None:
    """The value of a check-in, or what is done; with its unit where the measure is known. None where it has neither."""
    return ", ".join(_value_parts(entry, measure)) or None


def _value_parts(entry: CheckInEntry, measure: Measure | None) -> Iterator[str]:
    if entry.value is not None:
        unit = unit_of(measure)
        yield numbers.quantity(entry.value, unit) if unit else f"value {numbers.number(entry.value)}"
    if isinstance(entry.done, tuple):
        yield f"done: {', '.join(entry.done)}" if entry.done else "no milestone done"
    elif entry.done is not None:
        yield "done" if entry.done else "not done"


def _parts(entry: CheckInEntry, measure: Measure | None) -> Iterator[str]:
    yield from _value_parts(entry, measure)
    if entry.confidence is not None:
        yield f"confidence {numbers.share(entry.confidence)}"
    if entry.status is not None:
        yield entry.status


def grade_phrase(entry: GradeEntry) -> str:
    """The score with the decision, or that it was dropped, with the score for what was reached if there is one."""
    if entry.dropped:
        return "dropped" if entry.score is None else f"dropped at {numbers.share(entry.score)}"
    return f"{numbers.share(entry.score or 0.0)}, {entry.decision}"


def grade_reasons(entry: GradeEntry) -> Iterator[tuple[str, str]]:
    """The reason for a grade and its consequences, as names and texts: because, learned, root cause, carried to."""
    yield "because", entry.because
    for name, text in (("learned", entry.learned), ("root cause", entry.root_cause), ("carried to", entry.carried_to)):
        if text is not None:
            yield name, text


def planned_phrase(words: str, said_on: date, today: date) -> str:
    """The step that an owner meant to do until today: "last week: …", or with the day on which it was said."""
    is_last_week = 4 <= (today - said_on).days <= 10
    return f"{'last week' if is_last_week else f'on {numbers.day(said_on)}'}: {words}"
