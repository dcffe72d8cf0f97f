"""What differs in objectives and key results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from okrs_as_code.model.direction import directions
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.model.terms import CanonicalTerms, terms_of
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.matching import Matching, Pair

_OF_KEY_RESULT = {
    "manager": ChangeKind.MANAGER,
    "start": ChangeKind.PLANNING,
    "check_ins": ChangeKind.PLANNING,
    "weight": ChangeKind.PLANNING,
    "title": ChangeKind.WORDING,
    "contributors": ChangeKind.WORDING,
    "links": ChangeKind.WORDING,
}
_OF_OBJECTIVE = {
    "owner": ChangeKind.OWNER,
    "check_ins": ChangeKind.PLANNING,
    "title": ChangeKind.WORDING,
    "why": ChangeKind.WORDING,
    "initiatives": ChangeKind.WORDING,
}


def goal_changes(base: Plan, head: Plan, matching: Matching) -> Iterator[Change]:
    """Every difference in objectives and key results, each objective followed by its key results."""
    of_objective: dict[str, list[Change]] = {}
    for pair in matching.key_results:
        above = pair.id.rpartition("/")[0]
        above = above if pair.after is not None else matching.after.get(above, above)
        of_objective.setdefault(above, []).extend(_key_result(pair, base, head, matching))
    for objective in matching.objectives:
        yield from _objective(objective, base, head, matching)
        yield from of_objective.pop(objective.id, ())
    for rest in of_objective.values():
        yield from rest


def _objective(pair: Pair[ObjectiveNode], base: Plan, head: Plan, matching: Matching) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if before is None and after is not None:
        hidden = after.id in base.unreadable_objectives
        yield Change(ChangeKind.ADDED, after.id, after=None if hidden else after.content.title, new=after)
    elif after is None and before is not None:
        gone = head.resolve_objective(before.id, before.cycle) is None
        yield Change(
            ChangeKind.REMOVED if gone else ChangeKind.UNREADABLE, before.id, before=before.content.title, old=before
        )
    elif before is not None and after is not None:
        if before.id != after.id:
            yield Change(ChangeKind.MOVED, after.id, "id", before.short_id, after.short_id, old=before, new=after)
        else:
            yield from _field(ChangeKind.WORDING, "formerly", before, after)
        yield from _alignment(before, after, base, head, matching)
        for field, kind in _OF_OBJECTIVE.items():
            yield from _field(kind, field, before, after)
        if not (before.ids and after.ids):  # else it shows in the terms of each key result
            yield from _field(ChangeKind.WORDING, "commitment", before, after)


def _alignment(
    before: ObjectiveNode, after: ObjectiveNode, base: Plan, head: Plan, matching: Matching
) -> Iterator[Change]:
    """What an objective is aligned to, whatever the name under which it is written, and how it counts there."""
    was, now = _above(before, base), _above(after, head)
    alike = {was, matching.after.get(was or ""), head.resolve_objective(was, before.cycle) if was else None}
    if now not in alike or (was is None) != (now is None):
        yield Change(ChangeKind.ALIGNMENT, after.id, "aligned_to", was, now, old=before, new=after)
    old, new = before.weight, after.weight
    if (old is None) != (new is None):
        counts = True if new is not None else None
        yield Change(
            ChangeKind.ALIGNMENT, after.id, "contributes", None if counts else True, counts, old=before, new=after
        )
    elif old != new:
        yield Change(ChangeKind.ALIGNMENT, after.id, "weight", old, new, old=before, new=after)


def _above(node: ObjectiveNode, plan: Plan) -> str | None:
    if node.above is None:
        return None
    return plan.resolve_objective(node.above, node.cycle) or node.above


def _key_result(pair: Pair[KeyResultNode], base: Plan, head: Plan, matching: Matching) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if before is None and after is not None:
        yield Change(ChangeKind.ADDED, after.id, after=after.content.title, new=after)
    elif after is None and before is not None:
        gone = head.resolve_key_result(before.id, before.cycle) is None
        yield Change(
            ChangeKind.REMOVED if gone else ChangeKind.UNREADABLE, before.id, before=before.content.title, old=before
        )
    elif before is not None and after is not None:
        stays = matching.after.get(before.objective.id) == after.objective.id
        if before.content.id != after.content.id or not stays:
            was, now = (before.content.id, after.content.id) if stays else (before.short_id, after.short_id)
            yield Change(ChangeKind.MOVED, after.id, "id", was, now, old=before, new=after)
        else:
            yield from _field(ChangeKind.WORDING, "formerly", before, after)
        yield from _terms(before, after, head)
        for field, kind in _OF_KEY_RESULT.items():
            yield from _field(kind, field, before, after)


def _terms(before: KeyResultNode, after: KeyResultNode, head: Plan) -> Iterator[Change]:
    if before.content == after.content and _given(before) == _given(after):
        return
    old, new = terms_at_head(before, head), terms_at_head(after, head)
    moved = directions(old, new)
    for difference, direction in moved:
        yield Change(
            ChangeKind.TERMS, after.id, difference.field, difference.before, difference.after, direction, before, after
        )
    if old != new and not moved:
        yield Change(
            ChangeKind.TERMS, after.id, "measure", old.data["measure"], new.data["measure"], None, before, after
        )


def _given(node: KeyResultNode) -> tuple[str, date]:
    """What terms take from around a key result."""
    return node.objective.content.commitment, node.due


def terms_at_head(node: KeyResultNode, head: Plan) -> CanonicalTerms:
    """The terms of a key result of either side, with teams named as the head names them."""
    return terms_of(node.content, node.objective.content.commitment, node.due, head.directory.resolve_team)


def _field(
    kind: ChangeKind, field: str, before: ObjectiveNode | KeyResultNode, after: ObjectiveNode | KeyResultNode
) -> Iterator[Change]:
    if getattr(before.content, field) == getattr(after.content, field):
        return
    was, now = _plain(before.content, field), _plain(after.content, field)
    if was != now:
        yield Change(kind, after.id, field, was, now, old=before, new=after)


def _plain(content: Objective | Any, field: str) -> Any:
    found = content.model_dump(mode="json", include={field}, exclude_none=True).get(field)
    return found if found != [] else None
