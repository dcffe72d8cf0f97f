"""Writes single YAML values so that they read back as exactly what was meant."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

Value: TypeAlias = "str | float | bool | date | Sequence[Value] | Mapping[str, Value]"
"""What a record can hold."""

_PLAIN = re.compile(r"[^\W\d_][\w /.,()&+'’–-]*[\w).]", re.UNICODE)
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z][A-Za-z0-9._-]*|[0-9]{4}(?:-Q[1-4])?(?:/[a-z][a-z0-9-]*){2,3}")
"""Names of records and complete ids: they begin with a number, and nobody reads them as one."""
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def scalar(value: str | float | bool) -> str:
    """A text, number or truth value as YAML; text is plain where nobody could misread it, else in double quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
    if _NAME.fullmatch(value):
        return value
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS and "  " not in value:
        return value
    return json.dumps(value, ensure_ascii=False)


def flow(pairs: Mapping[str, Value | None]) -> str:
    """A mapping on one line; what is None is left out."""
    inner = ", ".join(f"{key}: {inline(value)}" for key, value in pairs.items() if value is not None)
    return f"{{{inner}}}"


def inline(value: Value) -> str:
    """Any value on one line, as it stands within brackets: a comma in a text would end it there."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = scalar(value)
        return json.dumps(value, ensure_ascii=False) if "," in value else text
    if isinstance(value, Mapping):
        return flow(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(inline, value))}]"
    return scalar(value)
