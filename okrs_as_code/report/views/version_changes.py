"""Changes between two versions of a key result, each in words and as data for other programs."""

from __future__ import annotations

from typing import Any

from okrs_as_code.model.direction import Direction, combined_direction, directions
from okrs_as_code.model.files.record import Terms
from okrs_as_code.model.terms import CanonicalTerms
from okrs_as_code.report.views.key_result_card import difference_json
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.goal_phrases import OWNERS_OWN
from okrs_as_code.report.wording.status_phrases import DIRECTION_SUFFIXES, difference_phrase

VersionChange = tuple[tuple[str, ...], dict[str, Any]]
"""A change as lines of words, and as data."""


def manager_change(before: str | None, after: str | None) -> VersionChange:
    """A change of the manager who is named; None stands for the owner's own."""
    words = f"named who agrees: manager {before or OWNERS_OWN} → {after or OWNERS_OWN}"
    return (words,), {"before": before, "after": after}


def name_change(before: str, after: str) -> VersionChange:
    """A change of the id."""
    return (f"renamed it from {before} to {after}",), {"before": before, "after": after}


def terms_change(before: CanonicalTerms | None, after: CanonicalTerms | None, *, first: bool) -> VersionChange:
    """A change of the terms; None stands for no such key result. `first` where there never was one before."""
    if after is None:
        return ("took it out of the file",), {"change": "removed", "fingerprint": None, "direction": None, "moved": []}
    data: dict[str, Any] = {"change": "proposed", "fingerprint": after.fingerprint, "direction": None, "moved": []}
    if before is None:
        if not first:
            data["change"] = "restored"
        return ("wrote the terms" if first else "put it back into the file", _terms_line(after)), data
    moved = directions(before, after)
    combined = combined_direction(direction for _, direction in moved)
    data["change"] = "moved"
    data["direction"] = str(combined)
    data["moved"] = [difference_json(difference, direction) for difference, direction in moved]
    lines = tuple(f"{difference_phrase(difference)}{DIRECTION_SUFFIXES[direction]}" for difference, direction in moved)
    if len(moved) > 1 and combined in (Direction.EASIER, Direction.HARDER):
        return (f"moved the terms{DIRECTION_SUFFIXES[combined]}", *lines), data
    return ("moved the terms", *lines), data


def _terms_line(terms: CanonicalTerms) -> str:
    """The terms on one line: owner, commitment, measure and last day."""
    quoted = Terms.model_validate({key: value for key, value in terms.data.items() if key != "v"})
    owner = quoted.owner if isinstance(quoted.owner, str) else f"{quoted.owner.lead} for {quoted.owner.team}"
    due = f", due {numbers.day(quoted.due)}" if quoted.due is not None else ""
    return f"owner {owner}, {quoted.commitment}, {numbers.measure_phrase(quoted.measure)}{due}"
