"""Changes between two versions of a goal, each in words and as data for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrs_as_code.model.direction import Direction, combined_direction, directions
from okrs_as_code.model.files.measure import unit_of
from okrs_as_code.model.files.record import Terms
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.terms import CanonicalTerms
from okrs_as_code.report.views.key_result_card import difference_json
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.goal_phrases import OWNERS_OWN
from okrs_as_code.report.wording.status_phrases import DIRECTION_SUFFIXES, difference_phrase
from okrs_as_code.report.wording.value_phrases import plan_change_phrase
from okrs_as_code.review.changes.change import Change
from okrs_as_code.workspace.lineage.key_result_lineage import Planning
from okrs_as_code.workspace.lineage.objective_lineage import ObjectiveReading

VersionChange = tuple[tuple[str, ...], dict[str, Any]]
"""A change as lines of words, and as data."""


def manager_change(before: str | None, after: str | None) -> VersionChange:
    """A change of the manager who is named; None stands for the owner's own."""
    words = f"named who agrees: manager {before or OWNERS_OWN} → {after or OWNERS_OWN}"
    return (words,), {"before": before, "after": after}


def name_change(before: str, after: str) -> VersionChange:
    """A change of the id."""
    return (f"renamed it from {before} to {after}",), {"before": before, "after": after}


def planning_change(before: Planning, after: Planning, node: KeyResultNode) -> VersionChange:
    """A change of the first day, or of the planned values, which are no part of the terms."""
    words: list[str] = []
    data: dict[str, Any] = {}
    if before.start != after.start:
        old, new = (numbers.day(side.start or node.cycle.start) for side in (before, after))
        words.append(f"start {old} → {new}")
        data["start"] = {side: version.start and version.start.isoformat() for side, version in _sides(before, after)}
    if before.plan != after.plan:
        unit = unit_of(node.content.measure)
        words.append(plan_change_phrase(before.plan, after.plan, unit, unit))
        data["plan"] = {
            side: {when.isoformat(): value for when, value in sorted(version.plan.items())}
            for side, version in _sides(before, after)
        }
    return (f"planned it anew: {'; '.join(words)}",), {"moved": data}


def planning_lines(planning: Planning, node: KeyResultNode) -> tuple[str, ...]:
    """The first day and the planned values of a key result that is new, where it has them, a line each."""
    start = (f"starts {numbers.day(planning.start)}",) if planning.start is not None else ()
    planned = (f"plan {numbers.planned_phrase(planning.plan, unit_of(node.content.measure))}",) if planning.plan else ()
    return (*start, *planned)


def _sides(before: Planning, after: Planning) -> tuple[tuple[str, Planning], ...]:
    return ("before", before), ("after", after)


def objective_change(
    before: ObjectiveReading | None,
    after: ObjectiveReading | None,
    changes: Sequence[tuple[Change, str]] = (),
    *,
    first: bool = False,
) -> VersionChange:
    """A change of an objective; `changes` are those of its own keys, with their phrases.

    None stands for no such file; `first` where there never was one before.
    """
    if after is None:
        return ("took the file away",), {"change": "removed", "moved": []}
    if before is None:
        titles = (f"key result {id_}: {title}" for id_, title in after.key_results.items())
        owner = after.content.owner or "nobody"
        verb, change = ("wrote it", "proposed") if first else ("put it back", "restored")
        return (f"{verb}: {after.content.title}", f"owner {owner}", *titles), {"change": change, "moved": []}
    gone = [id_ for id_ in before.key_results if id_ not in after.key_results]
    former = {former: one.id for one in after.content.key_results for former in one.formerly}
    lines = [words for _, words in changes]
    lines += [f"key result {id_} is called {former[id_]}" for id_ in gone if id_ in former]
    lines += [f"key result removed: {id_}" for id_ in gone if id_ not in former]
    new = [id_ for id_ in after.key_results if id_ not in before.key_results]
    renamed = {former[id_] for id_ in gone if id_ in former}
    lines += [f"new key result {id_}: {after.key_results[id_]}" for id_ in new if id_ not in renamed]
    moved = [{"field": change.field, "before": change.before, "after": change.after} for change, _ in changes]
    if before.key_results.keys() != after.key_results.keys():
        moved.append({"field": "key_results", "before": [*before.key_results], "after": [*after.key_results]})
    return ("changed it", *lines), {"change": "moved", "moved": moved}


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
