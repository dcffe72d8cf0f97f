"""Writes single YAML values so that they read back as exactly what was meant."""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = re.compile(r"[^\W\d_][\w /.,()&+'’–-]*[\w).]|[0-9]{4}-[0-9]{2}-[0-9]{2}", re.UNICODE)
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def scalar(value: str | float | bool) -> str:
    """A text, number or truth value as YAML; text is plain where nobody could misread it, else in double quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS and "  " not in value:
        return value
    return json.dumps(value, ensure_ascii=False)


def flow(pairs: dict[str, str | float | bool | None]) -> str:
    """A mapping on one line; what is None is left out."""
    inner = ", ".join(f"{key}: {_in_flow(value)}" for key, value in pairs.items() if value is not None)
    return f"{{{inner}}}"


def _in_flow(value: str | float | bool) -> str:
    """As `scalar`, but a comma would end the value here."""
    text = scalar(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) and "," in text and text == value else text


def value_text(value: Any, *, in_flow: bool = False) -> str:
    """Any data on one line: a scalar, `[a, b]` or `{a: 1}`; `in_flow` where it will stand in brackets or braces."""
    if isinstance(value, dict):
        pairs = (f"{_in_flow(str(key))}: {value_text(inner, in_flow=True)}" for key, inner in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(value_text(inner, in_flow=True) for inner in value)}]"
    if value is None:
        return "null"
    return _in_flow(value) if in_flow else scalar(value)
