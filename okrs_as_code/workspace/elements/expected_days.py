"""The days of which a file speaks, by the cycle in whose folder it lies and by the name of a record."""

from __future__ import annotations

from datetime import date

from okrs_as_code.day import parse_day
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.intended_day import ExpectedDays
from okrs_as_code.model.goals.goal import DUE_AFTER_END
from okrs_as_code.workspace.layout import RECORD_KINDS, Location


def expected_days(location: Location, calendar: Calendar) -> ExpectedDays:
    """The days of the cycle of a location, and the one that a record's name begins with."""
    named = parse_day(location.name[:10]) if location.kind in RECORD_KINDS.values() else None
    cycle = calendar.cycle(location.cycle)
    if cycle is None:
        return ExpectedDays(named=named)
    latest = cycle.end + min(DUE_AFTER_END, date.max - cycle.end)
    return ExpectedDays(cycle.start, cycle.end, latest, named)
