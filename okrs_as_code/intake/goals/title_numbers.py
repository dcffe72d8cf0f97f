"""Numbers in titles that say where a key result starts and ends: `from A to B`, `A → B`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from okrs_as_code.intake.cells.numbers import chosen_reading
from okrs_as_code.lint.words.quantities import PlacedQuantity, placed_quantities
from okrs_as_code.lint.words.title_results import two_results
from okrs_as_code.lint.words.units import Dimension
from okrs_as_code.model.files.import_mapping import DecimalMark
from okrs_as_code.readings import number_parts

_ARROW = re.compile(r"[^\d]{0,20}?(?:→|[-–=]>|⟶|➔)[^\d]{0,4}")
_WAY = re.compile(r"(?:\s+[^\s\d]+){0,3}?\s*(?:\bto\b|\bauf\b|\bbis\b|\bà\b|\ba\b|→|[-–=]>)[^\d]{0,12}", re.I)
_FROM = re.compile(r"\b(?:from|von|de|depuis|desde)\b[^\d]{0,6}$", re.I)
_OTHER_LANGUAGE = re.compile(r"\b(?:auf|bis|à|a)\b", re.I)
_LOOK_BEHIND = 20


@dataclass(frozen=True, slots=True)
class Way:
    """The way from a baseline to a target that a title says."""

    baseline: float
    target: float
    unit: str | None


def way_in_title(title: str, decimal: DecimalMark | None) -> Way | None:
    """The one way that a title says; None without one, and where it has two results or several ways."""
    if two_results(title) is not None:
        return None
    placed = placed_quantities(title)
    ways = [(first, second) for first, second in pairwise(placed) if _is_way(title, first, second)]
    if len(ways) != 1:
        return None
    first, second = ways[0]
    values = [_value(title, quantity, decimal) for quantity in (first, second)]
    if values[0] is None or values[1] is None:
        return None
    scale = second[2].scale if first[2].scale == 1 else first[2].scale
    baseline = values[0] * (scale if _shares_scale(first, second) else first[2].scale)
    unit = _unit(title, second, other_language=_OTHER_LANGUAGE.search(title[first[1] : second[0]]) is not None)
    return Way(_rounded(baseline), _rounded(values[1] * second[2].scale), unit or _unit(title, first))


def unit_in_title(title: str, target: float) -> str | None:
    """The unit that a title counts in beside the target: that of `Sign 12 customers`; None where it does not say."""
    for placed in placed_quantities(title):
        quantity = placed[2]
        if quantity.is_certain and any(_rounded(reading * quantity.scale) == target for reading in quantity.readings):
            unit = _unit(title, placed)
            if unit is not None:
                return unit
    return None


def _is_way(title: str, first: PlacedQuantity, second: PlacedQuantity) -> bool:
    if not (first[2].is_certain and second[2].is_certain):
        return False
    between = title[first[1] : second[0]]
    if _ARROW.fullmatch(between):
        return True
    before = title[max(0, first[0] - _LOOK_BEHIND) : first[0]]
    return _FROM.search(before) is not None and _WAY.fullmatch(between) is not None


def _shares_scale(first: PlacedQuantity, second: PlacedQuantity) -> bool:
    """Whether `from 2 to 5 k` has its scale behind the second number only: never where the first has a unit."""
    return first[2].scale == 1 and second[2].scale != 1 and first[2].unit is None and first[2].dimension is None


def _value(title: str, placed: PlacedQuantity, decimal: DecimalMark | None) -> float | None:
    quantity = placed[2]
    parts = number_parts(quantity.text)
    sign = -1 if re.search(r"(?<![\w\d])[-−]\s?[€$£]?$", title[: placed[0]][-4:]) else 1
    if parts is None or quantity.is_word:
        return quantity.readings[0] * sign if quantity.readings else None
    value = chosen_reading(quantity.readings, parts.digits, decimal)
    return value * sign if value is not None else None


def _unit(title: str, placed: PlacedQuantity, *, other_language: bool = False) -> str | None:
    """The unit of a number; in another language than English only what is written as a noun is counted."""
    quantity = placed[2]
    if quantity.dimension is Dimension.SHARE:
        return "%"
    parts = number_parts(quantity.text)
    if parts is not None and parts.currency:
        return parts.currency
    if quantity.unit is not None and parts is not None and parts.rest.strip():
        return parts.rest.strip()
    if _OTHER_LANGUAGE.fullmatch(quantity.thing) is not None:
        return None
    if other_language and not title[placed[1] :].strip()[:1].isupper():
        return None
    return title[placed[1] :].strip()[: len(quantity.thing)] or None


def _rounded(value: float) -> float:
    return round(float(value), 10)
