"""Rates: numbers that are counted by a period or a thing, as in `2 per month`, `$3,600/week`, `one post every week`."""

from __future__ import annotations

import re

from okrs_as_code.lazy_pattern import lazy_pattern

_PERIODS = {
    "second": ("s", "sec", "second", "seconds"),
    "minute": ("min", "minute", "minutes"),
    "hour": ("h", "hr", "hour", "hours", "hourly"),
    "day": ("d", "day", "days", "daily", "workday", "weekday", "night"),
    "week": ("w", "wk", "week", "weeks", "weekly"),
    "month": ("m", "mo", "mon", "mth", "month", "months", "monthly"),
    "quarter": ("q", "qtr", "quarter", "quarters", "quarterly"),
    "year": ("y", "yr", "pa", "annum", "year", "years", "yearly", "annually"),
    "sprint": ("sprint", "sprints"),
    "iteration": ("iteration", "iterations"),
    "release": ("release", "releases"),
    "cycle": ("cycle", "cycles"),
}
_PERIOD_OF = {word: period for period, words in _PERIODS.items() for word in words}
DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "quarter": 91.0, "year": 365.0}
"""Days of the periods that fit into a cycle."""
_WHOLE_WORDS = "|".join(sorted((word for word in _PERIOD_OF if len(word) >= 3), key=len, reverse=True))
_RATE = lazy_pattern(
    r"(?P<between>(?:[^\d.,;:()/]|\.(?!\s)){0,60}?)"
    r"(?:\bper[ -](?P<per>[^\W\d_]+)"
    rf"|(?<![\w])(?:a|an|each|every|any)\s(?:single\s)?(?P<every>{_WHOLE_WORDS})\b"
    rf"|\bevery\s(?P<several>(?:other|second|two|three|four|[0-9]+)\s(?:{_WHOLE_WORDS}))\b"
    r"|\b(?P<adverb>hourly|daily|weekly|monthly|quarterly|yearly|annually)\b(?=\s*(?:$|[.,;:)]|(?:and|by|to|in|on|for|with)\b))"
    r"|/\s?(?P<slash>[^\W\d_]+))",
    re.I,
)
_NO_RATE_AFTER = lazy_pattern(
    r"\b(?:in|within|for|after|over|of|during|on|at|than|by|before|under|until|from|to)\s*$", re.I
)
"""The beginning of `within a day`, which is a bound."""


def rate_after(text: str, end: int) -> str | None:
    """The period, or the thing, by which the number is counted that ends at an offset; None where it is no rate."""
    match = _RATE.match(text, end)
    if match is None or (match["every"] and _NO_RATE_AFTER.search(match["between"])):
        return None
    if match["slash"] and len(match["slash"]) < 3 and match["slash"].lower() not in _PERIOD_OF:
        return None
    word = next(match[group] for group in ("per", "every", "several", "adverb", "slash") if match[group]).lower()
    return _PERIOD_OF.get(word, word)


def rate_of_unit(unit: str | None) -> str | None:
    """The period of a unit such as `requests a month` or `$/week`; None where it has none."""
    return rate_after(unit, 0) if unit is not None else None
