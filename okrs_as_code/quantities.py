"""Quantities: numbers as text with their unit behind them, sums of money with the sign of the currency in front."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from okrs_as_code.lazy_pattern import lazy_pattern

_CURRENCY = lazy_pattern(
    r"(?P<sign>[$€£¥])\s?(?P<size>k|K|m|M|mn|bn|B)?(?:\s*/\s*(?P<per>\w.*)|\s+(?P<rest>\S.*))?", re.DOTALL
)
_SIZES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9}
_PERIOD = lazy_pattern(r"(?:second|minute|hour|day|week|month|quarter|year)\b", re.IGNORECASE)
"""English words behind a slash that are read out; others stay as they are written, in whatever language."""


class Currency(NamedTuple):
    """A unit of money: its sign, the letters of a size such as `M`, and what follows, such as " a week"."""

    sign: str
    size: str
    rest: str

    @property
    def factor(self) -> float:
        """The number by which the size multiplies."""
        return _SIZES.get(self.size.lower(), 1.0)

    def before(self, number: str) -> str:
        """A number that is written already, with the sign in front of it, behind a minus."""
        minus, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
        return f"{minus}{self.sign}{digits}"


@lru_cache(maxsize=2**10)
def currency(unit: str | None) -> Currency | None:
    """The currency of a unit that begins with the sign of one: `$`, `€k`, `$ a week`, `£/seat`; None for others."""
    found = _CURRENCY.fullmatch(unit.strip()) if unit else None
    if found is None:
        return None
    per, rest = found["per"], f" {found['rest']}" if found["rest"] else ""
    if per is not None:
        article = "an" if per.lower().startswith("hour") else "a"
        rest = f" {article} {per}" if _PERIOD.match(per) else f"/{per}"
    return Currency(found["sign"], found["size"] or "", rest)


def number(value: float) -> str:
    """A number as its shortest decimal, with commas between thousands from 10,000 on."""
    return _decimal(value, "," if abs(value) >= 10_000 else "")


def amount(value: float, unit: str | None) -> str:
    """A number for a place where its unit follows later: "3" of "3 to 5 posts"; a sum of money has its sign there."""
    money = currency(unit)
    if money is None:
        return number(value)
    has_cents = not money.size and not float(value).is_integer() and round(value, 2) == value
    digits = f"{value:,.2f}" if has_cents else _decimal(value, ",")
    return f"{money.before(digits)}{money.size}"


def quantity(value: float, unit: str | None) -> str:
    """A number with its unit, if it has one: "12 posts", "$3,600 a week"."""
    money = currency(unit)
    if money is not None:
        return f"{amount(value, unit)}{money.rest}"
    return f"{number(value)} {unit}" if unit else number(value)


def _decimal(value: float, grouped: str) -> str:
    whole = float(value).is_integer() and abs(value) < 1e15
    return format(int(value) if whole else float(value), grouped)
