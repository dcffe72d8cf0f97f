"""Numbers as people write them in titles: `1,200`, `€ 3.5 m`, `20 %`, `three`; and text that only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.words.number_names import (
    counts_what_exists,
    is_measure_acronym,
    is_named_by_number,
    is_no_count,
    is_year,
    mask_names,
    word_set,
)
from okrs_as_code.lint.words.rates import rate_after
from okrs_as_code.lint.words.units import UNITS, Dimension, Unit
from okrs_as_code.readings import GROUPED_DIGITS, NUMBER_WORDS, SPACE, digit_readings, scale_of


class Quantity(NamedTuple):
    """One number of a text, with the words around it.

    `readings` are the values it may mean: `1.200` is 1.2 or 1200. `is_certain` is False for what may be part of a
    name, or says how many there are anyway: a year, `ISO 27001`, `top 20`, `all 12 teams`.
    """

    text: str
    readings: tuple[float, ...]
    scale: float
    unit: Unit | None
    before: str
    """The word before it, in lower case."""
    after: str
    """The word after number and unit, in lower case."""
    is_certain: bool = True
    period: str | None = None
    """The unit of a rate, in one word, by which it is counted: `week`, `month`, `seat`."""
    is_condition: bool = False
    """Whether it says under which load, or for whom: `with 100k rows`, `across 3 regions`."""
    is_word: bool = False
    """Whether it is a number in words."""
    range_of: str = ""
    """The word before the first number where it is the second: `of` in `teams of 5 to 50`; else empty."""
    is_ratio: bool = False
    """Whether it is a part of so many, in per cent: `1 in 4`, `8 out of 10`."""

    @property
    def thing(self) -> str:
        """The word after it, where that may say what is counted; else empty."""
        return "" if self.after in _NO_THINGS else self.after

    @property
    def dimension(self) -> Dimension | None:
        """The dimension of its unit; None where the text does not show it."""
        return self.unit.dimension if self.unit is not None else None


_DIGITS = rf"{GROUPED_DIGITS}|\d+(?:[.,]\d+)?"
_CURRENCY_BEFORE = r"(?:(?:US|A|C|CA|AU|NZ|HK|S)?\$|[€£¥]|\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|JPY|INR|CAD|AUD) )"
_SCALE = r"(?:[kKM]|m|mn|MM|Mio\.?|bn|Bn|B|(?i:thousand|millions?|billions?))(?![\w²³])"
_UNIT = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
_NUMBER = lazy_pattern(
    rf"(?P<currency>{_CURRENCY_BEFORE})?{SPACE}?(?P<digits>(?<![\w.,/:#@_'’])(?<![^\W\d]-)(?:{_DIGITS}))"
    rf"(?:{SPACE}?(?P<scale>{_SCALE}))?"
    rf"(?:{SPACE}?(?P<unit>(?i:{_UNIT}))(?![\w]))?"
)
_WORD_NUMBER = lazy_pattern(
    rf"(?<![\w-])(?P<word>{'|'.join(NUMBER_WORDS)})(?![\w-])(?:[ ](?P<unit>{_UNIT})(?!\w))?", re.I
)
_MAY_HAVE_NUMBER = lazy_pattern(rf"\d|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
"""Finds out in a tenth of the time that a title has no number at all, as most have none."""
_WORD_GOES_ON = lazy_pattern(r"[^\W_]|[-‑][^\W\d]|_|[.:]\w|/(?:\d|_)")
_BETWEEN_NEIGHBOURS = lazy_pattern(r"\s*(?:to|and|or|[-–—/→,]|[-=]>|up to)\s*", re.I)
_RANGE = lazy_pattern(r"\s*(?:to|[-–—]|up to)\s*", re.I)
_RATIO = lazy_pattern(r"\s+(?:in|out of)(?: every)?\s+", re.I)
_PART = lazy_pattern(r"\s+of(?: every)?\s+", re.I)
_AND_A_HALF = lazy_pattern(r"\s+and a half\b", re.I)
_SCALE_WORD = lazy_pattern(r"\s+(?:hundreds?|thousands?|millions?|billions?|dozen)\b", re.I)
_CONDITION = lazy_pattern(
    r"\b(?P<word>with|without|across|among|on|for|against|in)"
    r"(?: (?:at least|at most|more than|less than|up to|over|about|around|all|the|our|only))*\s*[>≥~≈]?\s*$",
    re.I,
)
"""The beginning of `with at least 100k rows`, `in 3 regions`: a load or a circumstance, and no aim."""
_LAST_WORD = lazy_pattern(r"([^\s()\[\]\"“”„:;,<>≤≥~=+]+)[\s(<>≤≥~≈=+−–-]*$")
_FIRST_WORD = lazy_pattern(r"[\s-]*([^\W\d_][\w'’-]*)")


_NO_THINGS = word_set(
    """
    to by from in on at for of and or until till before after within per as with a an the each every this next than
    while across through via without points point percent times more plus overall total again
    """
)
"""Words after a number that do not say what is counted."""


_LOOK_BEHIND = 60
"""Characters before a number in which the words before it are searched."""
_MAX_LENGTH = 1000
"""Characters of a text that are searched, so that no text takes long; no title is longer."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text, in their order: digits standing alone, and zero to twelve in words."""
    return tuple(quantity for _, _, quantity in placed_quantities(text))


