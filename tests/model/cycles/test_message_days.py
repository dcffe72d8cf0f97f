"""The days of messages and reminders follow from the policy and from presence alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.cycles.message_days import MessageDays
from okrs_as_code.model.cycles.presence import ALWAYS_PRESENT, AbsencePeriod, DaysOff, Presence
from okrs_as_code.model.files.base import WEEKDAYS
from okrs_as_code.model.files.config import DigestPolicy

MONDAY = date(2026, 11, 23)


def days(day: str = "monday", reminder: str | None = "thursday", presence: Presence = ALWAYS_PRESENT) -> MessageDays:
    return MessageDays.of(DigestPolicy.model_validate({"day": day, "reminder": reminder} if reminder else {}), presence)


def away(first: int, last: int) -> tuple[AbsencePeriod, ...]:
    return ((MONDAY + timedelta(days=first), MONDAY + timedelta(days=last)),)


@pytest.mark.parametrize(
    ("presence", "message", "reminder"),
    [
        (ALWAYS_PRESENT, 0, 3),
        (Presence(away(0, 1)), 2, 4),
        (Presence(away(-3, 4)), 5, None),
        (Presence(away(0, 6)), None, None),
        (Presence(away(3, 3)), 0, 4),
        (Presence(days_off=DaysOff.of([MONDAY])), 1, 3),
        (Presence(away(0, 4), DaysOff.of(["saturday", "sunday"])), None, None),
    ],
)
def test_a_message_comes_on_the_first_day_of_presence(
    presence: Presence, message: int | None, reminder: int | None
) -> None:
    found = days(presence=presence)
    expected = [MONDAY + timedelta(days=offset) if offset is not None else None for offset in (message, reminder)]
    assert [found.message_day(MONDAY), found.reminder_day(MONDAY)] == expected


def test_without_a_day_for_it_or_too_soon_there_is_no_reminder() -> None:
    assert days(reminder=None).reminder_day(MONDAY) is None
    assert days("sunday", "monday").reminder_day(MONDAY - timedelta(days=1)) is None


def test_the_next_message_is_that_of_a_later_week() -> None:
    assert days().next_message_day(MONDAY) == MONDAY + timedelta(days=7)
    assert days().next_message_day(MONDAY + timedelta(days=6)) == MONDAY + timedelta(days=7)
    assert days(presence=Presence(away(5, 15))).next_message_day(MONDAY) == MONDAY + timedelta(days=16)
    assert days(presence=Presence(((MONDAY, date.max),))).next_message_day(MONDAY) == date.max
    assert days().next_message_day(date.max) == date.max


@given(st.sampled_from(WEEKDAYS), st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_every_day_is_in_one_week(first: str, day: date) -> None:
    week = MessageDays(WEEKDAYS.index(first), None, ALWAYS_PRESENT).week_of(day)
    assert week <= day < week + timedelta(days=7)
    assert week.weekday() == WEEKDAYS.index(first)


def test_a_week_at_the_beginning_of_time_begins_there() -> None:
    assert MessageDays(0, None, ALWAYS_PRESENT).week_of(date.min) == date.min
