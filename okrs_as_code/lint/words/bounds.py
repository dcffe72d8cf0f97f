"""Bounds in titles: on which side of a number something is to be, as in `below 2 %` and `99 % or more`."""

from __future__ import annotations

import re

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.words.parts import has_one
from okrs_as_code.lint.words.quantities import placed_quantities
from okrs_as_code.lint.words.units import Dimension
from okrs_as_code.lint.words.vocabulary import TitleDirection

_BELOW_BEFORE = lazy_pattern(
    r"(?:\b(?:below|under|(?<!no )less than|(?<!no )fewer than|lower than|at most|no more than)|[<≤])\s*$", re.I
)
_ABOVE_BEFORE = lazy_pattern(
    r"(?:\b(?:above|over|(?<!no )more than|higher than|at least|no less than|no fewer than)|[>≥])\s*$", re.I
)
_BELOW_AFTER = lazy_pattern(r"\s+or (?:less|fewer|below|lower|under)\b", re.I)
_ABOVE_AFTER = lazy_pattern(r"\s+or (?:more|above|higher|over|better)\b", re.I)
_TURNED = lazy_pattern(
    r"\b(?:never|not|nor|without|avoid|prevent|stop|nobody|none|nothing|neither|unless|until|if|when|where|who|that|which"
    r"|with|from|of those|falls?|falling|drops?|dropping|dips?|dipping|goes|going|rises?|rising|climbs?|exceeds?)\b"
    r"|n[’']t\b|\b(?:no|zero|0) \w+",
    re.I,
)
"""Words by which a bound may mean its opposite, or something else: `never below 99`, `from falling under 50`."""
_SIGNS = {
    TitleDirection.DOWN: ("below", "under", "less", "fewer", "lower", "at most", "no more than", "<", "≤"),
    TitleDirection.UP: ("above", "over", "more", "higher", "better", "at least", "no less", "no fewer", ">", "≥"),
}
"""Parts of all bounds on a side: the numbers of a title that has none of them, as most, need no closer look."""
_OTHER_SIDE = {TitleDirection.DOWN: TitleDirection.UP, TitleDirection.UP: TitleDirection.DOWN}
_LOOK_BEHIND = 40


def contradicting_bound(title: str, number: float, wanted: TitleDirection) -> str | None:
    """The words by which a title wants something on the other side of a number than it is wanted.

    None where it does not say it, or may be read in another way.
    """
    if not has_one(title.lower(), _SIGNS[_OTHER_SIDE[wanted]]):
        return None
    for start, end, quantity in placed_quantities(title):
        if not quantity.is_certain or quantity.is_condition or number not in quantity.readings:
            continue
        before = title[:start].rstrip("$€£ ")
        if quantity.dimension is Dimension.TIME and quantity.before == "over":
            continue  # over 2 weeks: during them
        bound = _bound_beside(title, start, end, before)
        if bound is not None:
            direction, words, front = bound
            return words if direction is not wanted and _TURNED.search(front) is None else None
    return None


def _bound_beside(title: str, start: int, end: int, before: str) -> tuple[TitleDirection, str, str] | None:
    """The side on which a number in a title bounds something, the words that say so, and the text in front of them.

    `before` is the text in front of the number; None where no bound is beside it.
    """
    number = title[start:end].strip()
    for direction, pattern in ((TitleDirection.DOWN, _BELOW_BEFORE), (TitleDirection.UP, _ABOVE_BEFORE)):
        match = pattern.search(before, max(0, len(before) - _LOOK_BEHIND))
        if match is not None:
            return direction, f"{match[0].strip()} {number}", before[: match.start()]
    for direction, pattern in ((TitleDirection.DOWN, _BELOW_AFTER), (TitleDirection.UP, _ABOVE_AFTER)):
        match = pattern.match(title, end)
        if match is not None:
            return direction, f"{number}{match[0]}", before
    return None
