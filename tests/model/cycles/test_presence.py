"""Days off and days away: on neither anything falls due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.cycles.cadence import check_in_due, days_overdue, is_long_silence
from okrs_as_code.model.cycles.presence import AbsencePeriod, DaysOff, Presence
from okrs_as_code.model.files.base import WEEKDAYS

MONDAY = date(2026, 11, 30)
WEEKEND = DaysOff.of(["saturday", "sunday"])
FIRST = date(2026, 10, 1)

days = st.integers(0, 60).map(lambda offset: FIRST + timedelta(days=offset))
days_off = st.lists(st.sampled_from(WEEKDAYS) | days, max_size=6).map(DaysOff.of)
absences = st.lists(st.tuples(days, st.integers(0, 20)), max_size=3).map(
    lambda found: tuple((first, first + timedelta(days=length)) for first, length in found)
)


def each_day(after: date, until: date) -> list[date]:
    return [after + timedelta(days=offset) for offset in range(1, (until - after).days + 1)]


@given(days_off, absences, days, days)
def test_days_are_counted_one_by_one(off: DaysOff, away: tuple[AbsencePeriod, ...], after: date, until: date) -> None:
    presence = Presence(away, off)
    assert off.count(after, until) == sum(map(off.has, each_day(after, until)))
    assert presence.count(after, until) == sum(map(presence.has, each_day(after, until)))


@given(days_off, absences, days, st.sampled_from(["week", "two-weeks", "month"]), st.integers(0, 5))
def test_nothing_falls_due_or_stale_on_a_day_that_does_not_count(
    off: DaysOff, away: tuple[AbsencePeriod, ...], last: date, cadence: str, grace_days: int
) -> None:
    presence = Presence(away, off)
    due = check_in_due(last, cadence, presence, grace_days)  # type: ignore[arg-type]
    assert presence.has(due)
    late = [days_overdue(last, cadence, grace_days, day, presence) for day in each_day(last, due + timedelta(40))]  # type: ignore[arg-type]
    assert late == sorted(late)
    for day, before, after in zip(each_day(last, due + timedelta(40))[1:], late, late[1:], strict=False):
        assert after == before or presence.has(day)


@pytest.mark.parametrize(
    ("last", "off", "due", "stale"),
    [
        (date(2026, 11, 23), ["saturday", "sunday"], MONDAY, date(2026, 12, 4)),
        (date(2026, 11, 20), ["saturday", "sunday"], date(2026, 11, 27), date(2026, 12, 3)),
        (date(2026, 11, 21), ["saturday", "sunday"], MONDAY, date(2026, 12, 4)),
        (date(2026, 11, 23), [MONDAY], date(2026, 12, 1), date(2026, 12, 5)),
        (date(2026, 12, 17), [date(2026, 12, day) for day in range(21, 32)], date(2027, 1, 1), date(2027, 1, 5)),
        (date(2026, 11, 23), list(WEEKDAYS), MONDAY, date(2026, 12, 4)),
    ],
)
def test_the_day_that_is_due(last: date, off: list[str | date], due: date, stale: date) -> None:
    presence = Presence(days_off=DaysOff.of(off))
    assert check_in_due(last, "week", presence, 3) == due
    first = next(day for day in each_day(last, due + timedelta(20)) if days_overdue(last, "week", 3, day, presence) > 0)
    assert first == stale


def test_a_long_silence_begins_on_no_day_off() -> None:
    presence = Presence(days_off=WEEKEND)
    last = date(2026, 11, 2)
    silent = [day for day in each_day(last, last + timedelta(40)) if is_long_silence(last, "week", 3, day, presence)]
    assert silent[0] == date(2026, 11, 27)


def test_absence_and_days_off_that_overlap_count_once() -> None:
    presence = Presence(((date(2026, 11, 27), date(2026, 11, 30)),), WEEKEND)
    assert presence.count(date(2026, 11, 26), date(2026, 12, 4)) == 4
    assert presence.next_day(date(2026, 11, 27)) == date(2026, 12, 1)
    assert Presence(((MONDAY, date.max),), WEEKEND).next_day(date(2026, 11, 28)) == date.max
