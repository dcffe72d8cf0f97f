"""The day that was meant by one in another form, where its file says more about it: `Nov 20` in a cycle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from okrs_as_code.day import parse_day
from okrs_as_code.day_readings import read_day
from okrs_as_code.finding import KeyPath
from okrs_as_code.lazy_pattern import lazy_pattern

_END_OF_CYCLE = lazy_pattern(
    r"(?:the |at )?(?:last day|end|eo)[- ]?(?:of )?(?:the |this )?(?:quarter|cycle|period|q|c|half|trimester)", re.I
)
_START, _END = "from", "until"
_YEAR = lazy_pattern(r"[0-9]{4}")


class ExpectedDays(NamedTuple):
    """The days of which a file speaks: those of its cycle, and the one in the name of a record; None as far as unknown.

    `latest` is the last day on which something of the cycle may be due.
    """

    start: date | None = None
    end: date | None = None
    latest: date | None = None
    named: date | None = None


def intended_days(text: str, path: KeyPath, holder: Mapping[str, Any], expected: ExpectedDays) -> tuple[date, ...]:
    """The days that a text may mean at a key path; `holder` is the mapping that it is written in.

    Of several readings those stay that the file makes the likeliest: the day in a record's name, days of the cycle,
    and of the two ends of a period a first one that is no later than the last.
    """
    key = path[-1]
    if key == "date" and expected.named is not None:
        readings = read_day(text, (expected.named.year,))
        return (expected.named,) if expected.named in readings else readings
    if key in (_START, _END):
        return _end_of_period(text, path, holder)
    start, end, latest = expected.start, expected.end, expected.latest
    if start is None or end is None or latest is None:
        return read_day(text)
    if key == "due" and _END_OF_CYCLE.fullmatch(text.strip()):
        return (end,)
    within = [day for day in read_day(text, range(start.year, latest.year + 1)) if start <= day <= latest]
    return tuple(within) or read_day(text, range(start.year, end.year + 1))


def _end_of_period(text: str, path: KeyPath, holder: Mapping[str, Any]) -> tuple[date, ...]:
    """The readings of the first or the last day of a period, beside the other one."""
    key = path[-1]
    written = holder.get(_END if key == _START else _START)
    other = parse_day(written) if isinstance(written, str) else None
    if other is None:
        return read_day(text, tuple(_years_of(path)))
    step = -1 if key == _START else 1
    readings = read_day(text, (other.year, other.year + step))
    fitting = [day for day in readings if (day - other).days * step >= 0]
    near = [day for day in fitting if day.year == other.year] or fitting
    return tuple(near) or readings


def _years_of(path: KeyPath) -> Iterable[int]:
    """The year with which the name of a cycle begins, in the path below `cycles`."""
    names = (part for part in path[:-1] if isinstance(part, str))
    return (int(match[0]) for match in map(_YEAR.match, names) if match is not None)
