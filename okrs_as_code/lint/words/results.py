"""Results in titles: whether one title has two of them, each with a number of its own."""

from __future__ import annotations

import re
from itertools import pairwise

from okrs_as_code.lint.words.quantities import PlacedQuantity, placed_quantities
from okrs_as_code.lint.words.units import Dimension
from okrs_as_code.readings import NUMBER_WORDS

_CONJUNCTION = re.compile(
    r"(?P<first>[^,;.]{0,60}?)(?:,?\s+(?:and|plus|as well as)|\s+[&+](?=\s)|;)(?P<second>(?:\s+[^\s,;.]+){0,6}?)"
    r"\s*[>≥+~]*\s*",
    re.I,
)
"""The text between two numbers: what the first one counts, a conjunction, and the words in front of the second.

A `+` right before a number is its sign: `from -4 % to +3 %` is one result.
"""
_JOINED = re.compile(r"\band\b|\bplus\b|\bas well as\b|[&+;]", re.I)
_NUMBERS = re.compile(rf"[0-9]+|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.I)
_PART_OF_THEM = re.compile(r"\s*(?:\w+\s+)?of (?:them|which|whom|those|these)\b", re.I)
_MODIFIERS = re.compile(r"(?:\b(?:at least|at most|more|additional|another|up to|over)\b|[^\w])+", re.I)
_TIME_BOUNDS = frozenset(("within", "in", "under", "after", "for", "every", "before", "than"))
_MAX_LENGTH = 60
_LONGEST_TITLE = 1000
"""Characters of a title that are searched, so that no text takes long."""


def two_results(title: str) -> tuple[str, str] | None:
    """Two results of one title, in its words: `2 SDRs` and `3 AEs`; None where it has only one."""
    title = title[:_LONGEST_TITLE]
    if _JOINED.search(title) is None or len(_NUMBERS.findall(title)) < 2:
        return None  # most titles, in a tenth of the time
    numbers = [placed for placed in placed_quantities(title) if placed[2].is_certain]
    for first, second in pairwise(numbers):
        if _are_two(title, first, second):
            return _phrase(title, first), _phrase(title, second)
    return None


def _are_two(title: str, first: PlacedQuantity, second: PlacedQuantity) -> bool:
    """Whether two neighbouring numbers belong to results of their own."""
    match = _CONJUNCTION.fullmatch(title, first[1], second[0])
    if match is None or first[2].is_condition or second[2].is_condition or first[2].before == "between":
        return False
    counted = _MODIFIERS.sub("", match["first"])
    words_between = len(match["second"].split())
    if not counted and words_between < (1 if first[2].unit is not None else 2):
        return False
    is_bound = second[2].dimension is Dimension.TIME and second[2].before in _TIME_BOUNDS
    return not is_bound and _PART_OF_THEM.match(title, second[1]) is None


def _phrase(title: str, placed: PlacedQuantity) -> str:
    """A number with the word behind it, as the title has them."""
    start, end, quantity = placed
    after = title[end:].lstrip(" ")
    word = after[: len(quantity.thing)] if quantity.unit is None else ""
    return " ".join(filter(None, (title[start:end] if not quantity.unit else quantity.text, word)))[:_MAX_LENGTH]
