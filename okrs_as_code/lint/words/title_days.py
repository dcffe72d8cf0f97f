"""Days in titles: `by 18 December`, `until 12/18/2026`, and whether they are those on which something is due."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.words.parts import has_one

_UNTIL = r"\b(?P<word>by|until|till|before|no later than|not later than|due(?: on)?) (?:the )?"
_WORDS = ("by ", "until ", "till ", "before ", "later than ", "due ")
"""Parts of all that may be a deadline."""
_MAY_BE_DEADLINE = lazy_pattern(rf"{_UNTIL}(?:[0-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_DEADLINE = lazy_pattern(rf"{_UNTIL}$", re.IGNORECASE)
_MAX_LENGTH = 1000
"""Characters of a title that are searched; none is longer."""
_ONE_DAY = timedelta(days=1)


def contradicting_day(title: str, due: date, others: Collection[date] = ()) -> tuple[str, date] | None:
    """The first day until which a title wants something, as it is written and as a day, where none of them is `due`.

    None where the title names no day, one that has several readings, or one of the `others`, such as that of a step.
    """
    title = title[:_MAX_LENGTH]
    if not has_one(title.lower(), _WORDS) or _MAY_BE_DEADLINE.search(title) is None:
        return None
    from okrs_as_code.lint.words.named_days import named_days  # few titles say until when

    found: list[tuple[str, date]] = []
    for day in named_days(title, (due.year,)):
        match = _DEADLINE.search(day.before)
        if match is None:
            continue
        eves = [one - _ONE_DAY for one in day.readings if match["word"].lower() == "before" and one > date.min]
        if len(day.readings) != 1 or not {due, *others}.isdisjoint((*day.readings, *eves)):
            return None
        found.append((day.text, day.readings[0]))
    return found[0] if found else None
