"""Results in titles: whether one title has two of them, each with a number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.words.quantities import PlacedQuantity, Quantity, placed_quantities
from okrs_as_code.lint.words.units import Dimension
from okrs_as_code.readings import NUMBER_WORDS

_CONJUNCTION = lazy_pattern(
    r"(?P<first>[^,;.]{0,60}?)(?:,?\s+(?:and|plus|as well as)|\s+[&+](?=\s)|;)(?P<second>(?:\s+[^\s,;.]+){0,6}?)"
    r"\s*[>≥+~]*\s*",
    re.I,
)
"""The text between two numbers: what the first one counts, a conjunction, and the words in front of the second.

A `+` right before a number is its sign: `from -4 % to +3 %` is one result.
"""
_CONJUNCTIONS = ("and", "plus", "as well as", "&", "+", ";")
_NUMBERS = lazy_pattern(rf"[0-9]+|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.I)
_TO = lazy_pattern(r"\s*(?:to|[-–—→]|[-=]>|up to|down to)\s*", re.I)
_PART_OF_THEM = lazy_pattern(r"\s*(?:\w+\s+)?of (?:them|which|whom|those|these)\b", re.I)
_MODIFIERS = lazy_pattern(r"(?:\b(?:at least|at most|more|additional|another|up to|over)\b|[^\w])+", re.I)
_TIME_BOUNDS = frozenset(("within", "in", "under", "after", "for", "every", "before", "than"))
_MAX_LENGTH = 60
_LONGEST_TITLE = 1000
"""Characters of a title that are searched, so that no text takes long."""


def two_results(title: str) -> tuple[str, str] | None:
    """Two results of one title, in its words: `2 SDRs` and `3 AEs`; None where it has only one."""
    title = title[:_LONGEST_TITLE]
    lower = title.casefold()
    if not any(word in lower for word in _CONJUNCTIONS) or len(_NUMBERS.findall(title)) < 2:
        return None  # most titles, in a tenth of the time
    numbers = [placed for placed in placed_quantities(title) if placed[2].is_certain]
    for position, (first, second) in enumerate(pairwise(numbers)):
        if _are_two(title, first, second) and not _has_total(numbers, first, second):
            return _phrase(title, first), _phrase(title, _range_end(title, numbers[position + 1 :]))
    return None


def _range_end(title: str, numbers: Sequence[PlacedQuantity]) -> PlacedQuantity:
    """The number at which the first one arrives, as 7 in `from 9 to 7`; itself where it goes nowhere."""
    for first, second in pairwise(numbers):
        return second if _TO.fullmatch(title, first[1], second[0]) is not None else first
    return numbers[0]


def _are_two(title: str, first: PlacedQuantity, second: PlacedQuantity) -> bool:
    """Whether two neighbouring numbers belong to results of their own."""
    match = _CONJUNCTION.fullmatch(title, first[1], second[0])
    is_start = first[2].before in ("between", "from")
    if match is None or first[2].is_condition or second[2].is_condition or is_start:
        return False
    counted = _MODIFIERS.sub("", match["first"])
    words_between = len(match["second"].split())
    if not counted and words_between < (1 if first[2].unit is not None else 2):
        return False
    is_bound = second[2].dimension is Dimension.TIME and second[2].before in _TIME_BOUNDS
    return not is_bound and _PART_OF_THEM.match(title, second[1]) is None


def _has_total(numbers: Sequence[PlacedQuantity], first: PlacedQuantity, second: PlacedQuantity) -> bool:
    """Whether another number is the sum of two, which only break it down: `10 hires: 6 engineers and 4 designers`."""
    others = (one[2] for one in numbers if one not in (first, second) and one[2].unit is None)
    return not {value for other in others for value in _values(other)}.isdisjoint(_sums(first[2], second[2]))


def joined_sums(title: str) -> frozenset[float]:
    """The sums of numbers that a conjunction joins: 3 of `2 cities and 1 village`."""
    title = title[:_LONGEST_TITLE]
    joined = (
        (first[2], second[2])
        for first, second in pairwise(placed_quantities(title))
        if _CONJUNCTION.fullmatch(title, first[1], second[0])
    )
    return frozenset(total for first, second in joined for total in _sums(first, second))


def _sums(first: Quantity, second: Quantity) -> Iterator[float]:
    """The sums of two numbers in all their readings, where they are not of two kinds."""
    if first.unit is None and second.unit is None:
        yield from (one + other for one in _values(first) for other in _values(second))


def _values(quantity: Quantity) -> Iterator[float]:
    yield from (reading * quantity.scale for reading in quantity.readings)


def _phrase(title: str, placed: PlacedQuantity) -> str:
    """A number with the word behind it, as the title has them."""
    start, end, quantity = placed
    after = title[end:].lstrip(" ")
    word = after[: len(quantity.thing)] if quantity.unit is None else ""
    return " ".join(filter(None, (title[start:end] if not quantity.unit else quantity.text, word)))[:_MAX_LENGTH]
