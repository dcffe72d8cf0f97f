"""When a check-in is due, and when a key result is stale. Formulas: shared rules of "Cadence"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from okrs_as_code.model.cycle import add_months
from okrs_as_code.model.files.config import Cadence

AbsencePeriod = tuple[date, date]
"""First and last day on which somebody is away."""
MISSED_BEFORE_ASKING = 3
"""After so many check-ins in a row that did not come, pages ask whether it needs support, or a new owner.

One is forgotten, two are a busy time. Of a week's cadence three are most of a month, and two thirds of the quarter are
left in which an answer helps.
"""


def after_steps(start: date, every: Cadence, steps: int) -> date:
    """The day so many steps of the cadence after `start`, always counted from `start` itself."""
    if every == "month":
        return add_months(start, steps)
    return start + timedelta(days=steps * (7 if every == "week" else 14))


def days_present(after: date, until: date, away: Iterable[AbsencePeriod]) -> int:
    """How many days of (after, until] the owner is there; 0 where the range is empty."""
    total = max(0, (until - after).days)
    covered = after
    for first, last in sorted(away):
        if covered >= until:
            break
        begin, end = max(first, covered + timedelta(days=1)), min(last, until)
        if begin <= end:
            total -= (end - begin).days + 1
            covered = end
    return total


def days_overdue(last: date, every: Cadence, grace_days: int, today: date, away: Iterable[AbsencePeriod]) -> int:
    """Days by which a check-in is late beyond its grace; 0 or less while it is not stale.

    `last` is the day of the latest check-in, else the key result's start. Days on which the owner is away
    do not count. The caller limits `today` to the end of the cycle.
    """
    allowed = (after_steps(last, every, 1) - last).days + grace_days
    return days_present(last, today, away) - allowed


def is_long_silence(heard: date, every: Cadence, grace_days: int, today: date, away: Iterable[AbsencePeriod]) -> bool:
    """Whether it is time to ask, as nothing was heard of the owner since a day; nobody is asked while away."""
    away = tuple(away)
    if any(first <= today <= last for first, last in away):
        return False
    allowed = (after_steps(heard, every, MISSED_BEFORE_ASKING) - heard).days + grace_days
    return days_present(heard, today, away) > allowed


def check_in_due(last: date, every: Cadence, away: Iterable[AbsencePeriod]) -> date:
    """The day on which the next check-in is due; the last that there is for who is away for good."""
    away = tuple(away)
    step = (after_steps(last, every, 1) - last).days
    day = last + timedelta(days=step)
    while (missing := step - days_present(last, day, away)) > 0:
        if (date.max - day).days < missing:
            return date.max
        day += timedelta(days=missing)
    return day
