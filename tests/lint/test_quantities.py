"""Numbers in titles: what is one, what only looks like one, and what it may mean."""

from __future__ import annotations

import pytest

from okrs_as_code.lint.words.quantities import quantities
from okrs_as_code.lint.words.units import Dimension, parse_unit


def certain(title: str) -> list[str]:
    return [quantity.text for quantity in quantities(title) if quantity.is_certain]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cut time to first byte from 900 ms to 300 ms", ["900 ms", "300 ms"]),
        ("Keep crash-free sessions at or above 99.5 %", ["99.5 %"]),
        ("p95 below 300 ms", ["300 ms"]),
        ("Publish three in-depth posts", ["three"]),
        ("Win 5 of the top 20 accounts", ["5"]),
        ("Win 5 of 20 pilot accounts", ["5"]),
        ("Reach an NPS of 50", ["50"]),
        ("Raise NPS to 50", ["50"]),
        ("Reach NPS 50", ["50"]),
        ("Grow to 1,200 customers", ["1,200"]),
        ("Grow to 1.200 customers", ["1.200"]),
        ("Grow to 1 200 customers", ["1 200"]),
        ("Grow to 1\N{NARROW NO-BREAK SPACE}200 customers", ["1\N{NARROW NO-BREAK SPACE}200"]),
        ("Grow to 1'200 customers", ["1'200"]),
        ("10k weekly readers", ["10k"]),
        ("Book $2M of new revenue", ["$2M"]),
        ("Book € 3.5 m of new revenue", ["€ 3.5 m"]),
        ("Book EUR 200 000", ["EUR 200 000"]),
        ("Book 200.000 € from partners", ["200.000 €"]),
        ("Grow pipeline by 20 %", ["20 %"]),
        ("Churn below 2%.", ["2%"]),
        ("Raise it by 5 %-points", ["5 %"]),
        ("Latency 900→300 ms", ["900", "300 ms"]),
        ("Between 10–20 % of visitors", ["10", "20 %"]),
        ("Answer ≥95% in a day", ["95%"]),
        ("Reach 2000 customers", ["2000"]),
        ("Win 5 customers (3 of them in the EU)", ["5", "3"]),
        ("Cut Latency From 900 To 300 Everywhere", ["900", "300"]),
        ("Ten percent of visitors sign up", ["Ten percent"]),
        ("No more than zero critical findings", ["zero"]),
        ("Publish one guide", ["one"]),
        ("At least 3, better 4.", ["3", "4"]),
        ("Serve 90 % of requests within 24 hours", ["90 %", "24 hours"]),
    ],
)
def test_numbers(title: str, expected: list[str]) -> None:
    assert certain(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "ISO 27001 certified",
        "Pass the SOC 2 audit",
        "Migrate to Python 3",
        "All apps run on iOS 17",
        "Offer 24/7 support",
        "Ready for Q4",
        "Ready for 2026-Q4",
        "Plan Q1 2027",
        "Plan H1/27",
        "Budget for FY27 approved",
        "Net zero by 2050",
        "The standard of 2027",
        "Live by 31 December",
        "Live by December 31, 2026",
        "Live by 15 Dec",
        "Live by 31.12.2026",
        "Live by 31.12.",
        "Live on 2026-12-18",
        "Grow our B2B business",
        "Understand web3",
        "p95 is known for each service",
        "The 95th percentile is known",
        "Weekly 1:1s for everybody",
        "Doors open at 9 am, at 17:30 at the latest",
        "Two-factor sign-in is on",
        "A 4-day week",
        "Support HTTP/2 and GPT-4",
        "Upgrade to v2.1.0",
        "Upgrade to 2.1.0",
        "Phase 2 is approved",
        "Scope 3 emissions are known",
        "All 12 teams have a lead",
        "The first 30 days are a joy",
        "Be a top 10 employer",
        "The #1 choice",
        "5x faster builds",
        "Support load falls by half",
        "One place for all documents",
        "No one is on call alone",
        "Everyone uses one login",
        "Zero trust is on for all laptops",
        "5G is covered",
        "See https://example.com/3/4",
        "Stream 4K video",
    ],
)
def test_what_is_no_number_or_a_name(title: str) -> None:
    assert certain(title) == []


@pytest.mark.parametrize(
    ("title", "readings", "scale"),
    [
        ("1,200 users", (1.2, 1200), 1),
        ("1.200 users", (1.2, 1200), 1),
        ("1 200 users", (1200,), 1),
        ("0.125 s", (0.125,), 1),
        ("2,5 %", (2.5,), 1),
        ("1,200.50 EUR", (1200.5,), 1),
        ("1.200,50 EUR", (1200.5,), 1),
        ("1.200.000 EUR", (1200000,), 1),
        ("10k users", (10,), 1e3),
        ("$1.2bn", (1.2,), 1e9),
        ("3 million users", (3,), 1e6),
        ("twelve posts", (12,), 1),
    ],
)
def test_readings(title: str, readings: tuple[float, ...], scale: float) -> None:
    (quantity,) = quantities(title)
    assert (quantity.readings, quantity.scale) == (readings, scale)


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [
        ("%", Dimension.SHARE),
        ("% of sessions", Dimension.SHARE),
        ("percentage points", None),
        ("ms", Dimension.TIME),
        ("hours per week", Dimension.TIME),
        ("k EUR", Dimension.MONEY),
        ("M$", Dimension.MONEY),
        ("€", Dimension.MONEY),
        ("MRR", Dimension.MONEY),
        ("GB", Dimension.DATA),
        ("posts", None),
        ("requests a month", None),
        ("posts/week", None),
        ("k EUR per month", Dimension.MONEY),
        (None, None),
    ],
)
def test_units(unit: str | None, dimension: Dimension | None) -> None:
    parsed = parse_unit(unit)
    assert (parsed.dimension if parsed else None) is dimension
