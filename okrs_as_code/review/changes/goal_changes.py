"""Differences in objectives and key results."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from typing import Any

from okrs_as_code.model.direction import directions
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode, objective_part
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.terms import CanonicalTerms, same_title, terms_of
from okrs_as_code.review.changes.change import Change, ChangedNode, ChangeKind
from okrs_as_code.review.changes.matching import Matching, Pair

_KEY_RESULT_FIELDS = {
    "manager": ChangeKind.MANAGER,
    "start": ChangeKind.PLANNING,
    "plan": ChangeKind.PLANNING,
    "check_ins": ChangeKind.PLANNING,
    "weight": ChangeKind.PLANNING,
    "contributors": ChangeKind.WORDING,
    "links": ChangeKind.WORDING,
    "tags": ChangeKind.WORDING,
}
_OBJECTIVE_FIELDS = {
    "owner": ChangeKind.OWNER,
    "check_ins": ChangeKind.PLANNING,
    "title": ChangeKind.WORDING,
    "why": ChangeKind.WORDING,
    "initiatives": ChangeKind.WORDING,
    "tags": ChangeKind.WORDING,
}


def goal_changes(base: Plan, head: Plan, matching: Matching) -> Iterator[Change]:
    """Yields every difference in objectives and key results that can be read, each objective before its key results."""
    by_objective: dict[str, list[Change]] = {}
    for key_result in matching.key_results:
        objective = key_result.id.rpartition("/")[0]
        if key_result.after is None:
            objective = matching.head_ids.get(objective, objective)
            if key_result.before is not None and matching.resolve_key_result(key_result.before) is not None:
                continue  # it is there and cannot be read
        sides = (key_result.before, key_result.after)
        old, new = (node.objective.id if node is not None else "" for node in sides)
        keeps_objective = matching.head_ids.get(old) == new
        differences = key_result_changes(key_result, head, keeps_objective=keeps_objective)
        by_objective.setdefault(objective, []).extend(differences)
    for pair in matching.objectives:
        yield from _objective_changes(pair, base, head, matching)
        yield from by_objective.pop(pair.id, ())
    for changes in by_objective.values():
        yield from changes


def _objective_changes(pair: Pair[ObjectiveNode], base: Plan, head: Plan, matching: Matching) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if before is None and after is not None:
        was_unreadable = after.id in base.unreadable_objectives
        yield Change(ChangeKind.ADDED, after.id, after=None if was_unreadable else after.content.title, new=after)
    elif after is None and before is not None:
        if head.resolve_objective(before.id, before.cycle) is None:
            yield Change(ChangeKind.REMOVED, before.id, before=before.content.title, old=before)
    elif before is not None and after is not None:
        if before.id != after.id:
            yield Change(ChangeKind.MOVED, after.id, "id", before.short_id, after.short_id, old=before, new=after)
        else:
            yield from _field_changes(ChangeKind.WORDING, "formerly", before, after)
        yield from objective_changes(before, after, base, head, matching)


def objective_changes(
    before: ObjectiveNode, after: ObjectiveNode, base: Plan, head: Plan, matching: Matching
) -> Iterator[Change]:
    """Yields every difference in an objective's own keys, but for its id."""
    yield from _alignment_changes(before, after, base, head, matching)
    for field, kind in _OBJECTIVE_FIELDS.items():
        yield from _field_changes(kind, field, before, after)
    if not (_hands_down_commitment(before) and _hands_down_commitment(after)):  # else it shows in their terms
        yield from _field_changes(ChangeKind.WORDING, "commitment", before, after)


def _alignment_changes(
    before: ObjectiveNode, after: ObjectiveNode, base: Plan, head: Plan, matching: Matching
) -> Iterator[Change]:
    """Changes of the goals above, whatever the name under which each is written, and of how this one counts there.

    What an objective is aligned to is one id, or none, as long as there is no list; else a list of ids.
    """
    written, current = base.goals_above(before), head.goals_above(after)
    names = {id_: _name_at_head(id_, current, before, head, matching) for id_ in written}
    old = {names[id_]: entry.weight for id_, entry in written.items()}
    new = {id_: entry.weight for id_, entry in current.items()}
    is_list = len(before.alignments) > 1 or len(after.alignments) > 1

    def change(field: str, was: Any, now: Any) -> Change:
        return Change(ChangeKind.ALIGNMENT, after.id, field, was, now, old=before, new=after)

    if list(old) != list(new):
        was, now = ((list(side) or None) if is_list else next(iter(side), None) for side in (written, new))
        yield change("aligned_to", was, now)
    weights: dict[str | bool, tuple[float | None, float | None]] = {
        id_: (old.get(id_), new.get(id_)) for id_ in dict.fromkeys((*old, *new))
    }
    if not is_list:
        weights = {True: (next(iter(old.values()), None), next(iter(new.values()), None))}
    for name, (old_weight, new_weight) in weights.items():
        if (old_weight is None) != (new_weight is None):
            yield change("contributes", *(name if weight is not None else None for weight in (old_weight, new_weight)))
        elif old_weight != new_weight:
            yield change("weight", old_weight, new_weight)


