"""Units as people write them beside a number: `%`, `EUR`, `hours per week`."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Dimension(StrEnum):
    """The dimension of a number, as far as the words around it show it."""

    SHARE = "share"
    MONEY = "money"
    TIME = "time"
    DATA = "data"


class Unit(NamedTuple):
    """A unit's dimension, and how many of the dimension's smallest unit it is."""

    dimension: Dimension
    factor: float = 1.0


_PERCENT = ("%", "percent", "per cent", "pct", "pp", "percentage point", "percentage points")
_MONEY = (
    "€", "$", "£", "¥", "eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pound", "pounds", "chf", "francs",
    "sek", "nok", "dkk", "pln", "czk", "jpy", "yen", "inr", "rupees", "cad", "aud", "brl", "cny",
)  # fmt: skip
_SECONDS = {
    0.001: ("ms", "msec", "millisecond", "milliseconds"),
    1.0: ("s", "sec", "secs", "second", "seconds"),
    60.0: ("min", "mins", "minute", "minutes"),
    3600.0: ("h", "hr", "hrs", "hour", "hours"),
    86400.0: ("d", "day", "days"),
    604800.0: ("week", "weeks"),
    2592000.0: ("month", "months"),
    7776000.0: ("quarter", "quarters"),
    31536000.0: ("year", "years"),
}
_BYTES = {1.0: ("bytes",), 1e3: ("kb", "kib"), 1e6: ("mb", "mib"), 1e9: ("gb", "gib"), 1e12: ("tb", "tib")}
UNITS: dict[str, Unit] = {
    **{word: Unit(Dimension.SHARE) for word in _PERCENT},
    **{word: Unit(Dimension.MONEY) for word in _MONEY},
    **{word: Unit(Dimension.TIME, factor) for factor, words in _SECONDS.items() for word in words},
    **{word: Unit(Dimension.DATA, factor) for factor, words in _BYTES.items() for word in words},
}
"""Units by their words, in lower case."""
MONEY_NOUNS = (
    "arr", "mrr", "acv", "tcv", "gmv", "revenue", "sales", "pipeline", "bookings", "budget", "cost", "costs", "spend",
    "savings", "profit", "margin", "ebitda", "turnover",
)  # fmt: skip


@lru_cache(maxsize=1024)  # units repeat
def parse_unit(text: str | None) -> Unit | None:
    """The unit that the words of a measure's unit mean, such as `%`, `k EUR`, `hours per week`; else None."""
    if text is None:
        return None
    counted = re.split(r"/|\b(?:per|an?|each|every)\b", text.lower())[0]
    words = re.findall(r"%|[€$£¥]|[^\W\d_]+", counted)
    for word in words:
        if word in UNITS and (len(word) > 1 or len(words) == 1 or not word.isalpha()):
            return UNITS[word]
    return Unit(Dimension.MONEY) if any(word in MONEY_NOUNS for word in words) else None
