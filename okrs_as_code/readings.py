"""Readings: the numbers and shares that a text may mean which our files do not take as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from okrs_as_code.lazy_pattern import lazy_pattern

MAX_NUMBER = 1e15
"""The largest number that is offered; larger ones are refused in files."""
_MAX_LENGTH = 100
"""Characters of a text that is looked at."""

SPACE = r"[ \u00a0\u2007\u2009\u202f]"
GROUPED_DIGITS = rf"[0-9]{{1,3}}(?:(?:{SPACE}|[,.'’])[0-9]{{3}})+(?:[.,][0-9]+)?(?![0-9])"
"""Digits in groups of three, perhaps with decimals: `1,200`, `1 200.5`."""

_CURRENCY = (
    r"(?:(?:US|A|C|CA|AU|NZ|HK|S)?\$|[€£¥₹]"
    r"|(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|INR|CAD|AUD|BRL|CNY|Rs\.?)(?![A-Za-z]))"
)
_BOUND = (
    r"(?:(?:[<>]=?|[≤≥~≈=]|=>|=<|at least|at most|more than|less than|about|over|under|up to|min\.?|max\.?|ca\.?)\s*)*"
)
_NUMBER = lazy_pattern(
    rf"{_BOUND}(?P<sign>[-+−–])?(?P<money>{_CURRENCY})?{SPACE}?(?P<minus>[-−])?"
    rf"(?P<digits>{GROUPED_DIGITS}|[0-9]{{1,3}}(?:,[0-9]{{2}})+,[0-9]{{3}}(?![0-9])|[0-9]+(?:_[0-9]{{3}})+"
    r"|[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)"
    rf"(?:{SPACE}?(?P<scale>k|m|mn|mm|mio\.?|mrd\.?|tsd\.?|bn|b|thousand|millions?|billions?|lakhs?|crores?)(?![A-Za-z²³]))?"
    r"(?P<rest>[^0-9]*)",
    re.IGNORECASE,
)
_SCALES = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3,
    "m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "mrd": 1e9, "billion": 1e9, "billions": 1e9,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
_OTHER_SENSES = ("m", "b")
"""Scales that are units as well where nothing is money: minutes, months, metres, bytes."""
NUMBER_WORDS = {
    word: float(value)
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}
_SCALED_UNIT = lazy_pattern(r"(?<![^\W\d_])(k|tsd|thousands?|mn?|mio|millions?|bn?|billions?)(?![^\W\d_])", re.I)
_PER_CENT = lazy_pattern(r"\s*(?:%|per ?cent\b|pct\b|pp\b|percentage)", re.I)
_RATIO = lazy_pattern(r"([0-9]+(?:[.,][0-9]+)?) ?(?:/|:|of|out of) ?([0-9]+)", re.IGNORECASE)


class NumberParts(NamedTuple):
    """The parts of a text that is one number: digits with their separators, and what stands around them."""

    digits: str
    is_negative: bool
    scale: str
    """The word for thousands or millions; empty without one."""
    currency: str
    """The sign or code of a currency, before or behind the digits; empty without one."""
    rest: str
    """The text behind the number: what is counted."""

    @property
    def is_percent(self) -> bool:
        """Whether it is per cent."""
        return _PER_CENT.match(self.rest) is not None


def number_parts(text: str) -> NumberParts | None:
    """The parts of a text that is one number; None where it is none, or several."""
    written = text.strip()
    match = _NUMBER.fullmatch(written) if len(written) <= _MAX_LENGTH else None
    if match is None:
        return None
    behind = re.search(_CURRENCY, match["rest"])
    return NumberParts(
        match["digits"],
        (match["sign"] or match["minus"] or "+") in "-−–",
        match["scale"] or "",
        (match["money"] or (behind[0] if behind is not None else "")).strip(),
        match["rest"],
    )


def scale_of(word: str) -> float:
    """The factor that a short or long form stands for: 1000 for `k`, a million for `Mio.`; 1 for any other word."""
    return _SCALES.get(word.lower().rstrip("."), 1.0)


def digit_readings(digits: str) -> Iterator[float]:
    """Yields the values that digits with separators may mean: `1.200` is 1.2 or 1200."""
    number = re.sub(rf"{SPACE}|['’_]", "", digits)
    marks = [mark for mark in number if mark in ".,"]
    if not marks:
        yield float(number)
    elif len(set(marks)) == 2:  # 1,200.50 or 1.200,50
        whole, _, fraction = number.rpartition(marks[-1])
        yield float(f"{re.sub('[.,]', '', whole)}.{fraction}")
    elif len(marks) > 1:  # 1.200.000
        yield float(re.sub("[.,]", "", number))
    else:
        yield float(number.replace(",", "."))
        whole, _, fraction = number.partition(marks[0])
        if len(fraction) == 3 and whole and not whole.startswith("0"):
            yield float(whole + fraction)


def read_number(text: str, unit: str | None = None) -> tuple[float, ...]:
    """The values that a text may mean as one number, the likeliest first; none where it is no number, or several.

    A comma before three digits groups thousands: in front of decimals there would be fewer, or more. `unit` is what is
    counted, as far as it is known: where it says `k EUR`, `40k` may be 40; where nothing is in per cent, `25 %` may be
    0.25.
    """
    written = text.strip()
    if len(written) > _MAX_LENGTH:
        return ()
    if written.lower() in NUMBER_WORDS:
        return (NUMBER_WORDS[written.lower()],)
    parts = number_parts(written)
    if parts is None:
        return ()
    readings = list(digit_readings(parts.digits))
    if len(readings) > 1 and "," in parts.digits:
        readings = readings[1:]
    if parts.scale:
        plain = readings
        readings = [value * scale_of(parts.scale) for value in plain]
        has_other_sense = parts.scale in _OTHER_SENSES and not parts.currency
        if has_other_sense or (unit is not None and _SCALED_UNIT.search(unit) is not None):
            readings += plain
    if unit is not None and parts.is_percent and _PER_CENT.search(unit) is None:
        readings += [value / 100 for value in readings]
    values = (round(-value if parts.is_negative else value, 12) for value in readings)
    return tuple(dict.fromkeys(value for value in values if abs(value) <= MAX_NUMBER))


def read_share(written: str | float) -> tuple[float, ...]:
    """The shares from 0.0 to 1.0 that a text or number may mean: 7 is 7 of ten, 85 is per cent; none for others.

    10 may be either. A text may be a ratio, such as `7 of 10`, or in per cent.
    """
    if isinstance(written, str):
        ratio = _RATIO.fullmatch(written.strip()) if len(written) <= _MAX_LENGTH else None
        if ratio is not None:
            part, whole = float(ratio[1].replace(",", ".")), float(ratio[2])
            return (round(part / whole, 6),) if 0 <= part <= whole and whole else ()
        readings = read_number(written)
        if _PER_CENT.search(written) is not None:
            return tuple(round(value / 100, 6) for value in readings if 0 <= value <= 100)
        return tuple(dict.fromkeys(share for value in readings for share in read_share(value)))
    if 0 <= written <= 1:
        return (written,)
    if written == 10:
        return (1.0, 0.1)
    if 1 < written < 10:
        return (round(written / 10, 6),)
    return (round(written / 100, 6),) if 10 < written <= 100 else ()


def plain_number(value: float) -> str:
    """A number as it is written in our files: digits, with a point before decimals."""
    return f"{value:.15g}" if abs(value) < MAX_NUMBER else f"{value:.0f}"


def in_words(readings: Iterable[float | bool | date], key: str | None = None) -> str:
    """Readings as a help names them: `` `target: 1200` or `target: 1.2` ``; without a key the values alone."""
    written = map(_written, readings)
    return " or ".join(f"`{key}: {value}`" if key is not None else f"`{value}`" for value in written)


def _written(value: float | bool | date) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return plain_number(value) if isinstance(value, int | float) else str(value)
