"""The calendar of cycles: the days that their names have in a fiscal year, or that are declared; which follow which."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import get_args

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.cycles.cycle import Cycle, fault_of_days, shortest_first
from okrs_as_code.model.cycles.cycle_name import CycleKind, kind_of_cycle
from okrs_as_code.model.files.base import CYCLE_PATTERN
from okrs_as_code.model.files.config import Config, Month

_GAP = timedelta(days=31)
"""The time between two cycles in which the later one still follows the earlier."""
_MONTHS = {CycleKind.YEAR: 12, CycleKind.HALF: 6, CycleKind.TRIMESTER: 4, CycleKind.QUARTER: 3}
_match_cycle = re.compile(CYCLE_PATTERN).fullmatch


def add_months(day: date, months: int) -> date:
    """The day of the same number so many months later; that month's last day where it has no such number."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Calendar:
    """The days of cycles by their names, as the fiscal year says, but for those that are declared.

    `first_month` is 1 to 12. A year is named by the calendar year in which it ends, unless `named_by_start`.
    """

    first_month: int = 1
    named_by_start: bool = False
    declared: tuple[Cycle, ...] = ()
    """Cycles whose days stand in config.yaml."""

    @staticmethod
    def of(config: Config) -> Calendar:
        """The calendar of a repository's policy; without declared cycles whose days make none."""
        cycles = (Cycle(name, days.from_, days.until) for name, days in config.cycles.items())
        first_month = get_args(Month).index(config.fiscal_year_start) + 1
        declared = tuple(cycle for cycle in cycles if fault_of_days(cycle) is None)
        return Calendar(first_month, config.fiscal_year_named_by == "start", declared)

    @cached_property
    def _declared(self) -> dict[str, Cycle]:
        return {cycle.name: cycle for cycle in self.declared}

    @cached_property
    def _before(self) -> dict[Cycle, tuple[Cycle, ...]]:
        return {}

    @cached_property
    def _containing(self) -> dict[Cycle, tuple[Cycle, ...]]:
        return {}

    @cached_property
    def key(self) -> str:
        """A text that is the same for equal calendars alone."""
        days = "\n".join(sorted(f"{cycle.name} {cycle.start} {cycle.end}" for cycle in self.declared))
        digest = f" {blake2b(days.encode(), digest_size=16).hexdigest()}" if days else ""
        return f"{self.first_month} {self.named_by_start}{digest}"

    def cycle(self, name: str) -> Cycle | None:
        """The cycle of a name; None where it is no cycle's name, or a name of one's own without days."""
        return self._declared.get(name) or self.named_cycle(name)

    def named_cycle(self, name: str) -> Cycle | None:
        """The cycle of a name with the days that the calendar gives it, even if others are declared."""
        return _find_cycle(name, self.first_month, self.named_by_start)

    def is_declared(self, cycle: Cycle) -> bool:
        """Whether the days of a cycle stand in config.yaml."""
        return cycle.name in self._declared

    def containing(self, cycle: Cycle) -> tuple[Cycle, ...]:
        """The cycles in which one lies, from the shortest to the longest; of equal length, the later first."""
        if cycle not in self._containing:
            above = (other for other in self._near(cycle) if cycle.lies_in(other))
            self._containing[cycle] = tuple(sorted(above, key=shortest_first))
        return self._containing[cycle]

    def before(self, cycle: Cycle) -> tuple[Cycle, ...]:
        """The cycles that one follows: the one before of its kind, and declared ones of any kind.

        Of these, and before a cycle of one's own, each counts that starts earlier, ends at most 31 days before it
        starts, and of which none lies in the other.
        """
        if cycle not in self._before:
            self._before[cycle] = self._adjacent(cycle, -1, lambda other: _follows(cycle, other))
        return self._before[cycle]

    def after(self, cycle: Cycle) -> tuple[Cycle, ...]:
        """The cycles that follow one: all of whose `before` it is part."""
        return self._adjacent(cycle, 1, lambda other: _follows(other, cycle))

    def _adjacent(self, cycle: Cycle, step: int, is_adjacent: Callable[[Cycle], bool]) -> tuple[Cycle, ...]:
        beside = _name_beside(cycle.name, step)
        by_name = self.cycle(beside) if beside is not None else None
        is_own = cycle.kind is CycleKind.OWN
        near = (
            other
            for other in (self._near(cycle) if is_own or self.declared else ())
            if (is_own or other.kind is CycleKind.OWN) and is_adjacent(other)
        )
        return tuple({other.name: other for other in (by_name, *near) if other is not None}.values())

    def year_at(self, day: date) -> Cycle:
        """The fiscal year in which a day lies. Raises OkrsError where that has no name."""
        for number in (day.year - 1, day.year, day.year + 1):
            cycle = self.named_cycle(f"{number:04}")
            if cycle is not None and cycle.has(day):
                return cycle
        raise OkrsError(f"{day} lies in no fiscal year from 1900 to 2199", "give a day that does")

    def cycle_at(self, day: date, kind: CycleKind = CycleKind.QUARTER) -> Cycle:
        """The cycle of a kind in which a day lies; where days are moved and none has it, that of the day by name.

        Raises OkrsError where its fiscal year has no name; `kind` is any but `OWN`.
        """
        year = self.year_at(day).name
        if kind is CycleKind.MONTH:
            names = [f"{day.year}-{day.month:02}"]
        else:
            names = [name for name in _names_in_year(year) if kind_of_cycle(name) is kind]
        neighbours = [name for one in (-1, 1) for edge in (names[0], names[-1]) if (name := _name_beside(edge, one))]
        moved = (self._declared.get(name) for name in (*names, *neighbours))
        named = (cycle for name in names if (cycle := self.named_cycle(name)) is not None and cycle.has(day))
        return next((cycle for cycle in moved if cycle is not None and cycle.has(day)), None) or next(
            self.cycle(cycle.name) or cycle for cycle in named
        )

    def _near(self, cycle: Cycle) -> Iterator[Cycle]:
        """The cycles that may have days in common with one, or be next to it: those of the years around, and declared.

        A declared cycle comes with the days that are declared.
        """
        for year in range(cycle.start.year - 1, cycle.end.year + 3):
            for name in (*_names_in_year(f"{year:04}"), *_months_of(f"{year:04}")):
                if name not in self._declared and (known := self.named_cycle(name)) is not None:
                    yield known
        yield from self.declared


