"""Numbers with their units, and sums of money as people write them."""

from __future__ import annotations

import pytest

from okrs_as_code.model.files.measure import Metric, Threshold
from okrs_as_code.quantities import amount, number, quantity
from okrs_as_code.report.pictures.canvas import short_quantity
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.value_phrases import quantity_change_phrase


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (3, "posts", "3 posts"),
        (12_345, "posts", "12,345 posts"),
        (3600, None, "3600"),
        (99.5, "%", "99.5 %"),
        (400_000, "$", "$400,000"),
        (3600, "$ a week", "$3,600 a week"),
        (3600, "$/week", "$3,600 a week"),
        (12, "€ / hour", "€12 an hour"),
        (12, "£ per seat", "£12 per seat"),
        (12, "£/seat", "£12/seat"),
        (1200, "€/Woche", "€1,200/Woche"),
        (1.2, "$M", "$1.2M"),
        (1.2, "$ M a year", "$1.2M a year"),
        (2, "$ million", "$2 million"),
        (19.9, "€", "€19.90"),
        (0.125, "$", "$0.125"),
        (-1500, "$", "-$1,500"),
        (600, "k€", "600 k€"),
        (600, "US$", "600 US$"),
        (5, "$x", "5 $x"),
        (5, " $ ", "$5"),
    ],
)
def test_the_sign_of_a_currency_stands_in_front(value: float, unit: str | None, words: str) -> None:
    assert quantity(value, unit) == words


def test_where_the_unit_follows_later_a_sum_has_its_sign() -> None:
    assert amount(3, "posts") == number(3) == "3"
    assert amount(3000, "$ a week") == "$3,000"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(2_100_000, "$", "$2.1M"), (40_000, "$k", "$40M"), (-5, "€ a day", "-€5 a day"), (3, "posts", "3 posts")],
)
def test_a_short_one_beside_a_point_of_a_picture(value: float, unit: str, words: str) -> None:
    assert short_quantity(value, unit) == words


def test_both_sides_of_a_change_have_the_sign() -> None:
    assert quantity_change_phrase("target", 400_000, 500_000, "$", "$") == "target $400,000 → $500,000"
    assert quantity_change_phrase("target", 3, 5, "posts", "posts") == "target 3 → 5 posts"
    assert quantity_change_phrase("target", 3, 5, "€", "$/week") == "target €3 → $5 a week"


def test_both_ends_of_a_measure_have_the_sign() -> None:
    metric = Metric.model_validate({"type": "metric", "baseline": 3000, "target": 3600, "unit": "$/week"})
    band = Threshold.model_validate({"type": "threshold", "at_least": 5, "at_most": 9.5, "unit": "€"})
    assert numbers.measure_phrase(metric) == "from $3,000 to $3,600 a week"
    assert numbers.bounds(band) == "between €5 and €9.50"
