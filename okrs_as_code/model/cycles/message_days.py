"""The days of weekly messages: each person's own, by the policy and their presence; nothing is remembered for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from okrs_as_code.model.cycles.presence import Presence
from okrs_as_code.model.files.base import WEEKDAYS
from okrs_as_code.model.files.config import DigestPolicy

DAYS_TO_REMINDER = 2
"""The least number of days from a message to the reminder of it."""
_WEEK = timedelta(days=7)
_MAX_WEEKS_AHEAD = 60
"""The number of weeks in which a next message is looked for: more than anybody's holidays."""


class MessageDays(NamedTuple):
    """The days of one person's messages. A week begins on the weekday of the policy, and is named by that day."""

    first: int
    reminder: int | None
    """Days from the beginning of a week to that of its reminder; None without one."""
    presence: Presence

    @staticmethod
    def of(policy: DigestPolicy, presence: Presence) -> MessageDays:
        """The days that a policy gives somebody; a reminder that would come too early is none."""
        first = WEEKDAYS.index(policy.day)
        offset = (WEEKDAYS.index(policy.reminder) - first) % 7 if policy.reminder is not None else 0
        return MessageDays(first, offset if offset >= DAYS_TO_REMINDER else None, presence)

    def week_of(self, day: date) -> date:
        """The first day of the week of a day."""
        back = (day.weekday() - self.first) % 7
        return day - timedelta(days=min(back, (day - date.min).days))

    def message_day(self, week: date) -> date | None:
        """The first day of a week that is neither off nor one of absence; None where there is none."""
        return self._day_from(week, week)

    def reminder_day(self, week: date) -> date | None:
        """The day of a week's reminder: that of the policy, or later, and not soon after the message."""
        message = self.message_day(week)
        if self.reminder is None or message is None:
            return None
        day = max(week + timedelta(days=self.reminder), message + timedelta(days=DAYS_TO_REMINDER))
        return self._day_from(week, day)

    def next_message_day(self, day: date) -> date:
        """The day of the first message in a week after that of a day; `date.max` where none is in sight."""
        week = self.week_of(day)
        for _ in range(_MAX_WEEKS_AHEAD):
            if (date.max - week).days < 2 * _WEEK.days:
                break
            week += _WEEK
            message = self.message_day(week)
            if message is not None:
                return message
        return date.max

    def asks_for(self, stale_on: date, day: date) -> bool:
        """Whether a message of a day asks for a check-in without which a goal is stale on a day.

        It does where the next message would come too late, also for who answers a message on the day after it.
        """
        return stale_on <= self.next_message_day(day)

    def _day_from(self, week: date, day: date) -> date | None:
        found = self.presence.next_day(day)
        return found if (found - week).days < _WEEK.days else None
