"""The cadence of check-ins: when one is due, and when a key result is stale (rule CHK001) or silent for long."""

from __future__ import annotations

from datetime import date, timedelta

from okrs_as_code.model.cycles.calendar import add_months
from okrs_as_code.model.cycles.presence import Presence
from okrs_as_code.model.files.config import Cadence

MAX_PAUSE_DAYS = 35
"""Days for which a pause keeps a key result from being stale: five weeks, in which a holiday or a decision fits."""
MISSED_CHECK_INS_BEFORE_ASKING = 3
"""The check-ins missing in a row after which pages ask whether a key result needs support, or a new owner.

One is forgotten, two are a busy time. At a weekly cadence three are most of a month, and two thirds of the quarter are
left in which an answer helps.
"""


def add_steps(start: date, cadence: Cadence, steps: int) -> date:
    """The day so many steps of the cadence after `start`, at most `date.max`.

    Months are counted from `start` itself, not step by step.
    """
    days = steps * (7 if cadence == "week" else 14)
    is_month = cadence == "month"
    if (date.max - start).days < (31 * steps if is_month else days):
        return date.max
    return add_months(start, steps) if is_month else start + timedelta(days=days)


def days_overdue(
    last: date, cadence: Cadence, grace_days: int, today: date, presence: Presence, *, is_paused: bool = False
) -> int:
    """The days by which a check-in is late beyond its grace; 0 or less while it is not stale.

    `last` is the day of the latest check-in, else the key result's start; `is_paused` whether that check-in pauses it.
    Days on which the owner is away, and days off, do not count. The caller limits `today` to the end of the key result.
    """
    due = check_in_due(last, cadence, presence, grace_days, is_paused=is_paused)
    return days_beyond_grace(due, grace_days, today, presence)


def days_beyond_grace(due: date, grace_days: int, today: date, presence: Presence) -> int:
    """The days by which a check-in that is due on a day is late beyond its grace; see `days_overdue`."""
    return _days_from(due, today, presence) - grace_days


def stale_on(due: date, grace_days: int, presence: Presence) -> date:
    """The first day on which a check-in is late beyond its grace, if none comes; `date.max` where there is none."""
    return presence.nth_day(due, grace_days + 1)


def _days_from(due: date, today: date, presence: Presence) -> int:
    """The days present from a due day to today, negative before it."""
    return presence.count(due, today) if today >= due else -presence.count(today, due)


def _days_to_next(last: date, cadence: Cadence, grace_days: int, *, is_paused: bool) -> int:
    """The days from a check-in to the one that is due next; after a pause so many that grace ends it in time."""
    step = (add_steps(last, cadence, 1) - last).days
    return max(step, MAX_PAUSE_DAYS - grace_days) if is_paused else step


def is_long_silence(last_word: date, cadence: Cadence, grace_days: int, today: date, presence: Presence) -> bool:
    """Whether it is time to ask the owner, as nothing was recorded since `last_word`; nobody is asked while away."""
    if presence.is_away(today):
        return False
    steps = (add_steps(last_word, cadence, MISSED_CHECK_INS_BEFORE_ASKING) - last_word).days
    return _days_from(presence.after(last_word, steps), today, presence) > grace_days


def latest_due(due: date, cadence: Cadence, today: date) -> date:
    """The day on which a check-in is due; of one that is overdue, the last of its days that has come since."""
    steps = 0
    while add_steps(due, cadence, steps + 1) <= today:
        steps += 1
    return add_steps(due, cadence, steps)


def check_in_due(
    last: date, cadence: Cadence, presence: Presence, grace_days: int = 0, *, is_paused: bool = False
) -> date:
    """The day on which the next check-in is due; `date.max` for an owner who is away for good.

    After a check-in that pauses it, that is `grace_days` before it is stale. Days away do not count; on a day off
    nothing falls due, but on the first day after it.
    """
    return presence.after(last, _days_to_next(last, cadence, grace_days, is_paused=is_paused))
