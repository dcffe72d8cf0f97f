"""Numbers of a title beside those of a measure: whether they agree, and which count what the measure counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, isclose

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.words.quantities import Quantity, quantities
from okrs_as_code.lint.words.rates import DAYS, rate_of_unit
from okrs_as_code.lint.words.title_results import joined_sums
from okrs_as_code.lint.words.units import MONEY_NOUNS, Dimension, Unit, parse_unit
from okrs_as_code.model.files.measure import Metric, Threshold

_STRICT = frozenset(("than", "under", "below", "above", "over"))
"""The last words of bounds that exclude the number behind them."""
_EACH = lazy_pattern(r"\b(?:every|each|any|all|no) (?P<words>[^\W\d_]+(?: [^\W\d_]+){0,2})", re.IGNORECASE)
_MAX_LENGTH = 1000
"""Characters of a title that are searched; none is longer."""
_DIGITS = lazy_pattern(
    r"\d+(?:\.\d+)?(?![\d.,]*\d|\s?(?:k|m|mn|mio|bn?|thousand|millions?|billions?)\b)", re.IGNORECASE
)
_SCALES = lazy_pattern(
    r"(?<![^\W\d_])(?:k|t|m|b|tsd|thousands?|mm|mn|mio|millions?|bn|billions?|lakhs?|crores?)(?:(?![^\W\d_])|(?=eur|usd|gbp|chf))"
    r"|['’]?000",
    re.IGNORECASE,
)
"""Words by which a unit counts thousands or millions: `k EUR`, `M$`, `TEUR`, `'000 users`."""
_CONVERTED = (Dimension.TIME, Dimension.DATA)


def agrees(title: str, measure: Metric | Threshold, days: int | None) -> bool:
    """Whether a number of the title is one of the measure, or follows from it within so many days.

    Where the days are not known, it may follow from any rate.
    """
    numbers, unit = measure_numbers(measure), parse_unit(measure.unit)
    is_convertible = unit is not None and unit.dimension in _CONVERTED
    # 200 may be of ms, where the unit is s
    if _has_one_in(title, numbers.values(), measure.unit) if is_convertible else _has_one_of(title, numbers.values()):
        return True
    title_quantities = quantities(title)
    if any(_is_consistent(quantity, measure, numbers, unit, days) for quantity in title_quantities):
        return True
    return not joined_sums(title).isdisjoint(numbers.values()) or _is_between(title_quantities, numbers)


def contradicting(title: str, measure: Metric | Threshold, *, in_english: bool) -> list[Quantity]:
    """The numbers of a title that count what the measure counts; words only of English titles."""
    unit = parse_unit(measure.unit)
    return [
        quantity
        for quantity in quantities(title)
        if quantity.is_certain
        and (in_english or not quantity.is_word)
        and _is_comparable(quantity, measure.unit, unit)
        and not (quantity.thing == "" and _says_it_of_each(title, measure.unit))
    ]


def scaled_value(quantity: Quantity, measure: Metric | Threshold) -> float | None:
    """The value of a number such as `1.2M` where the unit counts no thousands or millions; None for others."""
    unit = parse_unit(measure.unit)
    return quantity.readings[0] * quantity.scale if _needs_scale(quantity, measure.unit, unit) else None


def _has_one_of(title: str, numbers: Iterable[float]) -> bool:
    """Whether one of the numbers stands in the title as it is, which most titles do; spares the closer look."""
    written = _DIGITS.findall(title)
    return any(f"{number:.15g}" in written for number in numbers)


def _has_one_in(title: str, numbers: Iterable[float], unit: str | None) -> bool:
    """Whether one of the numbers stands in the title with the very unit behind it."""
    padded = f" {title} "
    texts = (f" {number:.15g} {unit}" for number in numbers)
    return any((at := padded.find(text)) >= 0 and not padded[at + len(text)].isalpha() for text in texts)


def _is_between(title_quantities: Sequence[Quantity], numbers: Mapping[str, float]) -> bool:
    """Whether the title names two numbers between which one of the measure's lies: `between 3 and 5 partners`."""
    ranges = (
        (first.readings[0], second.readings[0])
        for first, second in pairwise(title_quantities)
        if first.before == "between"
    )
    return any(low <= number <= high for low, high in ranges for number in numbers.values())


def measure_numbers(measure: Metric | Threshold) -> dict[str, float]:
    """The numbers that a title may name, by their keys."""
    if isinstance(measure, Metric):
        keys = {"baseline": measure.baseline, "target": measure.target, "stretch": measure.stretch}
        return {key: number for key, number in keys.items() if number is not None}
    bounds = {"at_least": measure.at_least, "at_most": measure.at_most}
    return {key: bound for key, bound in bounds.items() if bound is not None}


