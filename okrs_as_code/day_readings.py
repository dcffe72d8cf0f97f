"""Days that a text may mean which our files do not take as it is written: `12/18/2026`, `Nov 20`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from okrs_as_code.day import parse_day
from okrs_as_code.lazy_pattern import lazy_pattern

_MAX_LENGTH = 100
"""Characters of a text that is looked at."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]*)\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? (?:the )?)?"
_YEAR_FIRST = lazy_pattern(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+(?:Z|[-+][0-9:]+)?)?")
_COMPACT = lazy_pattern(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_YEAR_LAST = lazy_pattern(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_NO_YEAR = lazy_pattern(r"(?P<first>[0-9]{1,2})(?:(?P<mark>[-/])(?P<second>[0-9]{1,2})|\.(?P<point>[0-9]{1,2})\.?)")
_DAY_AND_MONTH = lazy_pattern(
    rf"{_WEEKDAY}(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?(?: of)?[ -]{_MONTH}"
    r"(?:,?[ -]'?(?P<year>[0-9]{4}|[0-9]{2}))?",
    re.I,
)
_MONTH_AND_DAY = lazy_pattern(
    rf"{_WEEKDAY}{_MONTH} (?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>[0-9]{{4}}))?", re.I
)
_END_OF_MONTH = lazy_pattern(rf"(?:the )?(?P<day>end) (?:of )?{_MONTH}(?:,? (?P<year>[0-9]{{4}}))?", re.I)


def read_day(text: str, years: Sequence[int] = ()) -> tuple[date, ...]:
    """The days that a text may mean: `12/18/2026` has one reading, `10/12/2026` two, and `31/31/2026` none.

    A text without a year, such as `Nov 20`, may be a day of any of `years`.
    """
    written = " ".join(text.split())
    if len(written) > _MAX_LENGTH:
        return ()
    return tuple(dict.fromkeys(_existing_days(_day_parts(written, years))))


def _day_parts(written: str, years: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yields year, month and day of each reading, of days that need not exist."""
    year_first = _YEAR_FIRST.fullmatch(written) or _COMPACT.fullmatch(written)
    if year_first is not None:
        yield int(year_first[1]), int(year_first[2]), int(year_first[3])
    year_last = _YEAR_LAST.fullmatch(written)
    if year_last is not None:
        first, mark, second, last = int(year_last[1]), year_last[2], int(year_last[3]), year_last[4]
        year = _full_year(last)
        yield year, second, first
        if mark != ".":
            yield year, first, second
        if len(last) == 2 and mark != ".":
            yield 2000 + first, second, int(last)
    yield from _bare_parts(written, years)
    named = next(
        filter(None, (pattern.fullmatch(written) for pattern in (_DAY_AND_MONTH, _MONTH_AND_DAY, _END_OF_MONTH))), None
    )
    if named is not None:
        month = _MONTHS.index(named["month"][:3].lower()) + 1
        for year in years if named["year"] is None else (_full_year(named["year"]),):
            yield year, month, _last_day(year, month) if named["day"].lower() == "end" else int(named["day"])


def _bare_parts(written: str, years: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yields those of a day and a month in digits, without a year."""
    bare = _NO_YEAR.fullmatch(written) if years else None
    if bare is None:
        return
    for year in years:
        yield year, int(bare["second"] or bare["point"]), int(bare["first"])
        if bare["mark"]:
            yield year, int(bare["first"]), int(bare["second"])


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1] if year else 0


def _existing_days(parts: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for year, month, day in parts:
        parsed = parse_day(f"{year:04}-{month:02}-{day:02}")
        if parsed is not None:
            yield parsed
