"""Changes of people, teams, policy, and what else decides about changes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.value_phrases import change_phrase, quoted_phrase, text_phrase, value_phrase
from okrs_as_code.review.change import Change, ChangeKind

_TELLING = {"emails": "e-mail", "part_of": "part of", "formerly": "former ids"}
_UNREADABLE = "unreadable"


def policy_phrase(change: Change, today: date) -> str:
    """One change, without the name of what changed."""
    if change.kind is ChangeKind.GATE:
        return _file(change)
    if change.kind is ChangeKind.SUPPRESSION:
        asked = text_phrase(str(change.after or change.before).lstrip("# ").removeprefix("okrs:"))
        return f"a comment now asks: {asked}" if change.after is not None else f"a comment is gone: {asked}"
    if change.field is None:
        return "; ".join(_entry(change))
    if change.kind is ChangeKind.POLICY:
        return change_phrase("", change.before, change.after).removeprefix(": ").strip()
    if change.field == "id":
        return f"renamed, was {change.before}"
    if change.field == "left":
        return _leaving(change.before, change.after, today)
    if change.field == "name":
        return f"name {quoted_phrase(change.before)} → {quoted_phrase(change.after)}"
    if change.field == "away":
        before, after = ([_away(one) for one in side or []] for side in (change.before, change.after))
        return change_phrase("away", before, after)
    return change_phrase(_TELLING.get(change.field, change.field), change.before, change.after)


def _entry(change: Change) -> Iterator[str]:
    """A person or team that is new, or was there."""
    entry: Mapping[str, Any] = change.after or change.before or {}
    noun = "person" if change.kind is ChangeKind.PERSON else "team"
    name = text_phrase(entry.get("name", change.subject))
    if change.after is None:
        yield f"the {noun} is no longer listed ({name})"
        return
    yield f"new {noun}: {name}"
    for key, value in entry.items():
        if key == "left":
            yield f"last day {_day(value)}"
        elif key == "away":
            yield from (f"away {_away(one)}" for one in value)
        elif key != "name" and value not in ([], None):
            yield f"{_TELLING.get(key, key)} {value_phrase(value)}"


def _file(change: Change) -> str:
    if change.after == _UNREADABLE:
        return "cannot be read in full"
    if change.before == _UNREADABLE:
        return "can be read again"
    if change.before is None or change.after is None:
        return "new" if change.before is None else "removed"
    return "changed"


def _leaving(before: str | None, after: str | None, today: date) -> str:
    if after is None:
        return f"no longer leaves (was {_day(before)})"
    verb = "left on" if date.fromisoformat(after) < today else "last day"
    return f"{verb} {_day(after)}" + (f" (was {_day(before)})" if before is not None else "")


def _day(value: str | None) -> str:
    return numbers.day(date.fromisoformat(value)) if value is not None else "none"


def _away(one: Mapping[str, str]) -> str:
    return f"{_day(one['from'])} to {_day(one['until'])}"
