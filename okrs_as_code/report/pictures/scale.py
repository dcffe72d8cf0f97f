"""Scales of a picture: days and values as places on its canvas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from okrs_as_code.model.cycles.calendar import add_months
from okrs_as_code.model.progress.progress import clamp

_MAX_OVERTIME = 0.15
"""The part of a run by which a picture may be longer than it, for check-ins after the due day."""


class TimeScale(NamedTuple):
    """Days from left to right. A day is drawn where it ends; what lies before or after is drawn at the edge."""

    start: date
    due: date
    end: date
    left: float
    right: float

    @classmethod
    def of(cls, start: date, due: date, days: Iterable[date], left: float, right: float) -> TimeScale:
        """The scale of a run, long enough for days soon after it. A run that ends before it begins is one day."""
        due = max(start, due)
        most = min((date.max - due).days, int(((due - start).days + 1) * _MAX_OVERTIME) + 1)
        latest = max(days, default=due)
        return cls(start, due, min(max(due, latest), due + timedelta(days=most)), left, right)

    def at(self, day: date) -> float:
        """The place where a day ends."""
        return self._after((day - self.start).days + 1)

    def begin(self, day: date) -> float:
        """The place where a day begins."""
        return self._after((day - self.start).days)

    def _after(self, days: int) -> float:
        return self.left + clamp(days / ((self.end - self.start).days + 1)) * (self.right - self.left)

    def months(self, most: int) -> Iterator[date]:
        """The first days of months after the start; so many at most, or none in a run of many years."""
        first = self.start.replace(day=1)
        count = (self.due.year - first.year) * 12 + self.due.month - first.month
        step = next((step for step in (1, 2, 3, 6, 12) if count // step <= most), None)
        if step is None:
            return
        for index in range(1, count + 1):
            if (first.month - 1 + index) % step == 0:
                yield add_months(first, index)


class ValueScale(NamedTuple):
    """Values from bottom to top. One that lies outside is drawn at the edge."""

    low: float
    high: float
    top: float
    bottom: float

    def at(self, value: float) -> float:
        """The place of a value."""
        return self.bottom - clamp(self._share(value)) * (self.bottom - self.top)

    def has(self, value: float) -> bool:
        """Whether a value is within."""
        return self.low <= value <= self.high

    def _share(self, value: float) -> float:
        """The share of the way from low to high; the largest numbers are made smaller first, as their sum is none."""
        largest = max(abs(self.low), abs(self.high), abs(value))
        if largest == 0 or self.high == self.low:
            return 0.5
        low, high = self.low / largest, self.high / largest
        return (value / largest - low) / (high - low) if high > low else 0.5


def spread(values: Iterable[float], default: float = 1.0) -> tuple[float, float]:
    """The smallest and the largest of some values; apart by `default` or by a share where they are the same."""
    values = list(values)
    low, high = min(values), max(values)
    if low < high:
        return low, high
    room = abs(low) / 10 or default
    return low - room, high + room