def _follows(later: Cycle, earlier: Cycle) -> bool:
    starts_later = earlier.start < later.start and later.start - earlier.end <= _GAP
    return starts_later and not earlier.overlies(later)


@lru_cache(maxsize=1024)
def _names_in_year(year: str) -> tuple[str, ...]:
    """The year, and the names of its halves, trimesters and quarters, in their order."""
    parts = ((letter, number) for letter, count in (("H", 2), ("T", 3), ("Q", 4)) for number in range(1, count + 1))
    return year, *(f"{year}-{letter}{number}" for letter, number in parts)


@lru_cache(maxsize=1024)
def _months_of(year: str) -> tuple[str, ...]:
    return tuple(f"{year}-{month:02}" for month in range(1, 13))


@lru_cache(maxsize=1024)
def _name_beside(name: str, step: int) -> str | None:
    """The name of the cycle of the same kind before one (-1) or after it (1); None without any."""
    kind, year = kind_of_cycle(name), int(name[:4])
    if kind is CycleKind.OWN:
        return None
    if kind is CycleKind.YEAR:
        beside = f"{year + step:04}"
    else:
        count, number = (12, int(name[5:])) if kind is CycleKind.MONTH else (12 // _MONTHS[kind], int(name[6:]))
        years, index = divmod(number - 1 + step, count)
        part = f"{index + 1:02}" if kind is CycleKind.MONTH else f"{name[5]}{index + 1}"
        beside = f"{year + years:04}-{part}"
    return beside if _match_cycle(beside) is not None else None


@lru_cache(maxsize=4096)
def _find_cycle(name: str, first_month: int, named_by_start: bool) -> Cycle | None:
    """The cycle of a calendar's name; cached, as every record asks for its cycle, and there are few."""
    if _match_cycle(name) is None:
        return None
    kind, year = kind_of_cycle(name), int(name[:4])
    if kind is CycleKind.OWN:
        return None
    if kind is CycleKind.MONTH:
        first = date(year, int(name[5:]), 1)
        return Cycle(name, first, add_months(first, 1) - timedelta(days=1))
    if first_month > 1 and not named_by_start:
        year -= 1
    number = 1 if kind is CycleKind.YEAR else int(name[6:])
    start = add_months(date(year, first_month, 1), _MONTHS[kind] * (number - 1))
    return Cycle(name, start, add_months(start, _MONTHS[kind]) - timedelta(days=1))
