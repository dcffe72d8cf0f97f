"""What differs in objectives and key results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from okrs_as_code.model.direction import directions
from okrs_as_code.model.objective import Alignment, Objective
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.model.terms import CanonicalTerms, terms_of
from okrs_as_code.review.change import Change, Kind
from okrs_as_code.review.matching import Matching, Pair

_OF_KEY_RESULT = {
    "manager": Kind.MANAGER,
    "start": Kind.PLANNING,
    "check_ins": Kind.PLANNING,
    "weight": Kind.PLANNING,
    "title": Kind.WORDING,
    "contributors": Kind.WORDING,
    "links": Kind.WORDING,
}
_OF_OBJECTIVE = {
    "owner": Kind.OWNER,
    "check_ins": Kind.PLANNING,
    "title": Kind.WORDING,
    "why": Kind.WORDING,
    "initiatives": Kind.WORDING,
}


def goals(base: Plan, head: Plan, matching: Matching) -> Iterator[Change]:
    """Every difference in objectives and key results, each objective followed by its key results."""
    of_objective: dict[str, list[Change]] = {}
    for pair in matching.key_results:
        above = pair.id.rpartition("/")[0]
        found = of_objective.setdefault(matching.after.get(above, above), [])
        found.extend(_key_result(pair, base, head, matching))
    for objective in matching.objectives:
        yield from _objective(objective, base, head)
        yield from of_objective.pop(objective.id, ())
    for rest in of_objective.values():
        yield from rest


def _objective(pair: Pair[ObjectiveNode], base: Plan, head: Plan) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if before is None and after is not None:
        hidden = after.id in base.unreadable_objectives
        yield Change(Kind.ADDED, after.id, after=None if hidden else after.content.title, new=after)
    elif after is None and before is not None:
        gone = head.resolve_objective(before.id, before.cycle) is None
        yield Change(Kind.REMOVED if gone else Kind.UNREADABLE, before.id, before=before.content.title, old=before)
    elif before is not None and after is not None:
        if before.id != after.id:
            yield Change(Kind.MOVED, after.id, "id", before.short_id, after.short_id, old=before, new=after)
        yield from _alignment(before, after, base, head)
        for field, kind in _OF_OBJECTIVE.items():
            yield from _field(kind, field, before, after)


def _alignment(before: ObjectiveNode, after: ObjectiveNode, base: Plan, head: Plan) -> Iterator[Change]:
    """What an objective is aligned to, whatever the name under which it is written, and how it counts there."""
    old, new = _above(before, base), _above(after, head)
    for field in dict.fromkeys((*old, *new)):
        was, now = old.get(field), new.get(field)
        same = field == "aligned_to" and was is not None and head.resolve_objective(was, before.cycle) == now
        if was != now and not same:
            yield Change(Kind.ALIGNMENT, after.id, field, was, now, old=before, new=after)


def _above(node: ObjectiveNode, plan: Plan) -> dict[str, Any]:
    aligned: Alignment | None = node.alignment
    if aligned is None:
        return {}
    named = plan.resolve_objective(aligned.objective, node.cycle) or aligned.objective
    counted = {"contributes": True, "weight": aligned.weight} if aligned.contributes else {}
    return {"aligned_to": named, **counted}


def _key_result(pair: Pair[KeyResultNode], base: Plan, head: Plan, matching: Matching) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if before is None and after is not None:
        yield Change(Kind.ADDED, after.id, after=after.content.title, new=after)
    elif after is None and before is not None:
        gone = head.resolve_key_result(before.id, before.cycle) is None
        yield Change(Kind.REMOVED if gone else Kind.UNREADABLE, before.id, before=before.content.title, old=before)
    elif before is not None and after is not None:
        stays = matching.after.get(before.objective.id) == after.objective.id
        if before.content.id != after.content.id or not stays:
            was, now = (before.content.id, after.content.id) if stays else (before.short_id, after.short_id)
            yield Change(Kind.MOVED, after.id, "id", was, now, old=before, new=after)
        old, new = terms_here(before, head), terms_here(after, head)
        moved = directions(old, new)
        for difference, direction in moved:
            yield Change(
                Kind.TERMS, after.id, difference.field, difference.before, difference.after, direction, before, after
            )
        if old != new and not moved:
            yield Change(Kind.TERMS, after.id, "measure", old.data["measure"], new.data["measure"], None, before, after)
        for field, kind in _OF_KEY_RESULT.items():
            yield from _field(kind, field, before, after)


def terms_here(node: KeyResultNode, head: Plan) -> CanonicalTerms:
    """The terms of a key result of either side, with teams named as the head names them."""
    return terms_of(node.content, node.objective.content.commitment, node.due, head.directory.resolve_team)


def _field(
    kind: Kind, field: str, before: ObjectiveNode | KeyResultNode, after: ObjectiveNode | KeyResultNode
) -> Iterator[Change]:
    was, now = _plain(before.content, field), _plain(after.content, field)
    if was != now:
        yield Change(kind, after.id, field, was, now, old=before, new=after)


def _plain(content: Objective | Any, field: str) -> Any:
    found = content.model_dump(mode="json", include={field}, exclude_none=True).get(field)
    return found if found != [] else None
