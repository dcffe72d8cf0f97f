"""Values before and after a change, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from okrs_as_code.report.wording import numbers

LONGEST = 600
"""How much of one text is told, in code points; nobody reads more of it in a list of changes."""
NOTHING = "none"


def text_phrase(value: object) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(str(value).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def quoted_phrase(value: object) -> str:
    """The same in quotes."""
    return f'"{text_phrase(value)}"'


def value_phrase(value: Any) -> str:
    """One value that is no text to quote."""
    if value is None or value in ((), [], {}):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return numbers.number(value)
    if isinstance(value, date):
        return numbers.day(value)
    if isinstance(value, Mapping):
        return text_phrase(", ".join(f"{key} {value_phrase(one)}" for key, one in value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return text_phrase(", ".join(value_phrase(one) for one in value))
    return text_phrase(value)


def change_phrase(name: str, before: Any, after: Any) -> str:
    """What moved: "weight 1 → 2"; of lists and mappings what came, and what went."""
    if _is_mapping(before) and _is_mapping(after):
        before, after = (
            [f"{key} {value_phrase(one)}" for key, one in (side or {}).items()] for side in (before, after)
        )
    if _is_list(before) and _is_list(after) and (before or after):
        old, new = ([value_phrase(one) for one in side or ()] for side in (before, after))
        came, went = [one for one in new if one not in old], [one for one in old if one not in new]
        parts = [f"{text_phrase(', '.join(came))} added"] if came else []
        parts += [f"{text_phrase(', '.join(went))} removed"] if went else []
        return f"{name}: {', '.join(parts) or 'in another order'}"
    return f"{name} {value_phrase(before)} → {value_phrase(after)}"


def _is_list(value: Any) -> bool:
    return value is None or isinstance(value, list | tuple)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)
