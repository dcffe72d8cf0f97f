"""Days in titles: `by 18 December`, `until 12/18/2026`, and whether they are those on which something is due."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from okrs_as_code.lazy_pattern import lazy_pattern

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}}\b)?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?!\s?[%€$£kM]|[.,]\d)(?:,? \d{{4}}\b)?"
    r"|\d{4}-\d{1,2}-\d{1,2}\b|\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:\d{4}|\d{2})\b"
)
_DEADLINE = lazy_pattern(
    rf"\b(?P<word>by|until|till|before|no later than|not later than|due(?: on)?) (?:the )?(?P<day>{_DAY})",
    re.IGNORECASE,
)
_MAX_LENGTH = 1000
"""Characters of a title that are searched; none is longer."""
_ONE_DAY = timedelta(days=1)


def contradicting_day(title: str, due: date, others: Collection[date] = ()) -> tuple[str, date] | None:
    """The first day until which a title wants something, as it is written and as a day, where none of them is `due`.

    None where the title names no day, one that has several readings, or one of the `others`, such as that of a step.
    """
    matches = list(_DEADLINE.finditer(title[:_MAX_LENGTH]))
    if not matches:
        return None
    from okrs_as_code.day_readings import read_day  # few titles name a day

    found: list[tuple[str, date]] = []
    for match in matches:
        readings = read_day(match["day"], (due.year,))
        days = [day - _ONE_DAY for day in readings if match["word"].lower() == "before" and day > date.min]
        if len(readings) != 1 or not {due, *others}.isdisjoint((*readings, *days)):
            return None
        found.append((match["day"], readings[0]))
    return found[0] if found else None
