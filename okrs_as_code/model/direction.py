"""Whether a change of terms made a key result easier or harder; arithmetic, and no more than it can tell.

A metric or threshold is harder where no value counts for more than before and some value counts for less. A later
due date, a lower commitment and fewer steps are easier. Who does it is not asked: a new owner is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from okrs_as_code.model.terms import CanonicalTerms, TermsDifference


class Direction(StrEnum):
    """What a change did."""

    EASIER = "easier"
    HARDER = "harder"
    NEITHER = "neither"
    UNCLEAR = "unclear"
    """Numbers cannot tell: words changed, or one part became easier and another harder."""


def directions(before: CanonicalTerms, after: CanonicalTerms) -> tuple[tuple[TermsDifference, Direction], ...]:
    """Every field that moved, with what that did on its own."""
    old, new = before.data, after.data
    return tuple((moved, _field(moved, old, new)) for moved in before.differences(after))


def direction(before: CanonicalTerms, after: CanonicalTerms) -> Direction:
    """What all that moved did together."""
    return combined_direction(found for _, found in directions(before, after))


def combined_direction(found: Iterable[Direction]) -> Direction:
    """One direction if all parts that have one agree on it."""
    kinds = {one for one in found if one is not Direction.NEITHER}
    if not kinds:
        return Direction.NEITHER
    return kinds.pop() if len(kinds) == 1 else Direction.UNCLEAR


def _field(moved: TermsDifference, old: Mapping[str, Any], new: Mapping[str, Any]) -> Direction:
    if moved.field == "owner":
        return Direction.NEITHER
    if moved.field == "commitment":
        return _harder_if(moved.after == "committed")
    measures = old["measure"], new["measure"]
    if moved.field == "due":
        lasting = any(measure["type"] == "threshold" for measure in measures)
        return Direction.UNCLEAR if lasting else _harder_if(moved.after < moved.before)
    if moved.field == "success" or measures[0]["type"] != measures[1]["type"]:
        return Direction.UNCLEAR
    if moved.field.startswith("step "):
        return _step(moved.before, moved.after)
    return _number(moved, *measures)


def _number(moved: TermsDifference, old: Mapping[str, Any], new: Mapping[str, Any]) -> Direction:
    """A number of a metric or threshold; numbers of different units are not compared."""
    if old.get("unit") != new.get("unit"):
        return Direction.UNCLEAR
    if moved.field == "stretch":
        return Direction.NEITHER
    if old["type"] == "threshold":
        return _bound(moved)
    rising, falling = (
        all(sign * measure["target"] > sign * measure["baseline"] for measure in (old, new)) for sign in (1, -1)
    )
    if not (rising or falling):
        return Direction.UNCLEAR
    return _harder_if((moved.after > moved.before) == rising)


def _bound(moved: TermsDifference) -> Direction:
    if moved.before is None or moved.after is None:
        return _harder_if(moved.before is None)
    return _harder_if((moved.after > moved.before) == (moved.field == "at_least"))


def _step(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Direction:
    """A step that counts for nothing makes nothing harder; another share of the whole cannot be compared."""
    weights = [0 if step is None else step["weight"] for step in (before, after)]
    if not any(weights):
        return Direction.NEITHER
    if before is None or after is None or not all(weights):
        return _harder_if(bool(weights[1]))
    parts = []
    if before["title"] != after["title"] or weights[0] != weights[1]:
        parts.append(Direction.UNCLEAR)
    dues = before.get("due"), after.get("due")
    if dues[0] != dues[1]:
        parts.append(_harder_if(dues[0] is None or (dues[1] is not None and dues[1] < dues[0])))
    return combined_direction(parts)


def _harder_if(harder: bool) -> Direction:
    return Direction.HARDER if harder else Direction.EASIER
