"""Phrases for changes of the terms of a key result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from okrs_as_code.model.direction import Direction
from okrs_as_code.model.files.measure import unit_of
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.value_phrases import (
    change_phrase,
    iso_day_phrase,
    quantity_change_phrase,
    quoted_phrase,
    text_phrase,
)
from okrs_as_code.review.changes.change import Change

_FIELDS_WITH_UNIT = frozenset(("baseline", "target", "stretch", "at_least", "at_most"))
_NUMBERS_CANNOT_TELL = " (easier or harder: the numbers do not say)"
_DIRECTIONS: Mapping[Direction | None, str] = {
    Direction.EASIER: " (easier)",
    Direction.HARDER: " (harder)",
    Direction.UNCLEAR: _NUMBERS_CANNOT_TELL,
}


def is_measure_change(change: Change) -> bool:
    """Whether a change of terms is of a part of the measure, which a change of the measure's type covers as a whole."""
    return change.field not in ("owner", "commitment", "due", "success", "measure")


def terms_change_phrase(change: Change) -> str:
    """The phrase for a change of one field of the terms, with its direction as far as that is known."""
    field, before, after = change.field or "", change.before, change.after
    measures = [node.content.measure for node in (change.old, change.new) if isinstance(node, KeyResultNode)]
    if field == "success":  # nobody expects numbers to tell
        return _success_phrase(before, after)
    if field == "measure":
        words = f"measure {' → '.join(text_phrase(numbers.measure_phrase(measure)) for measure in measures)}"
    elif field in _FIELDS_WITH_UNIT:
        name = field.replace("_", " ")
        words = quantity_change_phrase(name, before, after, *map(unit_of, measures))
    elif field == "owner":
        words = f"owner {owner_value_phrase(before)} → {owner_value_phrase(after)}"
    elif field == "due":
        words = f"due {iso_day_phrase(before)} → {iso_day_phrase(after)}"
    elif field.startswith("step "):
        words = _step_phrase(before, after)
    else:
        words = change_phrase(field, before, after)
    return f"{words}{_DIRECTIONS.get(change.direction, '')}"


def _success_phrase(before: str | None, after: str | None) -> str:
    if before is None:
        return f"success is now said: {quoted_phrase(after)}"
    if after is None:
        return f"success is no longer said, was {quoted_phrase(before)}"
    return f"success {quoted_phrase(before)} → {quoted_phrase(after)}"


def _step_phrase(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    if before is None or after is None:
        step = after or before or {}
        due = f", by {iso_day_phrase(step['due'])}" if "due" in step else ""
        verb = "added" if before is None else "removed"
        return (
            f"milestone {verb}: {quoted_phrase(step.get('title'))}, weight {numbers.number(step.get('weight', 1))}{due}"
        )
    parts = []
    if before["title"] != after["title"]:
        parts.append(f"{quoted_phrase(before['title'])} → {quoted_phrase(after['title'])}")
    if before["weight"] != after["weight"]:
        parts.append(change_phrase("weight", before["weight"], after["weight"]))
    if before.get("due") != after.get("due"):
        parts.append(f"due {iso_day_phrase(before.get('due'))} → {iso_day_phrase(after.get('due'))}")
    return f"milestone {after['id']}: {', '.join(parts)}"


def owner_value_phrase(value: Any) -> str:
    """The phrase for an owner in the form of terms: a person, or a team with its lead."""
    return f"{value['lead']} for team {value['team']}" if isinstance(value, Mapping) else str(value)
