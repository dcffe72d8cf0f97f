"""Readings: every value that a text may mean, and never one of another size."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.day_readings import read_day
from okrs_as_code.readings import in_words, plain_number, read_number, read_share


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("40k", (40000,)),
        ("1.2M", (1200000,)),
        ("3bn", (3000000000,)),
        ("1,200", (1200,)),
        ("1,200,000.5", (1200000.5,)),
        ("1.200.000", (1200000,)),
        ("1.200,50 €", (1200.5,)),
        ("1.200 €", (1.2, 1200)),
        ("1 200", (1200,)),
        ("1\N{NO-BREAK SPACE}200", (1200,)),
        ("1'200", (1200,)),
        ("1_200", (1200,)),
        ("12,34,567", (1234567,)),
        ("0,7", (0.7,)),
        ("0,700", (0.7,)),
        (",5", (0.5,)),
        ("$1200", (1200,)),
        ("US$ 1.2m", (1200000,)),
        ("5m", (5000000, 5)),
        ("EUR 40k", (40000,)),
        ("25 %", (25,)),
        ("3 posts", (3,)),
        ("900ms", (900,)),
        ("5 min", (5,)),
        ("≥ 99", (99,)),
        ("<= 5", (5,)),
        ("at least 99 %", (99,)),
        ("40+", (40,)),
        ("−5", (-5,)),
        ("three", (3,)),
        ("3-5", ()),
        ("7/10", ()),
        ("from 3 to 5", ()),
        ("many", ()),
        ("", ()),
        ("9" * 101, ()),
    ],
)
def test_numbers(text: str, values: tuple[float, ...]) -> None:
    assert read_number(text) == values


def test_a_unit_may_have_the_scale() -> None:
    assert read_number("40k", "k EUR") == (40000, 40)
    assert read_number("40k", "EUR") == (40000,)
    assert read_number("25 %", "%") == (25,)
    assert read_number("25 %", "share of visitors") == (25, 0.25)


@pytest.mark.parametrize(
    ("written", "shares"),
    [
        (0, (0,)),
        (1, (1,)),
        (0.7, (0.7,)),
        (7, (0.7,)),
        (10, (1.0, 0.1)),
        (85, (0.85,)),
        (100, (1.0,)),
        (101, ()),
        (-1, ()),
        ("7", (0.7,)),
        ("7/10", (0.7,)),
        ("7 of 10", (0.7,)),
        ("4/5", (0.8,)),
        ("6/5", ()),
        ("85 %", (0.85,)),
        ("0,7", (0.7,)),
        ("174 %", ()),
        ("high", ()),
    ],
)
def test_shares(written: str | float, shares: tuple[float, ...]) -> None:
    assert read_share(written) == shares


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12/18/2026", ["2026-12-18"]),
        ("18/12/2026", ["2026-12-18"]),
        ("10/12/2026", ["2026-12-10", "2026-10-12"]),
        ("11/11/2026", ["2026-11-11"]),
        ("18.12.2026", ["2026-12-18"]),
        ("10.12.2026", ["2026-12-10"]),
        ("12/18/26", ["2026-12-18"]),
        ("2026-12-5", ["2026-12-05"]),
        ("2026/12/18", ["2026-12-18"]),
        ("20261218", ["2026-12-18"]),
        ("2026-12-18T00:00:00Z", ["2026-12-18"]),
        ("18 December 2026", ["2026-12-18"]),
        ("Dec 18, 2026", ["2026-12-18"]),
        ("the 18th of December 2026", ["2026-12-18"]),
        ("31/31/2026", []),
        ("2026-02-30", []),
        ("soon", []),
    ],
)
def test_days(text: str, days: list[str]) -> None:
    assert [str(day) for day in read_day(text)] == days


@pytest.mark.parametrize(
    ("text", "years", "days"),
    [
        ("Nov 20", [2026], ["2026-11-20"]),
        ("Nov. 20th", [2026], ["2026-11-20"]),
        ("30 September", [2026, 2027], ["2026-09-30", "2027-09-30"]),
        ("Friday, 20 November", [2026], ["2026-11-20"]),
        ("20.11.", [2026], ["2026-11-20"]),
        ("11/20", [2026], ["2026-11-20"]),
        ("11/06", [2026], ["2026-06-11", "2026-11-06"]),
        ("end of February", [2027, 2028], ["2027-02-28", "2028-02-29"]),
        ("12/18/2026", [2027], ["2026-12-18"]),
        ("Nov 20", [], []),
        ("11/20", [], []),
        ("30 February", [2026], []),
        ("20", [2026], []),
    ],
)
def test_days_of_known_years(text: str, years: list[int], days: list[str]) -> None:
    assert [str(day) for day in read_day(text, years)] == days


@given(st.integers(0, 10**9), st.sampled_from(["", "k", "M", "bn"]))
def test_grouped_digits_read_back(number: int, scale: str) -> None:
    factor = {"": 1, "k": 1e3, "M": 1e6, "bn": 1e9}[scale]
    expected = (number * factor,) if number * factor <= 1e15 else ()
    assert read_number(f"{number:,}{scale}") == expected


@given(st.floats(0, 100, allow_nan=False))
def test_a_share_is_one(number: float) -> None:
    assert all(0 <= share <= 1 for share in read_share(number))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_among_its_readings(day: date) -> None:
    for text in (f"{day:%m/%d/%Y}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d %B %Y}", f"{day:%Y%m%d}"):
        assert day in read_day(text)


@given(st.text(max_size=120))
def test_any_text_is_read_or_not(text: str) -> None:
    for value in (*read_number(text), *read_share(text)):
        assert abs(float(plain_number(value)) - value) <= abs(value) * 1e-9
    read_day(text, (2026, 2027))


def test_words() -> None:
    assert in_words((1200.0, 1.2), "target") == "`target: 1200` or `target: 1.2`"
    assert in_words((date(2026, 12, 18),)) == "`2026-12-18`"
    assert in_words((True,), "contributes") == "`contributes: true`"
