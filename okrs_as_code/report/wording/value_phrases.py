"""Phrases for the values before and after a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from okrs_as_code.report.wording import numbers

MAX_TEXT_LENGTH = 600
"""Length at which a text is cut, in code points; nobody reads more of it in a list of changes."""
NO_VALUE = "none"


def text_phrase(value: object) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(str(value).split())
    return line if len(line) <= MAX_TEXT_LENGTH else f"{line[: MAX_TEXT_LENGTH - 1].rstrip()}…"


def quoted_phrase(value: object) -> str:
    """A text on one line in quotes, cut where it is long."""
    return f'"{text_phrase(value)}"'


def value_phrase(value: Any) -> str:
    """A value of any type but a text to quote; "none" for None and for an empty list or mapping."""
    if value is None or value in ((), [], {}):
        return NO_VALUE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return numbers.number(value)
    if isinstance(value, date):
        return numbers.day(value)
    if isinstance(value, Mapping):
        return text_phrase(", ".join(f"{key} {value_phrase(item)}" for key, item in value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return text_phrase(", ".join(value_phrase(item) for item in value))
    return text_phrase(value)


def iso_day_phrase(value: str | None) -> str:
    """A day that data holds as ISO 8601; "none" for None."""
    return numbers.day(date.fromisoformat(value)) if value is not None else NO_VALUE


def change_phrase(name: str, before: Any, after: Any) -> str:
    """A change of a value: "weight 1 → 2"; of lists and mappings, the items that were added and removed."""
    if _is_mapping(before) and _is_mapping(after):
        before, after = (
            [f"{key} {value_phrase(item)}" for key, item in (side or {}).items()] for side in (before, after)
        )
    if _is_list(before) and _is_list(after) and (before or after):
        old, new = ([value_phrase(item) for item in side or ()] for side in (before, after))
        added, removed = [item for item in new if item not in old], [item for item in old if item not in new]
        parts = [f"{text_phrase(', '.join(added))} added"] if added else []
        parts += [f"{text_phrase(', '.join(removed))} removed"] if removed else []
        return f"{name}: {', '.join(parts) or 'in another order'}"
    return f"{name} {value_phrase(before)} → {value_phrase(after)}"


def quantity_change_phrase(
    name: str, before: float | None, after: float | None, old_unit: str | None, new_unit: str | None
) -> str:
    """A change of a number, with its unit once where that stays the same: "target 3 → 2 posts"."""
    unit_once = old_unit == new_unit and after is not None
    written = numbers.amount if unit_once else numbers.quantity
    first = NO_VALUE if before is None else written(before, old_unit)
    last = NO_VALUE if after is None else numbers.quantity(after, new_unit)
    return f"{name} {text_phrase(first)} → {text_phrase(last)}"


def plan_change_phrase(
    before: Mapping[date, float], after: Mapping[date, float], old_unit: str | None, new_unit: str | None
) -> str:
    """A change of planned values, by day: "plan by 31 Oct 2026: 60 → 80 posts"; the whole plan where one is empty."""
    if not (before and after):
        old = numbers.planned_phrase(before, old_unit) or NO_VALUE
        new = numbers.planned_phrase(after, new_unit) or NO_VALUE
        return f"plan {text_phrase(old)} → {text_phrase(new)}"
    changes = (
        quantity_change_phrase(f"by {numbers.day(when)}:", before.get(when), after.get(when), old_unit, new_unit)
        for when in sorted(before.keys() | after.keys())
        if before.get(when) != after.get(when)
    )
    return f"plan {', '.join(changes)}"


def _is_list(value: Any) -> bool:
    return value is None or isinstance(value, list | tuple)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)