PlacedQuantity = tuple[int, int, Quantity]
"""Start, end and the number between them."""


@lru_cache(maxsize=4096)  # several rules look at each title
def placed_quantities(text: str) -> tuple[PlacedQuantity, ...]:
    """The numbers of a text with their places, in their order."""
    if _MAY_HAVE_NUMBER.search(text) is None:
        return ()
    text = text[:_MAX_LENGTH]
    masked = mask_names(text)
    title_case = _is_title_case(text)
    found = sorted([*_digit_quantities(masked, title_case), *_word_quantities(masked, title_case)], key=itemgetter(0))
    return tuple(_share_between_neighbours(list(_join_ratios(found, masked)), masked))


def _join_ratios(found: list[PlacedQuantity], text: str) -> Iterator[PlacedQuantity]:
    """Yields the numbers; `1 in 4` is one of them, in per cent, and `8 of 10` may be 8 or 80 %."""
    position = 0
    while position < len(found):
        start, end, part = found[position]
        position += 1
        next_start, next_end, whole = found[position] if position < len(found) else (end, end, part)
        shares = _shares(part, whole)
        if shares and _RATIO.fullmatch(text, end, next_start):
            words = text[start:next_end]
            yield (
                start,
                next_end,
                part._replace(
                    text=words, readings=shares, unit=UNITS["%"], after=whole.after, period=whole.period, is_ratio=True
                ),
            )
            position += 1
        elif shares and _PART.fullmatch(text, end, next_start):
            yield start, end, part._replace(readings=(*part.readings, *shares))
        else:
            yield start, end, part


def _shares(part: Quantity, whole: Quantity) -> tuple[float, ...]:
    """The per cent that one number is of another, exactly and rounded; none where it can be no part of that."""
    is_bare = part.unit is None and whole.unit is None and part.scale == whole.scale == 1
    if not is_bare or not 0 < part.readings[0] < whole.readings[0]:
        return ()
    share = part.readings[0] / whole.readings[0] * 100
    return share, float(round(share))


def _share_between_neighbours(found: list[PlacedQuantity], text: str) -> Iterator[PlacedQuantity]:
    """Yields the numbers; in `from 40 to 65 a month` both are rates, and in `stage 2 -> 3` both are names."""
    quantities_ = [quantity for _, _, quantity in found]
    pairs = [
        position
        for position in range(1, len(found))
        if _BETWEEN_NEIGHBOURS.fullmatch(text, found[position - 1][1], found[position][0]) is not None
    ]
    for position in pairs:
        earlier, later = quantities_[position - 1], quantities_[position]
        if not earlier.is_certain and earlier.unit is None and later.unit is None and later.scale == 1:
            quantities_[position] = later._replace(is_certain=False)
    for position in reversed(pairs):
        earlier, later = quantities_[position - 1], quantities_[position]
        if earlier.period is None and later.period is not None:
            quantities_[position - 1] = earlier._replace(period=later.period)
        if _RANGE.fullmatch(text, found[position - 1][1], found[position][0]) is not None:
            is_condition = earlier.is_condition or later.is_condition
            quantities_[position] = later._replace(is_condition=is_condition, range_of=earlier.before)
    for (start, end, _), quantity in zip(found, quantities_, strict=True):
        yield start, end, quantity


