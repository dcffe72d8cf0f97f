"""Phrases for changes of people, teams, policy, suppressions and the files of the gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from okrs_as_code.report.wording.value_phrases import (
    change_phrase,
    iso_day_phrase,
    quoted_phrase,
    text_phrase,
    value_phrase,
)
from okrs_as_code.review.changes.change import Change, ChangeKind

_FIELD_NAMES = {"emails": "e-mail", "part_of": "part of", "formerly": "former ids"}
_UNREADABLE = "unreadable"


def policy_phrase(change: Change, today: date) -> str:
    """The phrase for one change, without the name of the person, team, key or file."""
    if change.kind is ChangeKind.GATE:
        return _file_phrase(change)
    if change.kind is ChangeKind.SUPPRESSION:
        request = text_phrase(str(change.after or change.before).lstrip("# ").removeprefix("okrs:"))
        return f"a comment now asks: {request}" if change.after is not None else f"a comment is gone: {request}"
    if change.field is None:
        return "; ".join(_entry_parts(change))
    if change.kind is ChangeKind.POLICY and change.field.startswith("cycles."):
        return " → ".join(_cycle_phrase(side) for side in (change.before, change.after))
    if change.kind is ChangeKind.POLICY:
        return change_phrase("", change.before, change.after).removeprefix(": ").strip()
    if change.field == "id":
        return f"renamed, was {change.before}"
    if change.field == "left":
        return _last_day_phrase(change.before, change.after, today)
    if change.field == "name":
        return f"name {quoted_phrase(change.before)} → {quoted_phrase(change.after)}"
    if change.field == "away":
        before, after = ([_span_phrase(absence) for absence in side or []] for side in (change.before, change.after))
        return change_phrase("away", before, after)
    return change_phrase(_FIELD_NAMES.get(change.field, change.field), change.before, change.after)


def _entry_parts(change: Change) -> Iterator[str]:
    """The parts of the phrase for a person or team that was added or removed."""
    entry: Mapping[str, Any] = change.after or change.before or {}
    noun = "person" if change.kind is ChangeKind.PERSON else "team"
    name = text_phrase(entry.get("name", change.subject))
    if change.after is None:
        yield f"the {noun} is no longer listed ({name})"
        return
    yield f"new {noun}: {name}"
    for key, value in entry.items():
        if key == "left":
            yield f"last day {iso_day_phrase(value)}"
        elif key == "away":
            yield from (f"away {_span_phrase(absence)}" for absence in value)
        elif key != "name" and value not in ([], None):
            yield f"{_FIELD_NAMES.get(key, key)} {value_phrase(value)}"


def _file_phrase(change: Change) -> str:
    if change.after == _UNREADABLE:
        return "cannot be read in full"
    if change.before == _UNREADABLE:
        return "can be read again"
    if change.before is None or change.after is None:
        return "new" if change.before is None else "removed"
    return "changed"


def _last_day_phrase(before: str | None, after: str | None, today: date) -> str:
    if after is None:
        return f"no longer leaves (was {iso_day_phrase(before)})"
    verb = "left on" if date.fromisoformat(after) < today else "last day"
    return f"{verb} {iso_day_phrase(after)}" + (f" (was {iso_day_phrase(before)})" if before is not None else "")


def _cycle_phrase(days: Mapping[str, str] | None) -> str:
    """The days that are declared for a cycle."""
    return _span_phrase(days) if days is not None else "not declared"


def _span_phrase(days: Mapping[str, str]) -> str:
    return f"{iso_day_phrase(days['from'])} to {iso_day_phrase(days['until'])}"
