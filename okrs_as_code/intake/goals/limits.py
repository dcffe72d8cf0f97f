"""Limits: words that make a number a bound, which is kept and not grown towards: `below 5 %`, `at most 3`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Literal

from okrs_as_code.intake.source_table import Cell
from okrs_as_code.intake.vocabulary.words import vocabulary
from okrs_as_code.lint.words.quantities import PlacedQuantity, placed_quantities
from okrs_as_code.lint.words.units import Dimension

Bound = Literal["at_least", "at_most"]
_BOUNDS: tuple[Bound, ...] = ("at_most", "at_least")
_LINKING = (
    r"(?:\s*(?:the|an?|of|mark of|der|die|das|dem|den|einem|einer|von|de|des|du|la|le|les|el|los|las|un|una|une)\b)?"
)
_MONEY = r"(?:\s*(?:€|\$|£|EUR|USD|CHF|GBP))?"
_LONGEST = 100
"""Characters of a cell with a number, at most."""
_NEAR = 40
"""Characters beside a number in which words of a limit are searched."""


def limit_in_title(title: str, target: float) -> Bound | None:
    """The bound that the words beside a title's number make of it, where that is the target; None without any."""
    for placed in placed_quantities(title):
        quantity = placed[2]
        if any(round(reading * quantity.scale, 10) == target for reading in quantity.readings):
            bound = _bound_beside(title, placed)
            if bound is not None:
                return bound
    return None


def is_kept(title: str, bound: Bound) -> bool:
    """Whether a title has words of a bound, or for keeping something, wherever its number stands."""
    return any(pattern.search(title) for pattern in (_anywhere()[bound], _keeping()))


def split_limit(cell: Cell) -> tuple[Bound | None, Cell]:
    """The bound that a cell with a number says, and the cell without its words: `max. 3`, `< 5 %`, `3 oder weniger`."""
    text = cell.text
    if not isinstance(cell.value, str) or len(text) > _LONGEST:
        return None, cell
    for bound in _BOUNDS:
        found = _before()[bound].match(text)
        if found is not None and found.end() < len(text):
            return bound, replace(cell, value=text[found.end() :].strip())
    for bound in _BOUNDS:
        behind = _at_end()[bound].search(text)
        if behind is not None and behind.start() > 0:
            return bound, replace(cell, value=text[: behind.start()].strip(" ,;"))
    return None, cell


def _bound_beside(title: str, placed: PlacedQuantity) -> Bound | None:
    start, end, quantity = placed
    before, after = title[max(0, start - _NEAR) : start], title[end : end + _NEAR]
    for bound in _BOUNDS:
        found = _right_before()[bound].search(before)
        is_length = found is not None and _is_length_of_time(found[0], quantity.dimension)
        if (found is not None and not is_length) or _right_behind()[bound].match(after):
            return bound
    return None


def _is_length_of_time(words: str, dimension: Dimension | None) -> bool:
    """Whether words say how long something goes on: `over 3 months` is no bound."""
    return dimension is Dimension.TIME and re.match(r"\W*(?:over|über|sobre)\b", words, re.I) is not None


def _pattern(listed: Iterable[str], form: str) -> re.Pattern[str]:
    """A pattern of words in a form; a sign such as `<` needs no end of a word."""
    words = sorted(listed, key=len, reverse=True)
    return re.compile(form.replace("WORDS", f"(?:{'|'.join(map(_edged, words))})"), re.IGNORECASE)


def _edged(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalpha() else ""
    behind = r"(?!\w)" if word[-1].isalpha() else ""
    return before + re.escape(word) + behind


def _patterns(section: str, form: str) -> dict[Bound, re.Pattern[str]]:
    return {bound: _pattern(vocabulary()[section][bound], form) for bound in _BOUNDS}


@cache
def _right_before() -> dict[Bound, re.Pattern[str]]:
    return _patterns("limits", rf"WORDS\W{{0,3}}?{_LINKING}{_MONEY}\W{{0,2}}$")


@cache
def _before() -> dict[Bound, re.Pattern[str]]:
    return _patterns("limits", r"\s*WORDS\s*[:.]?\s*(?=\S*\d)")


@cache
def _right_behind() -> dict[Bound, re.Pattern[str]]:
    return _patterns("limits_behind", r"(?:\s*[^\s\d,;]+){0,2}?[\s,(]*WORDS(?!\W*\d)")


@cache
def _at_end() -> dict[Bound, re.Pattern[str]]:
    listed = vocabulary()["limits_behind"]
    words = {**listed, "at_most": [*listed["at_most"], "max"]}  # in a title, `5 deals with Max` is a person
    return {bound: _pattern(words[bound], r"[\s,(]*WORDS[.)]*\s*$") for bound in _BOUNDS}


@cache
def _anywhere() -> dict[Bound, re.Pattern[str]]:
    return _patterns("limits", "WORDS")


@cache
def _keeping() -> re.Pattern[str]:
    return _pattern(vocabulary()["keeping"], "WORDS")