def _digit_quantities(text: str, title_case: bool) -> Iterator[PlacedQuantity]:
    """Numbers in digits."""
    for match in _NUMBER.finditer(text):
        if match["unit"] != "%" and _WORD_GOES_ON.match(text, match.end()):
            continue
        before, written = _word_before(text, match.start())
        unit = UNITS.get((match["unit"] or "").lower()) or (Unit(Dimension.MONEY) if match["currency"] else None)
        scale = scale_of(match["scale"] or "")
        is_bare = unit is None and match["scale"] is None
        certain = not counts_what_exists(before, _text_before(text, match.start()))
        if is_bare and certain:
            is_capitalised = written[:1].isupper() and not title_case and _has_word_before(text, match.start(), written)
            is_acronym = any(letter.isupper() for letter in written[1:]) and not title_case
            is_name = (is_capitalised or is_acronym) and not is_measure_acronym(written)
            certain = not (is_name or is_named_by_number(before) or is_year(match["digits"], before))
        readings = tuple(reading + _half_after(text, match.end()) for reading in digit_readings(match["digits"]))
        after, period = _word_after(text, match.end()), rate_after(text, match.end())
        is_condition = _is_condition(text, match.start(), unit)
        quantity = Quantity(match[0].strip(), readings, scale, unit, before, after, certain, period, is_condition)
        yield match.start("digits"), match.end(), quantity


def _word_quantities(text: str, title_case: bool) -> Iterator[PlacedQuantity]:
    """Numbers in words."""
    for match in _WORD_NUMBER.finditer(text):
        word = match["word"].lower()
        before, written = _word_before(text, match.start())
        after = _word_after(text, match.end())
        unit = UNITS.get((match["unit"] or "").lower())
        counts_existing = counts_what_exists(before, _text_before(text, match.start()))
        is_scaled = _SCALE_WORD.match(text, match.end()) is not None
        certain = not (counts_existing or is_named_by_number(before) or is_scaled)
        if match["word"][0].isupper() and not title_case and written:
            certain = False
        if is_no_count(word, before, after):
            certain = False
        period, is_condition = rate_after(text, match.end()), _is_condition(text, match.start(), unit)
        readings = (NUMBER_WORDS[word] + _half_after(text, match.end()),)
        quantity = Quantity(match[0], readings, 1.0, unit, before, after, certain, period, is_condition, is_word=True)
        yield match.start(), match.end(), quantity


def _half_after(text: str, end: int) -> float:
    """The half that `two and a half` adds to the number that ends there."""
    return 0.5 if _AND_A_HALF.match(text, end) else 0.0


def _text_before(text: str, start: int) -> str:
    return text[max(0, start - _LOOK_BEHIND) : start]


def _word_before(text: str, start: int) -> tuple[str, str]:
    """The word before a position, in lower case and as written."""
    match = _LAST_WORD.search(_text_before(text, start))
    written = match[1] if match else ""
    return written.lower(), written


def _is_condition(text: str, start: int, unit: Unit | None) -> bool:
    match = _CONDITION.search(_text_before(text, start))
    return match is not None and (unit is None or match["word"].lower() != "in")


def _has_word_before(text: str, start: int, written: str) -> bool:
    """Whether the word before is not the first of the text, where a capital says nothing."""
    return bool(text[:start].strip().removesuffix(written).strip())


def _word_after(text: str, end: int) -> str:
    match = _FIRST_WORD.match(text, end)
    return match[1].lower() if match else ""


def _is_title_case(text: str) -> bool:
    """Whether Most Words Are Written Like This, so that a capital marks no name."""
    words = [word for word in re.findall(r"[^\W\d_]+", text)[1:] if len(word) > 3]
    return len(words) > 1 and sum(word[0].isupper() for word in words) * 2 > len(words)
