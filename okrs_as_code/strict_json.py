"""JSON that no two readers take for different things."""

from __future__ import annotations

import json
from typing import Any


def parse(text: str | bytes, *, numbers_as_text: bool = False) -> Any:
    """Parses JSON in which no object has a key twice, and no number is NaN or infinite.

    With `numbers_as_text` numbers of any length are left as they are written. Raises ValueError for anything else, and
    RecursionError for what is nested too deeply.
    """
    return json.loads(
        text,
        object_pairs_hook=_unique_keys,
        parse_constant=_refuse_constant,
        parse_int=str if numbers_as_text else None,
        parse_float=str if numbers_as_text else None,
    )


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError("a key is there twice in one object")
    return mapping


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")
