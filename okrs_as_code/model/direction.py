"""The direction of a change of terms, easier or harder: arithmetic, and no more than it can show.

A metric or threshold is harder where no value counts for more than before and some value counts for less. A later
due date, a lower commitment and fewer steps are easier. Who does it is not asked: a new owner is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from okrs_as_code.model.terms import CanonicalTerms, TermsDifference


class Direction(StrEnum):
    """The effect of a change of terms."""

    EASIER = "easier"
    HARDER = "harder"
    NEITHER = "neither"
    UNCLEAR = "unclear"
    """Numbers do not show it: words changed, or one part became easier and another harder."""


def directions(before: CanonicalTerms, after: CanonicalTerms) -> tuple[tuple[TermsDifference, Direction], ...]:
    """Every field that differs, with the direction of its change alone."""
    old, new = before.data, after.data
    return tuple((difference, _field_direction(difference, old, new)) for difference in before.differences(after))


def direction(before: CanonicalTerms, after: CanonicalTerms) -> Direction:
    """The direction of all changes together."""
    return combined_direction(part for _, part in directions(before, after))


def combined_direction(parts: Iterable[Direction]) -> Direction:
    """The direction on which all parts that have one agree; else UNCLEAR."""
    distinct = {part for part in parts if part is not Direction.NEITHER}
    if not distinct:
        return Direction.NEITHER
    return distinct.pop() if len(distinct) == 1 else Direction.UNCLEAR


def _field_direction(difference: TermsDifference, old: Mapping[str, Any], new: Mapping[str, Any]) -> Direction:
    if difference.field == "owner":
        return Direction.NEITHER
    if difference.field == "commitment":
        return _harder_if(difference.after == "committed")
    measures = old["measure"], new["measure"]
    if difference.field == "due":
        has_threshold = any(measure["type"] == "threshold" for measure in measures)
        return Direction.UNCLEAR if has_threshold else _harder_if(difference.after < difference.before)
    if difference.field == "success" or measures[0]["type"] != measures[1]["type"]:
        return Direction.UNCLEAR
    if difference.field.startswith("step "):
        return _step_direction(difference.before, difference.after)
    return _number_direction(difference, *measures)


def _number_direction(difference: TermsDifference, old: Mapping[str, Any], new: Mapping[str, Any]) -> Direction:
    """The direction of a number of a metric or threshold; numbers of different units are not compared."""
    if old.get("unit") != new.get("unit"):
        return Direction.UNCLEAR
    if difference.field == "stretch":
        return Direction.NEITHER
    if old["type"] == "threshold":
        return _bound_direction(difference)
    signs = {_sign(measure) for measure in (old, new)}
    if difference.before is None or difference.after is None or len(signs) > 1 or 0 in signs:
        return Direction.UNCLEAR
    return _harder_if((difference.after > difference.before) == (signs == {1}))


def _sign(metric: Mapping[str, Any]) -> int:
    """1 for a metric that rises to its target, -1 for one that falls, 0 for one that goes nowhere."""
    if "direction" in metric:
        return 1 if metric["direction"] == "up" else -1
    target, baseline = float(metric["target"]), float(metric["baseline"])
    return (target > baseline) - (target < baseline)


def _bound_direction(difference: TermsDifference) -> Direction:
    if difference.before is None or difference.after is None:
        return _harder_if(difference.before is None)
    return _harder_if((difference.after > difference.before) == (difference.field == "at_least"))


def _step_direction(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Direction:
    """The direction of a step. One without weight makes nothing harder; another share of the whole is not compared."""
    weights = [0 if step is None else step["weight"] for step in (before, after)]
    if not any(weights):
        return Direction.NEITHER
    if before is None or after is None or not all(weights):
        return _harder_if(bool(weights[1]))
    parts: list[Direction] = []
    if before["title"] != after["title"] or weights[0] != weights[1]:
        parts.append(Direction.UNCLEAR)
    dues = before.get("due"), after.get("due")
    if dues[0] != dues[1]:
        parts.append(_harder_if(dues[0] is None or (dues[1] is not None and dues[1] < dues[0])))
    return combined_direction(parts)


def _harder_if(harder: bool) -> Direction:
    return Direction.HARDER if harder else Direction.EASIER
