"""Days that a text names: `12/18/2026`, `2026-12-18`, `18 December`, `Dec 18, 2026`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.readings import read_day

_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_ORDINAL = "(?:st|nd|rd|th)?"
_YEAR = "(?P<{}>,? (?:19|20|21)[0-9]{{2}})?"
_DAY = lazy_pattern(
    r"(?<![\w./-])(?:"
    r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})"
    rf"|[0-9]{{1,2}}{_ORDINAL}(?: of)? {_MONTH}{_YEAR.format('day_first')}"
    rf"|{_MONTH} [0-9]{{1,2}}{_ORDINAL}{_YEAR.format('month_first')}"
    r")(?![\w/-]|[.,][0-9])"
)
"""A month begins with a capital, as a text may say "may 5" of something else."""


class NamedDay(NamedTuple):
    """A day as it is written, and the days that this may mean; several where the year or the order is not clear."""

    text: str
    readings: tuple[date, ...]
    has_year: bool


def named_days(text: str, years: Iterable[int]) -> Iterator[NamedDay]:
    """Yields the days that a text names; those without a year have a reading in each of some years."""
    years = tuple(dict.fromkeys(years))
    for match in _DAY.finditer(" ".join(text.split())):
        written = match[0]
        has_year = re.match(r"[0-9]+[-/.]", written) is not None or any(
            match[name] is not None for name in ("day_first", "month_first")
        )
        texts = [written] if has_year else [f"{written.rstrip('.')} {year}" for year in years]
        readings = tuple(dict.fromkeys(day for one in texts for day in read_day(one)))
        if readings:
            yield NamedDay(written, readings, has_year)
