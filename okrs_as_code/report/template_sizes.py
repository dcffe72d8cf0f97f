"""Sizes of what operators, filters and methods of templates make, as far as they can be known before it is made.

Each is at least the length in characters, or in items, of the result. Everything else that a template can call makes no
more than a few times what it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set, Sized
from typing import Any

_OF_COLLECTIONS = frozenset(
    (
        "abs", "attr", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last",
        "length", "list", "map", "max", "min", "random", "reject", "rejectattr", "reverse", "round", "select",
        "selectattr", "slice", "batch", "sort", "sum", "unique",
    )
)  # fmt: skip
"""Filters that make no text of all that they are given."""
_PADDING = frozenset(("ljust", "rjust", "center", "zfill", "expandtabs", "indent", "wordwrap", "truncate", "to_bytes"))
"""Filters and methods that make texts as wide as they are asked to."""
_MULTIPLYING = frozenset(("join", "replace", "translate", "urlize", "wordwrap", "indent", "expandtabs"))
"""Filters and methods whose result may be as long as the product of what they are given."""
_COUNTED = frozenset(("batch", "slice"))
"""Filters that make as many items as they are asked to."""
_COST_OF_ITEM = 500
"""Characters as which an item that a filter makes counts, as it is a list."""
_COST_OF_NUMBER = 25
_OTHER_TEXT = 200
"""Characters that anything else is taken to be as text."""
_NUMBER = re.compile(r"\d+")
_LONGEST_NUMBER = 18
_nested_field = re.compile(r"\{[^{}]*\{").search


def makes_text(name: str) -> bool:
    """Whether a filter makes text of all that it is given."""
    return name not in _OF_COLLECTIONS


def made_by_operator(operator: str, left: Any, right: Any) -> int:
    """The size of what an operator makes of two values; 0 where it is no larger than both."""
    if operator == "%" and isinstance(left, str | bytes):
        return _formatted(left, "%", [right], may_nest="*" in _text(left))
    if operator == "*":
        for repeated, times in ((left, right), (right, left)):
            if isinstance(repeated, Sized) and isinstance(times, int):
                return len(repeated) * times
    return 0


def made_by_method(name: str, owner: str | bytes | int, arguments: Sequence[Any], options: Mapping[str, Any]) -> int:
    """The size of what a method of a text or a number makes."""
    values = [*arguments, *options.values()]
    if name in ("format", "format_map") and isinstance(owner, str):
        return _formatted(owner, "{", values, may_nest=_nested_field(owner) is not None)
    return _made(name, owner, values)


def made_by_filter(name: str, arguments: Sequence[Any], options: Mapping[str, Any]) -> int:
    """The size of what a filter makes."""
    value, *others = (*arguments, *options.values())
    if name == "format":
        return _formatted(value, "%", others, may_nest="*" in _text(value))
    if name in _COUNTED:
        return _COST_OF_ITEM * max((number for number in others if isinstance(number, int)), default=0)
    if name == "round":
        return _power(others)
    if name == "sum":
        starts = [other for other in others if isinstance(other, list | tuple)]
        return text_length(value) * (len(value) if isinstance(value, Sized) else 1) if starts else 0
    return _made(name, value, others) if makes_text(name) else 0


def _made(name: str, value: Any, others: Sequence[Any]) -> int:
    length = text_length(value)
    if name == "striptags":
        return length * (1 + _text(value).count("<"))
    factors = [text_length(other) for other in others if not isinstance(other, int)] if name in _MULTIPLYING else []
    widths = [abs(other) for other in others if isinstance(other, int)] if name in _PADDING else []
    if name in ("ljust", "rjust", "center", "zfill", "truncate", "to_bytes"):
        return max(length, *widths, 0)
    for factor in (*factors, *widths):
        length *= max(factor, 1)
    return max(length, sum(factors))


def _formatted(template: Any, mark: str, values: Sequence[Any], *, may_nest: bool) -> int:
    """The size of a format in which every field may show every value, as wide as the widest number says."""
    text = _text(template)
    widths = [int(digits[:_LONGEST_NUMBER]) for digits in _NUMBER.findall(text)]
    if may_nest:
        widths += [abs(number) for number in _numbers(values)]
    return len(text) + text.count(mark) * (max(widths, default=0) + text_length(values))


def _numbers(values: Iterable[Any]) -> Iterable[int]:
    for value in values:
        if isinstance(value, int):
            yield value
        elif isinstance(value, list | tuple):
            yield from (item for item in value if isinstance(item, int))
        elif isinstance(value, Mapping):
            yield from (item for item in value.values() if isinstance(item, int))


def _power(exponents: Sequence[Any]) -> int:
    """A size for ten to the power of the largest number."""
    return 1000 * max((abs(number) for number in exponents if isinstance(number, int)), default=0)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""


def text_length(value: Any) -> int:
    """The length of a value as text, with all that is in it; what is in it several times counts as often."""
    return _length(value, {})


def _length(value: Any, known: dict[int, int]) -> int:
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, int):
        return value.bit_length() // 3 + 2
    if isinstance(value, float) or value is None:
        return _COST_OF_NUMBER
    if isinstance(value, range):
        return len(value) * _COST_OF_NUMBER
    if not isinstance(value, list | tuple | Set | Mapping):
        return _OTHER_TEXT
    if id(value) not in known:
        known[id(value)] = _OTHER_TEXT  # for what contains itself
        parts = (part for pair in value.items() for part in pair) if isinstance(value, Mapping) else value
        known[id(value)] = 2 + sum(2 + _length(part, known) for part in parts)
    return known[id(value)]
