"""A cycle: its days, which other cycles it lies in, and the orders of cycles."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle_name import CycleKind, kind_of_cycle

MAX_DAYS = 400
"""The most days that a cycle has, both ends included."""
_LONG = 200
"""Days beyond which a cycle is for long-term goals, with a check-in a month."""


class Cycle(NamedTuple):
    """A period in which goals are pursued; `start` and `end` are both included."""

    name: str
    start: date
    end: date

    @property
    def kind(self) -> CycleKind:
        """Its kind, by its name."""
        return kind_of_cycle(self.name)

    @property
    def is_year(self) -> bool:
        """Whether it is called by a year alone."""
        return len(self.name) == 4

    @property
    def days(self) -> int:
        """The number of its days, from 1 to `MAX_DAYS`."""
        return (self.end - self.start).days + 1

    @property
    def is_long(self) -> bool:
        """Whether it is for long-term goals, which change too slowly for a check-in a week."""
        return self.days > _LONG

    def has(self, day: date) -> bool:
        """Whether a day lies in this cycle."""
        return self.start <= day <= self.end

    def lies_in(self, longer: Cycle) -> bool:
        """Whether another cycle is longer, and has most of the days of this one."""
        shared = (min(self.end, longer.end) - max(self.start, longer.start)).days + 1
        return longer.days > self.days and 2 * shared > self.days

    def overlies(self, other: Cycle) -> bool:
        """Whether one of the two is the other, or lies in it, so that neither follows the other."""
        return self.name == other.name or self.lies_in(other) or other.lies_in(self)


def fault_of_days(cycle: Cycle) -> str | None:
    """The reason why the days that are declared for a cycle make none; None where they do."""
    if cycle.end < cycle.start:
        return f"it ends on {cycle.end}, before it starts on {cycle.start}"
    if cycle.days > MAX_DAYS:
        return f"it has {cycle.days} days, and a cycle has at most {MAX_DAYS}"
    if abs(cycle.start.year - int(cycle.name[:4])) > 1:
        return f"it starts on {cycle.start}, in another year than its name says"
    return None


def shortest_first(cycle: Cycle) -> tuple[int, int, str]:
    """The order of cycles of one time: from the shortest to the longest; of equal length, the later first."""
    return cycle.days, -cycle.start.toordinal(), cycle.name


def in_time(cycle: Cycle) -> tuple[date, int, str]:
    """The order of cycles in time: by their first day; of one first day, those that have others in them first."""
    return cycle.start, -cycle.days, cycle.name