def _is_comparable(quantity: Quantity, written_unit: str | None, unit: Unit | None) -> bool:
    """Whether the number counts what the measure counts, so that it may contradict it."""
    dimension, unit_dimension = quantity.dimension, unit.dimension if unit is not None else None
    is_money, unit_period = Dimension.MONEY in (dimension, unit_dimension), rate_of_unit(written_unit)
    is_other_rate = quantity.period is not None and quantity.period != unit_period
    if is_other_rate and (not is_money or unit_period is not None):
        return False
    if _counts(quantity.thing, written_unit) and not quantity.is_ratio:
        return True
    if quantity.is_condition:
        return False
    if dimension is None:
        return unit_dimension is None or not quantity.thing or (is_money and quantity.thing in MONEY_NOUNS)
    if written_unit is None or dimension is unit_dimension:
        return True
    if unit_dimension is None and dimension is not Dimension.SHARE:
        return False
    return dimension is Dimension.SHARE and quantity.before == "by"


def _counts(noun: str, written_unit: str | None) -> bool:
    """Whether a noun is a word of a unit, in singular or plural."""
    if not noun or written_unit is None:
        return False
    words = re.findall(r"[^\W\d_]+", written_unit.lower())
    return noun.rstrip("s") in {word.rstrip("s") for word in words}


def _says_it_of_each(title: str, written_unit: str | None) -> bool:
    """Whether a title says something of each thing that the measure counts: `every module has 2 or more owners`."""
    if written_unit is None:
        return False
    nouns = (noun for match in _EACH.finditer(title[:_MAX_LENGTH]) for noun in match["words"].lower().split())
    return any(_counts(noun, written_unit) for noun in nouns)


def _is_consistent(
    quantity: Quantity, measure: Metric | Threshold, numbers: dict[str, float], unit: Unit | None, days: int | None
) -> bool:
    """Whether one of the values that the number may mean is the measure's, or follows from it within so many days."""
    expected = [abs(number) for number in numbers.values()]
    if isinstance(measure, Metric) and measure.baseline is not None:
        baseline = measure.baseline
        ends = [measure.target] if measure.stretch is None else [measure.target, measure.stretch]
        expected += [abs(end - baseline) for end in ends]
        if quantity.dimension is Dimension.SHARE and baseline:
            changes = [abs((end - baseline) / baseline * 100) for end in ends]
            ratios = [abs(end / baseline * 100) for end in ends]
            if any(abs(reading - change) <= 1 for reading in quantity.readings for change in (*changes, *ratios)):
                return True
    values = [*_possible_values(quantity, measure.unit, unit), *_last_within(quantity, measure)]
    if quantity.period in DAYS:
        if days is None:
            return True
        periods = days / DAYS[quantity.period]
        values += [value * count for value in values for count in {floor(periods), round(periods), ceil(periods)}]
    return any(_is_near(value, number, quantity) for value in values for number in expected)


def _last_within(quantity: Quantity, measure: Metric | Threshold) -> list[float]:
    """The last whole number within a strict bound: fewer than 2 is at most 1, and more than 20 at least 21."""
    if quantity.before not in _STRICT or quantity.unit is not None or quantity.scale > 1:
        return []
    if isinstance(measure, Threshold):
        falls = measure.at_most is not None
    else:
        falls = measure.direction == "down" or (measure.baseline is not None and measure.target < measure.baseline)
    return [reading - 1 if falls else reading + 1 for reading in quantity.readings if reading.is_integer()]


def _possible_values(quantity: Quantity, written_unit: str | None, unit: Unit | None) -> Iterator[float]:
    """The values that the number may have in the measure's unit."""
    if _needs_scale(quantity, written_unit, unit):
        yield from (reading * quantity.scale for reading in quantity.readings)
        return
    for reading in quantity.readings:
        if not _is_in_another_unit(quantity, unit):
            yield reading
        if quantity.scale > 1:
            yield from (reading * quantity.scale / factor for factor in (1, 1e3, 1e6))
        if quantity.dimension is Dimension.MONEY:
            yield from (reading / factor for factor in (1e3, 1e6))
        if quantity.dimension is Dimension.SHARE:
            yield from (reading / 100, 100 - reading)
        if quantity.unit is not None and unit is not None and quantity.dimension is unit.dimension:
            yield reading * quantity.unit.factor / unit.factor


def _needs_scale(quantity: Quantity, written_unit: str | None, unit: Unit | None) -> bool:
    """Whether a number counts thousands or millions of what the measure counts one by one: `$1.2M` in `$`."""
    if quantity.scale == 1 or written_unit is None or _SCALES.search(written_unit) is not None:
        return False
    is_money = unit is not None and unit.dimension is quantity.dimension is Dimension.MONEY
    return is_money or _counts(quantity.thing, written_unit)


def _is_in_another_unit(quantity: Quantity, unit: Unit | None) -> bool:
    """Whether a number has a unit of its own, of another size than the measure's: `200 ms` in `s`."""
    if unit is None or quantity.unit is None or unit.dimension not in _CONVERTED:
        return False
    return quantity.unit.dimension is unit.dimension and quantity.unit.factor != unit.factor


def _is_near(value: float, number: float, quantity: Quantity) -> bool:
    """Whether both are equal, but for the rounding of a short form such as `1.2k`, and the lengths of months."""
    rounded = quantity.scale > 1 or quantity.dimension in (Dimension.TIME, Dimension.DATA)
    return isclose(value, number, rel_tol=0.05 if rounded else 1e-9)
