"""Of the check-ins that fell due, how many came in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.cycles.presence import ALWAYS_PRESENT, AbsencePeriod, Presence
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.history.rhythm import Rhythm, count_check_ins
from okrs_as_code.model.timeline import RecordEntry

START, LAST, AFTER = date(2026, 10, 1), date(2026, 12, 31), date(2027, 2, 1)


def said(offset: int, status: str | None = None) -> RecordEntry[CheckInEntry]:
    day = START + timedelta(days=offset)
    entry = CheckInEntry.model_validate({"note": "x", **({"status": status} if status is not None else {})})
    return RecordEntry(day, day, "bo", entry, str(day), f"{day}.yaml", "a/b/c", str(day), (1, ""), "2026-Q4")


def count(
    offsets: list[int],
    *,
    today: date = AFTER,
    last_day: date = LAST,
    cadence: Cadence = "week",
    away: tuple[AbsencePeriod, ...] = (),
) -> tuple[int, int]:
    counted = count_check_ins([said(offset) for offset in offsets], START, last_day, today, cadence, 3, Presence(away))
    return counted.in_time, counted.due


WEEKS = list(range(7, 92, 7))
"""The 13 days on which a check-in falls due, counted from the first."""


@pytest.mark.parametrize(
    ("offsets", "expected"),
    [
        (WEEKS, (13, 13)),
        ([], (0, 13)),
        ([offset + 3 for offset in WEEKS], (12, 12)),  # each counts from the one before
        (list(range(10, 92, 10)), (9, 9)),
        ([*WEEKS[:6], *WEEKS[7:]], (12, 13)),
        (WEEKS[:6], (6, 13)),
        (list(range(92)), (13, 13)),  # every day is no better than once a week
        ([3, 7, 11, 14, 17, 21, *WEEKS[3:]], (13, 13)),
        ([12, *WEEKS[2:]], (12, 13)),  # after the grace, so the first is missed and the second is in time
        ([0, *WEEKS], (13, 13)),
        ([-20, *WEEKS], (13, 13)),
    ],
)
def test_a_check_in_a_week(offsets: list[int], expected: tuple[int, int]) -> None:
    assert count(offsets) == expected


def test_what_is_not_late_yet_is_not_counted() -> None:
    assert count([7], today=START + timedelta(days=14)) == (1, 1)
    assert count([7], today=START + timedelta(days=17)) == (1, 1)
    assert count([7], today=START + timedelta(days=18)) == (1, 2)
    assert count([], today=START) == (0, 0)


def test_days_away_do_not_count() -> None:
    holidays = ((START + timedelta(days=8), START + timedelta(days=21)),)
    assert count([7, 28], last_day=START + timedelta(days=28), away=holidays) == (2, 2)
    assert count([7, 28], last_day=START + timedelta(days=28)) == (2, 4)
    assert count([], away=((START, date.max),)) == (0, 0)


def test_a_pause_asks_for_nothing_for_five_weeks() -> None:
    paused = [said(7, "paused"), said(42)]
    counted = count_check_ins(paused, START, START + timedelta(days=45), AFTER, "week", 3, ALWAYS_PRESENT)
    assert counted == Rhythm(2, 2)
    counted = count_check_ins([said(0, "paused")], START, START + timedelta(days=40), AFTER, "week", 3, ALWAYS_PRESENT)
    assert counted == Rhythm(0, 2)


def test_a_month_has_fewer() -> None:
    assert count([31, 61, 92], cadence="month") == (2, 2)
    assert count([14, 28, 42], cadence="two-weeks") == (3, 6)


def test_three_quarters_are_steady() -> None:
    assert Rhythm(3, 4).is_steady is True
    assert Rhythm(2, 3).is_steady is False
    assert Rhythm(0, 0).is_steady is None


@given(st.lists(st.integers(-5, 120), max_size=40), st.integers(0, 140), st.lists(st.integers(0, 100), max_size=4))
def test_no_more_are_in_time_than_fell_due(offsets: list[int], until: int, away: list[int]) -> None:
    """Whoever says something every day is always in time, and whoever says nothing never is."""
    periods = tuple((START + timedelta(days=first), START + timedelta(days=first + 5)) for first in away)
    today = START + timedelta(days=until)
    in_time, due = count(sorted(offsets), today=today, away=periods)
    assert 0 <= in_time <= due <= 26, "early ones may move the days, at most to twice as many"
    assert count([], today=today, away=periods)[0] == 0
    everyday = count(list(range(until + 1)), today=today, away=periods)
    assert everyday[0] == everyday[1]
