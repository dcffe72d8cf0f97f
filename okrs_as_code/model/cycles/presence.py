"""Presence: the days on which somebody can be asked, which are neither days off for everybody nor days away."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from okrs_as_code.model.files.base import WEEKDAYS

AbsencePeriod = tuple[date, date]
"""First and last day on which somebody is away."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DaysOff:
    """Days on which nothing falls due for anybody: weekdays (0 is Monday) and single days.

    All seven weekdays together would make nothing ever due, so that they count as none; a rule says so.
    """

    weekdays: frozenset[int] = frozenset()
    dates: tuple[date, ...] = ()

    @classmethod
    def of(cls, days: Iterable[str | date]) -> DaysOff:
        """Days off as config lists them: names of weekdays, and days."""
        days = tuple(days)
        weekdays = frozenset(WEEKDAYS.index(day) for day in days if isinstance(day, str))
        if len(weekdays) == len(WEEKDAYS):
            weekdays = frozenset()
        dates = sorted({day for day in days if isinstance(day, date) and day.weekday() not in weekdays})
        return cls(weekdays, tuple(dates))

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.dates)

    def has(self, day: date) -> bool:
        """Whether a day is off."""
        return day.weekday() in self.weekdays or self._dates_until(day) > self._dates_before(day)

    def count(self, after: date, until: date) -> int:
        """The number of days off in (after, until]; 0 where the range is empty."""
        if until <= after or not self:
            return 0
        weeks, rest = divmod((until - after).days, 7)
        first = after.weekday() + 1
        partial = sum((first + offset) % 7 in self.weekdays for offset in range(rest))
        return weeks * len(self.weekdays) + partial + self._dates_until(until) - self._dates_until(after)

    def next_day(self, day: date) -> date:
        """The first day from `day` that is not off."""
        while self.has(day) and day < date.max:
            day += _DAY
        return day

    def _dates_until(self, day: date) -> int:
        return bisect_right(self.dates, day)

    def _dates_before(self, day: date) -> int:
        return bisect_right(self.dates, day - _DAY) if day > date.min else 0


NO_DAYS_OFF = DaysOff()


@dataclass(frozen=True)
class Presence:
    """The days on which an owner can be asked for a check-in."""

    away: tuple[AbsencePeriod, ...] = ()
    days_off: DaysOff = NO_DAYS_OFF

    def is_away(self, day: date) -> bool:
        """Whether a day is one of absence; a day off is none."""
        return any(first <= day <= last for first, last in self.away)

    def has(self, day: date) -> bool:
        """Whether somebody can be asked on a day."""
        return not self.is_away(day) and not self.days_off.has(day)

    def count(self, after: date, until: date) -> int:
        """The number of days of (after, until] on which somebody can be asked; 0 where the range is empty."""
        if until <= after:
            return 0
        present = (until - after).days - self.days_off.count(after, until)
        for first, last in self._absences_within(after, until):
            present -= (last - first).days + 1 - self.days_off.count(first - _DAY, last)
        return present

    def after(self, day: date, days: int) -> date:
        """The first day on which somebody can be asked after `days` days that are not away; days off among them count.

        `date.max` where there is none.
        """
        for first, last in self._absences_within(day, date.max):
            present = (first - day).days - 1
            if present >= days:
                break
            day, days = last, days - present
        return self.next_day(day + timedelta(days=days)) if days <= (date.max - day).days else date.max

    def next_day(self, day: date) -> date:
        """The first day from `day` on which somebody can be asked; `date.max` where there is none."""
        while not self.has(day) and day < date.max:
            day = max((last for first, last in self.away if first <= day <= last), default=day)
            day = min(day, date.max - _DAY) + _DAY
        return day

    def nth_day(self, after: date, count: int) -> date:
        """The day on which somebody can be asked for the `count`th time after a day; `date.max` where there is none."""
        day = after
        for _ in range(count):
            if day == date.max:
                break
            day = self.next_day(day + _DAY)
        return day

    @cached_property
    def _merged(self) -> tuple[AbsencePeriod, ...]:
        """The periods of absence in order, none of which overlaps another."""
        merged: list[AbsencePeriod] = []
        for first, last in sorted(self.away):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            else:
                merged.append((first, last))
        return tuple(merged)

    def _absences_within(self, after: date, until: date) -> Iterator[AbsencePeriod]:
        for first, last in self._merged:
            begin, end = max(first, after + _DAY), min(last, until)
            if begin <= end:
                yield begin, end


ALWAYS_PRESENT = Presence()
