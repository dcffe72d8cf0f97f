"""Cycles have the days that their names say, or that are declared; which lies in which follows from the days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.cycles.cycle import MAX_DAYS, Cycle, fault_of_days
from okrs_as_code.model.cycles.cycle_name import CycleKind, kind_of_cycle
from okrs_as_code.model.files.config import Config

PARTS = ("", "-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-T1", "-T2", "-T3", *(f"-{month:02}" for month in range(1, 13)))
fiscal_calendars = st.builds(Calendar, st.integers(1, 12), st.booleans())
names = st.builds("{}{}".format, st.integers(1902, 2198), st.sampled_from(PARTS))


def calendar(days: dict[str, tuple[str, str]] | None = None, **policy: str) -> Calendar:
    cycles = {name: {"from": start, "until": until} for name, (start, until) in (days or {}).items()}
    return Calendar.of(Config.model_validate({"cycles": cycles, **policy}))


def cycle(calendar: Calendar, name: str) -> Cycle:
    found = calendar.cycle(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("policy", "name", "start", "end"),
    [
        ({"fiscal_year_start": "january"}, "2026-Q4", "2026-10-01", "2026-12-31"),
        ({"fiscal_year_start": "february"}, "2026-Q1", "2025-02-01", "2025-04-30"),
        ({"fiscal_year_start": "february", "fiscal_year_named_by": "start"}, "2026-Q1", "2026-02-01", "2026-04-30"),
        ({"fiscal_year_start": "july"}, "2027-Q2", "2026-10-01", "2026-12-31"),
        ({"fiscal_year_start": "july"}, "2027-H1", "2026-07-01", "2026-12-31"),
        ({"fiscal_year_start": "january"}, "2026-T3", "2026-09-01", "2026-12-31"),
        ({"fiscal_year_start": "february"}, "2027-T1", "2026-02-01", "2026-05-31"),
        ({"fiscal_year_start": "january"}, "2026", "2026-01-01", "2026-12-31"),
        ({"fiscal_year_start": "july"}, "2027", "2026-07-01", "2027-06-30"),
        ({"fiscal_year_start": "july"}, "2026-10", "2026-10-01", "2026-10-31"),
        ({"fiscal_year_start": "february"}, "2028-02", "2028-02-01", "2028-02-29"),
    ],
)
def test_the_days_of_a_name(policy: dict[str, str], name: str, start: str, end: str) -> None:
    found = cycle(calendar(**policy), name)
    assert (str(found.start), str(found.end)) == (start, end)


SIX_WEEKS = {"2026-C5": ("2026-09-07", "2026-10-16"), "2026-C7": ("2026-12-14", "2027-01-22")}
OVERLAPPING = {"2026-A": ("2026-03-02", "2026-04-12"), "2026-B": ("2026-03-16", "2026-04-26")}


@pytest.mark.parametrize(
    ("days", "name", "longer"),
    [
        ({}, "2026-Q4", ["2026-T3", "2026-H2", "2026"]),
        ({"2026-Q4": ("2026-10-05", "2027-01-08")}, "2026-Q4", ["2026-T3", "2026-H2", "2026"]),
        (SIX_WEEKS, "2026-C7", ["2027-Q1", "2027-T1", "2027-H1", "2027"]),
        (SIX_WEEKS, "2026-C5", ["2026-Q3", "2026-T3", "2026-H2", "2026"]),
        (SIX_WEEKS, "2026-09", ["2026-C5", "2026-Q3", "2026-T3", "2026-H2", "2026"]),
        (OVERLAPPING, "2026-A", ["2026-Q1", "2026-T1", "2026-H1", "2026"]),
        ({}, "2026", []),
    ],
)
def test_the_longer_cycles_that_one_lies_in(days: dict[str, tuple[str, str]], name: str, longer: list[str]) -> None:
    known = calendar(days)
    assert [above.name for above in known.containing(cycle(known, name))] == longer


declared_calendars = st.lists(
    st.builds(
        lambda number, start, length: Cycle(f"2026-C{number}", start, start + timedelta(days=length)),
        st.integers(1, 9),
        st.dates(date(2025, 10, 1), date(2027, 3, 1)),
        st.integers(0, MAX_DAYS - 1),
    ),
    max_size=6,
    unique_by=lambda cycle: cycle.name,
).map(lambda cycles: Calendar(declared=tuple(cycles)))


@given(declared_calendars)
def test_no_two_lie_in_each_other_and_none_in_itself(known: Calendar) -> None:
    cycles = [*known.declared, *(cycle(known, f"2026{part}") for part in PARTS)]
    for one in cycles:
        above = known.containing(one)
        assert one not in above
        assert all(longer.days > one.days and one not in known.containing(longer) for longer in above)
        assert [longer.days for longer in above] == sorted(longer.days for longer in above)
        assert set(above) >= {other for other in cycles if one.lies_in(other)}


@given(declared_calendars)
def test_what_follows_is_seen_from_both_sides(known: Calendar) -> None:
    for one in (*known.declared, *(cycle(known, f"2026{part}") for part in PARTS)):
        for before in known.before(one):
            assert before.name != one.name
            assert one in known.after(before)
        for after in known.after(one):
            assert one in known.before(after)


@given(fiscal_calendars, names)
def test_the_cycle_before_is_of_the_same_kind_and_ends_the_day_before(known: Calendar, name: str) -> None:
    this = cycle(known, name)
    [before] = known.before(this)
    assert before.kind == this.kind
    assert before.end + timedelta(days=1) == this.start
    assert known.after(before) == (this,)


@given(fiscal_calendars, st.dates(date(1903, 1, 1), date(2198, 1, 1)), st.sampled_from(list(CycleKind)[:5]))
def test_every_day_lies_in_one_cycle_of_each_kind(known: Calendar, day: date, kind: CycleKind) -> None:
    found = known.cycle_at(day, kind)
    assert found.has(day)
    assert found.kind is kind
    assert kind in (CycleKind.YEAR, CycleKind.MONTH) or found.lies_in(known.year_at(day))


def test_a_day_that_a_moved_quarter_takes_or_leaves() -> None:
    known = calendar({"2026-Q4": ("2026-10-05", "2027-01-08")})
    assert known.cycle_at(date(2026, 10, 5)).name == "2026-Q4"
    assert known.cycle_at(date(2027, 1, 8)).name == "2026-Q4"
    assert known.cycle_at(date(2026, 10, 4)).name == "2026-Q4"  # in no quarter: the one of its name
    assert known.cycle_at(date(2027, 1, 9)).name == "2027-Q1"


@given(fiscal_calendars, st.sampled_from(["1900", "1900-Q1", "1900-01"]))
def test_there_is_none_before_the_first(known: Calendar, name: str) -> None:
    assert known.before(cycle(known, name)) == ()


@pytest.mark.parametrize(
    ("name", "start", "until"),
    [
        ("2026-C5", "2026-10-16", "2026-09-07"),
        ("2026-C5", "2026-01-01", "2027-02-05"),
        ("2026-C5", "2029-01-01", "2029-02-05"),
        ("2026-C5", "9999-12-01", "9999-12-31"),
    ],
)
def test_days_that_make_no_cycle(name: str, start: str, until: str) -> None:
    known = calendar({name: (start, until)})
    assert known.cycle(name) is None
    assert fault_of_days(Cycle(name, date.fromisoformat(start), date.fromisoformat(until))) is not None


def test_equal_calendars_have_one_key() -> None:
    keys = {
        calendar().key,
        calendar(SIX_WEEKS).key,
        calendar(OVERLAPPING).key,
        calendar(fiscal_year_start="july").key,
        calendar({**SIX_WEEKS, "2026-C5": ("2026-09-08", "2026-10-16")}).key,
    }
    assert len(keys) == 5
    assert calendar(dict(reversed(SIX_WEEKS.items()))).key == calendar(SIX_WEEKS).key


@pytest.mark.parametrize("name", ["2026-C5", "2026-spring", "2026-T1x", "2026-how", "2026-Quarter"])
def test_a_year_and_a_word_is_a_name_of_ones_own(name: str) -> None:
    assert kind_of_cycle(name) is CycleKind.OWN
    assert calendar().cycle(name) is None
    assert calendar({name: ("2026-09-07", "2026-10-16")}).cycle(name) is not None


@pytest.mark.parametrize(
    "name", ["2026-q4", "2026-Q5", "2026-H3", "2026-h", "2026-Q-4", "2026-5c", "2026-C5-", "2026-13"]
)
def test_what_is_like_a_name_of_the_calendar_is_no_name(name: str) -> None:
    with pytest.raises(ValueError, match="cycles"):
        calendar({name: ("2026-09-07", "2026-10-16")})
    assert calendar().cycle(name) is None
