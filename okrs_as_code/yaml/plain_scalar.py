"""The values of plain scalars: the core schema of YAML 1.2, with bounds for numbers."""

from __future__ import annotations

import re
from typing import Final

Scalar = str | int | float | bool | None

MAX_NUMBER: Final = 10**15
"""The largest number: up to it every whole number is exact as a float too, and no goal needs more."""
MIN_NUMBER: Final = 1e-15
"""The least number above 0, so that the quotient of two numbers is one, too."""

MAX_NUMBER_LENGTH: Final = 100
"""The most characters of a number; a longer one is not converted, as that can take long."""

NUMBER_START: Final = frozenset("+-.0123456789")
"""The first characters of numbers: for a quick look at `text[:1]`."""

WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""Plain scalars that are neither text nor a number."""

_NUMBER = re.compile(
    r"(?P<decimal>[-+]?[0-9]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<octal>0o[0-7]+)"
    r"|(?P<hexadecimal>0x[0-9a-fA-F]+)"
    r"|(?P<endless>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)


class OutOfRangeError(Exception):
    """A number that cannot be counted with; `sort` is too-large, too-small, too-long or not-finite."""

    def __init__(self, sort: str) -> None:
        super().__init__(sort)
        self.sort = sort


def resolve(text: str) -> Scalar:
    """The value of a plain scalar: `no`, `on`, `12:30`, `1_000` and dates are text.

    Raises OutOfRangeError for what is not finite, beyond ±MAX_NUMBER, not 0 but nearer to it than
    MIN_NUMBER, or written with more than MAX_NUMBER_LENGTH characters.
    """
    if text in WORDS:
        return WORDS[text]
    if text.isdecimal() and text.isascii() and len(text) < 16:
        return int(text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    sort = match.lastgroup
    if sort == "endless":
        raise OutOfRangeError("not-finite")
    if len(text) > MAX_NUMBER_LENGTH:
        raise OutOfRangeError("too-long")
    number: int | float
    if sort == "float":
        number = float(text)
        if abs(number) < MIN_NUMBER and re.search("[1-9]", re.split("[eE]", text)[0]):
            raise OutOfRangeError("too-small")
    else:
        number = int(text.removeprefix("0o").removeprefix("0x"), {"octal": 8, "hexadecimal": 16}.get(sort or "", 10))
    if abs(number) > MAX_NUMBER:
        raise OutOfRangeError("too-large")
    return number


def is_text(plain: str) -> bool:
    """Whether a plain scalar stands for text, without converting a number."""
    return plain not in WORDS and _NUMBER.fullmatch(plain) is None
