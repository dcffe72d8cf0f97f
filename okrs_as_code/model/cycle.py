"""Cycles: quarters and years, and the days they cover."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import get_args

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.base import CYCLE_PATTERN
from okrs_as_code.model.files.config import Config, Month

_match_cycle = re.compile(CYCLE_PATTERN).fullmatch


def add_months(day: date, months: int) -> date:
    """The day of the same number so many months later; that month's last day where it has no such number."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Cycle:
    """A quarter or a year; `start` and `end` are both included."""

    name: str
    start: date
    end: date

    @property
    def is_year(self) -> bool:
        """Whether this is a year, for long-term objectives."""
        return "-" not in self.name

    @property
    def year(self) -> str:
        """The name of the year that this cycle is or lies in."""
        return self.name[:4]

    def has(self, day: date) -> bool:
        """Whether a day lies in this cycle."""
        return self.start <= day <= self.end

    def contains(self, cycle: Cycle) -> bool:
        """Whether a cycle lies within this one."""
        return self.start <= cycle.start and cycle.end <= self.end


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of cycles by their names, as the fiscal year says.

    `first_month` is 1 to 12. A year is named by the calendar year in which it ends, unless `named_by_start`.
    """

    first_month: int = 1
    named_by_start: bool = False

    @staticmethod
    def of(config: Config) -> Calendar:
        """The calendar of a repository's policy."""
        return Calendar(get_args(Month).index(config.fiscal_year_start) + 1, config.fiscal_year_named_by == "start")

    def cycle(self, name: str) -> Cycle | None:
        """The cycle of a name (`2026-Q4`, `2026`); None where it is no cycle's name."""
        return _find_cycle(name, self.first_month, self.named_by_start)

    def before(self, cycle: Cycle) -> Cycle | None:
        """The quarter before a quarter, or the year before a year; None before the first that has a name."""
        return _adjacent_cycle(cycle.name, -1, self.first_month, self.named_by_start)

    def after(self, cycle: Cycle) -> Cycle | None:
        """The quarter after a quarter, or the year after a year; None after the last that has a name."""
        return _adjacent_cycle(cycle.name, 1, self.first_month, self.named_by_start)

    def year_at(self, day: date) -> Cycle:
        """The fiscal year in which a day lies. Raises OkrsError where that has no name."""
        for number in (day.year - 1, day.year, day.year + 1):
            cycle = self.cycle(f"{number:04}")
            if cycle is not None and cycle.has(day):
                return cycle
        raise OkrsError(f"{day} lies in no fiscal year from 1900 to 2199", "give a day that does")

    def quarter_at(self, day: date) -> Cycle:
        """The quarter in which a day lies. Raises OkrsError where its fiscal year has no name."""
        year = self.year_at(day)
        quarters = (self.cycle(f"{year.name}-Q{number}") for number in range(1, 5))
        return next(quarter for quarter in quarters if quarter is not None and quarter.has(day))


@lru_cache(maxsize=1024)
def _adjacent_cycle(name: str, step: int, first_month: int, named_by_start: bool) -> Cycle | None:
    """The year beside a year, or the quarter beside a quarter: before it with -1, after it with 1."""
    calendar, cycle = Calendar(first_month, named_by_start), _find_cycle(name, first_month, named_by_start)
    if cycle is None:
        return None
    try:
        day = (cycle.start if step < 0 else cycle.end) + timedelta(days=step)
        return calendar.year_at(day) if cycle.is_year else calendar.quarter_at(day)
    except OkrsError:
        return None


@lru_cache(maxsize=1024)
def _find_cycle(name: str, first_month: int, named_by_start: bool) -> Cycle | None:
    """The cycle of a name; cached, as every record asks for its cycle, and there are few."""
    if _match_cycle(name) is None:
        return None
    year = int(name[:4])
    if first_month > 1 and not named_by_start:
        year -= 1
    first = date(year, first_month, 1)
    if "-" not in name:
        return Cycle(name, first, add_months(first, 12) - timedelta(days=1))
    start = add_months(first, 3 * (int(name[-1]) - 1))
    return Cycle(name, start, add_months(start, 3) - timedelta(days=1))
