"""Writes single values as YAML, so that they read back as exactly what was meant."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from okrs_as_code.escape import sanitise, sanitise_line
from okrs_as_code.lazy_pattern import lazy_pattern

Value: TypeAlias = "str | float | bool | date | Sequence[Value] | Mapping[str, Value]"
"""The types of values in a record."""

LINE_LENGTH = 80
"""The characters of a line beyond which brackets and braces become a block, as formatters of YAML have it."""

_PLAIN = lazy_pattern(r"[^\W\d_][\w /.,()&+'’–-]*[\w).]|[0-9]{4}-[0-9]{2}-[0-9]{2}", re.UNICODE)
_RECORD_OR_ID = lazy_pattern(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z][A-Za-z0-9._-]*|[0-9]{4}(?:-Q[1-4])?(?:/[a-z][a-z0-9-]*){2,3}"
)
"""Names of records and complete ids: they begin with a number, and nobody reads them as one."""
_RESERVED_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_JOINERS = "\u200c\u200d"


def scalar_text(value: str | float | bool) -> str:
    """A text, number or truth value as YAML; text is plain where nobody could misread it, else in double quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
    if _RECORD_OR_ID.fullmatch(value):
        return value
    if _PLAIN.fullmatch(value) and value.lower() not in _RESERVED_WORDS and "  " not in value:
        return value
    return _quote(value)


def fits_literal_block(value: str) -> bool:
    """Whether a text can stand in a literal block as it is: whole lines, without characters that have to be escaped."""
    lines = value.splitlines()
    is_plain = all(line and line == line.strip() for line in lines) and sanitise(value) == value
    return is_plain and bool(lines) and value == "".join(f"{line}\n" for line in lines)


def flow_mapping(pairs: Mapping[str, Value | None]) -> str:
    """A mapping on one line; keys without a value (None) are left out."""
    entries = ", ".join(f"{key}: {inline_text(value)}" for key, value in pairs.items() if value is not None)
    return f"{{ {entries} }}" if entries else "{}"


def _quote(value: str) -> str:
    """A text in double quotes, with an escape for each character that is not safe to print; it still reads the same.

    In single quotes where it has double ones and needs no escape. Joiners stay, as they are part of some letters and
    emoji, and may not be written as an escape.
    """
    text = json.dumps(value, ensure_ascii=False)
    text = "".join(char if char in _JOINERS or sanitise_line(char) == char else _escape(char) for char in text)
    text = re.sub(r"##(?=\w*\[)", r"#\\x23", text.replace("::", r":\x3a"))
    if '\\"' in text and "\\" not in text.replace('\\"', ""):
        return "'" + text[1:-1].replace('\\"', '"').replace("'", "''") + "'"
    return text


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def inline_text(value: Value) -> str:
    """A value on one line, as it stands within brackets: a comma in a text would end it there."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = scalar_text(value)
        return _quote(value) if "," in value else text
    if isinstance(value, Mapping):
        return flow_mapping(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(inline_text, value))}]"
    return scalar_text(value)


def value_text(value: Any, *, in_flow: bool = False) -> str:
    """Data on one line: a scalar, `[a, b]` or `{a: 1}`; `in_flow` where it will stand in brackets or braces."""
    if isinstance(value, dict):
        entries = (f"{inline_text(str(key))}: {value_text(entry, in_flow=True)}" for key, entry in value.items())
        return f"{{ {', '.join(entries)} }}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(value_text(item, in_flow=True) for item in value)}]"
    if value is None:
        return "null"
    return inline_text(value) if in_flow else scalar_text(value)
