"""Levels: whether a row of a tree is an objective, a key result, a step or an initiative."""

from __future__ import annotations

import re
from functools import cache

from okrs_as_code.intake.shapes.goal_outline import GoalLevel
from okrs_as_code.intake.vocabulary.words import even, vocabulary, words

_BY_DEPTH = (GoalLevel.OBJECTIVE, GoalLevel.KEY_RESULT, GoalLevel.STEP)
_OUTLINE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})*)[.):]?")
_NUMBERED_TITLE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})*)[.):]?\s+(\S.*)", re.DOTALL)


def level_of_word(text: str) -> GoalLevel | None:
    """The level that a type names: `Key Result`; a number is a depth, 1 for objectives."""
    form = even(text)
    if form in ("1", "2", "3"):
        return _BY_DEPTH[int(form) - 1]
    found = words("levels").get(form)
    return GoalLevel(found) if found is not None else None


def level_before_title(text: str) -> tuple[GoalLevel, str, str] | None:
    """The level, the number and the rest of a title such as `KR1.2: Win 10 customers`; None without a level."""
    match = _prefix().match(text)
    if match is None:
        return None
    level = words("levels").get(even(match["word"]))
    return (GoalLevel(level), match["number"] or "", match["rest"]) if level is not None else None


def depth_of_outline(text: str) -> tuple[int, ...] | None:
    """The numbers of an outline, `1.2.1`; None for anything else."""
    match = _OUTLINE.fullmatch(text.strip())
    return tuple(map(int, match[1].split("."))) if match is not None else None


def outline_before_title(text: str) -> tuple[str, str] | None:
    """The outline number in front of a title, and the rest; None without one."""
    match = _NUMBERED_TITLE.fullmatch(text.strip())
    return (match[1], match[2]) if match is not None else None


@cache
def _prefix() -> re.Pattern[str]:
    listed = [word for names in vocabulary()["levels"].values() for word in names]
    alternatives = "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
    return re.compile(
        rf"\s*(?P<word>{alternatives})\s?#?(?P<number>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*)?\s*(?:[:.)–—]|-(?=\s))\s*(?P<rest>\S.*)",
        re.IGNORECASE | re.DOTALL,
    )
