"""Cycles follow each other without a gap, whatever the fiscal year."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.cycle import Calendar

calendars = st.builds(Calendar, st.integers(1, 12), st.booleans())
names = st.builds("{}{}".format, st.integers(1902, 2199), st.sampled_from(["", "-Q1", "-Q2", "-Q3", "-Q4"]))


@given(calendars, names)
def test_the_cycle_before_is_of_the_same_kind_and_ends_the_day_before(calendar: Calendar, name: str) -> None:
    cycle = calendar.cycle(name)
    assert cycle is not None
    before = calendar.before(cycle)
    assert before is not None
    assert before.is_year == cycle.is_year
    assert before.end + timedelta(days=1) == cycle.start
    assert calendar.after(before) == cycle


@given(calendars, st.sampled_from(["1900", "1900-Q1"]))
def test_there_is_none_before_the_first(calendar: Calendar, name: str) -> None:
    cycle = calendar.cycle(name)
    assert cycle is not None
    assert calendar.before(cycle) is None