def _name_at_head(id_: str, current: Container[str], node: ObjectiveNode, head: Plan, matching: Matching) -> str:
    """The id under which the head's objective names a goal of the base; the goal's own where it names it no more."""
    objective = objective_part(id_)
    moved = f"{matching.head_ids.get(objective, objective)}{id_.removeprefix(objective)}"
    candidates = (id_, moved, head.resolve_goal(id_, node.cycle), head.resolve_goal(moved, node.cycle))
    return next((name for name in candidates if name is not None and name in current), id_)


def _hands_down_commitment(node: ObjectiveNode) -> bool:
    """Whether a key result of an objective is committed to as the objective says; one that cannot be read may be."""
    own = sum(key_result.content.commitment is not None for key_result in node.key_results)
    return own < len(node.ids)


def key_result_changes(pair: Pair[KeyResultNode], head: Plan, *, keeps_objective: bool) -> Iterator[Change]:
    """Yields every difference in one key result."""
    before, after = pair.before, pair.after
    if before is None and after is not None:
        yield Change(ChangeKind.ADDED, after.id, after=after.content.title, new=after)
    elif after is None and before is not None:
        yield Change(ChangeKind.REMOVED, before.id, before=before.content.title, old=before)
    elif before is not None and after is not None:
        if before.content.id != after.content.id or not keeps_objective:
            ids = (before.content.id, after.content.id) if keeps_objective else (before.short_id, after.short_id)
            yield Change(ChangeKind.MOVED, after.id, "id", *ids, old=before, new=after)
        else:
            yield from _field_changes(ChangeKind.WORDING, "formerly", before, after)
        yield from _terms_changes(before, after, head)
        if before.content.start is None and after.content.start is None and before.start != after.start:
            old_start, new_start = before.start.isoformat(), after.start.isoformat()
            yield Change(ChangeKind.PLANNING, after.id, "start", old_start, new_start, old=before, new=after)
        for field, kind in _KEY_RESULT_FIELDS.items():
            yield from _field_changes(kind, field, before, after)
        is_reworded = same_title(before.content.title, after.content.title)
        yield from _field_changes(ChangeKind.WORDING if is_reworded else ChangeKind.TITLE, "title", before, after)


def _terms_changes(before: KeyResultNode, after: KeyResultNode, head: Plan) -> Iterator[Change]:
    if before.content == after.content and _inherited_terms(before) == _inherited_terms(after):
        return
    old, new = terms_at_head(before, head), terms_at_head(after, head)
    differences = directions(old, new)
    for difference, direction in differences:
        yield Change(
            ChangeKind.TERMS, after.id, difference.field, difference.before, difference.after, direction, before, after
        )
    if old != new and not differences:
        yield Change(
            ChangeKind.TERMS, after.id, "measure", old.data["measure"], new.data["measure"], None, before, after
        )


def _inherited_terms(node: KeyResultNode) -> tuple[str, date]:
    """The parts of the terms that are not written at the key result itself."""
    return node.commitment, node.due


def terms_at_head(node: KeyResultNode, head: Plan) -> CanonicalTerms:
    """The terms of a key result of either side, with teams named as the head names them."""
    return terms_of(node.content, node.commitment, node.due, head.directory.resolve_team)


def _field_changes(kind: ChangeKind, field: str, before: ChangedNode, after: ChangedNode) -> Iterator[Change]:
    if getattr(before.content, field) == getattr(after.content, field):
        return
    old, new = _field_data(before.content, field), _field_data(after.content, field)
    if old != new:
        yield Change(kind, after.id, field, old, new, old=before, new=after)


def _field_data(content: Objective | Any, field: str) -> Any:
    """Plain data of a field; None for an empty list or mapping, as that says the same."""
    value = content.model_dump(mode="json", include={field}, exclude_none=True).get(field)
    return value if value not in ([], {}) else None
