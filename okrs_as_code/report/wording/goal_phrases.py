"""Phrases for changes of objectives and key results, with all that a new key result asks to be agreed to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.measure import Milestones, unit_of
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.goal import AlignmentEntry, KeyResultNode, ObjectiveNode, names_key_result
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.terms_change_phrases import owner_value_phrase, terms_change_phrase
from okrs_as_code.report.wording.terms_phrases import step_lines
from okrs_as_code.report.wording.value_phrases import change_phrase, plan_change_phrase, quoted_phrase, text_phrase
from okrs_as_code.review.changes.change import Change, ChangeKind

OWNERS_OWN = "the owner's own"
"""The manager of a key result that names none."""


class GoalPhrases:
    """Phrases for changes of objectives and key results between the plans of two revisions."""

    def __init__(self, base: Plan, head: Plan) -> None:
        self._base = base
        self._head = head

    def phrase(self, change: Change) -> str:
        """The phrase for one change, without the name of the objective or key result."""
        node = change.new or change.old
        if change.kind is ChangeKind.UNREADABLE:
            if change.field == "id":
                return "another one has its id: `okrs lint` says where"
            if change.after is not None:
                return "could not be read before, and is not what it last was"
            return "differs, cannot be read: `okrs lint` says why"
        if change.kind is ChangeKind.RECORD_UNREADABLE:
            return "differs, cannot be read: `okrs lint` says why"
        if change.kind is ChangeKind.MISPLACED_ADDED:
            return "new, where nothing reads it: `okrs lint` says why"
        if change.kind is ChangeKind.MISPLACED_EDITED:
            return "differs, where nothing reads it: `okrs lint` says why"
        if change.kind is ChangeKind.MISPLACED_REMOVED:
            return "removed; nothing read it where it was"
        if change.kind in (ChangeKind.UNREADABLE_ADDED, ChangeKind.RECORD_UNREADABLE_ADDED):
            return "new, cannot be read: `okrs lint` says why"
        if change.kind is ChangeKind.MOVED:
            return _move_phrase(change)
        if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) and node is not None:
            return "; ".join(self._description(change, node))
        if change.kind is ChangeKind.TERMS:
            return terms_change_phrase(change)
        if change.kind is ChangeKind.TITLE and isinstance(node, KeyResultNode):
            measure = text_phrase(numbers.measure_phrase(node.content.measure))
            return f"{self._field_phrase(change)} (measured: {measure})"
        if change.kind is ChangeKind.ALIGNMENT and isinstance(change.new, ObjectiveNode):
            return self._alignment_phrase(change, change.new)
        return self._field_phrase(change)

    def _description(self, change: Change, node: ObjectiveNode | KeyResultNode) -> Iterator[str]:
        """All parts of an objective or key result that was added or removed."""
        directory = (self._head if change.new is not None else self._base).directory
        if isinstance(node, ObjectiveNode):
            yield _introduction(change, "objective", self._base.resolve_objective)
            if node.content.owner is not None:
                yield f"owner {node.content.owner}"
            plan = self._head if change.new is not None else self._base
            yield from (self._support_phrase(goal, entry, node) for goal, entry in plan.goals_above(node).items())
            if node.content.why is not None and change.new is not None:
                yield f"why: {text_phrase(node.content.why)}"
            yield from _tag_phrases(node.content.tags)
            return
        content, manager = node.content, directory.manager_of(node.content)
        yield f"{_introduction(change, 'key result', self._base.resolve_key_result)}: {text_phrase(content.title)}"
        owner = content.owner
        yield f"owner {owner_value_phrase(owner.model_dump() if isinstance(owner, TeamOwner) else owner)}"
        if manager is not None:
            yield f"manager {manager}"
        yield node.commitment
        steps = ""
        if isinstance(content.measure, Milestones):
            steps = f": {', '.join(text_phrase(words) for words in step_lines(content.measure))}"
        yield f"{text_phrase(numbers.measure_phrase(content.measure))}{steps}"
        yield f"due {numbers.day(node.due)}"
        if content.success is not None:
            yield f"success: {text_phrase(content.success)}"
        if content.start is not None:
            yield f"starts {numbers.day(content.start)}"
        if content.plan:
            yield f"plan {text_phrase(numbers.planned_phrase(content.plan, getattr(content.measure, 'unit', None)))}"
        if content.weight != 1:
            yield f"weight {numbers.number(content.weight)}"
        yield from _tag_phrases(content.tags)

    def _support_phrase(self, goal: str, entry: AlignmentEntry | None, node: ObjectiveNode) -> str:
        exists = self._head.resolve_goal(goal, node.cycle) is not None
        verb = "contributes to" if entry is not None and entry.weight is not None else "supports"
        return f"{verb} {_short_goal(goal, node)}{'' if exists else ', which is not there'}"

    def _alignment_phrase(self, change: Change, node: ObjectiveNode) -> str:
        goals = self._head.goals_above(node)
        if change.field == "aligned_to" and (isinstance(change.before, list) or isinstance(change.after, list)):
            return self._list_phrase(change.before or [], change.after or [], node)
        if change.field == "aligned_to":
            was = f", was aligned to {_short_goal(change.before, node)}" if change.before is not None else ""
            if change.after is None:
                return f"is aligned to nothing any more{was}"
            if change.before == f"{node.cycle.name}/{change.after}" or change.before == change.after:
                noun = "key result" if names_key_result(change.after) else "objective"
                return f"the {noun} above, {change.after}, is not there any more"
            return f"now {self._support_phrase(change.after, goals.get(change.after), node)}{was}"
        if change.field == "weight":
            return change_phrase("weight in the progress of the objective above", change.before, change.after)
        goal = change.after or change.before
        above = _short_goal(goal, node) if isinstance(goal, str) else "the objective above"
        if change.after is None:
            return f"no longer counts in the progress of {above}"
        entry = goals.get(change.after) if isinstance(change.after, str) else node.contribution
        has_weight = entry is not None and entry.weight not in (None, 1)
        weight = f", with weight {numbers.number(entry.weight or 0)}" if entry is not None and has_weight else ""
        return f"now counts in the progress of {above}{weight}"

    def _list_phrase(self, before: list[str], after: list[str], node: ObjectiveNode) -> str:
        """The phrase for a change of a list of goals above."""
        goals = self._head.goals_above(node)
        added = [f"now {self._support_phrase(goal, goals.get(goal), node)}" for goal in after if goal not in before]
        removed = [f"no longer aligned to {_short_goal(goal, node)}" for goal in before if goal not in after]
        return "; ".join((*added, *removed)) or "names what it is aligned to in another order"

    def _field_phrase(self, change: Change) -> str:
        """The phrase for a field that is no part of the terms."""
        field, before, after = change.field or "", change.before, change.after
        if field in ("title", "why"):
            if before is None or after is None:
                return (
                    f"{field} added: {quoted_phrase(after)}"
                    if before is None
                    else f"{field} removed, was {quoted_phrase(before)}"
                )
            return f"{field} {quoted_phrase(before)} → {quoted_phrase(after)}"
        if field == "initiatives":
            return _initiatives_phrase(before or [], after or [])
        if field == "manager":
            before, after = before or OWNERS_OWN, after or OWNERS_OWN
        if field == "check_ins" and change.old is not None and change.new is not None:
            before, after = _check_in_interval(self._base, change.old), _check_in_interval(self._head, change.new)
            return f"check-ins every {before} → every {after}"
        if field == "start" and isinstance(change.old, KeyResultNode) and isinstance(change.new, KeyResultNode):
            before, after = change.old.start, change.new.start
        if field == "owner":
            before, after = before or "nobody", after or "nobody"
        if field == "plan":
            old, new = (
                {date.fromisoformat(when): value for when, value in (side or {}).items()} for side in (before, after)
            )
            return plan_change_phrase(old, new, _unit(change.old), _unit(change.new))
        name = {"formerly": "former ids", "weight": "weight in the objective's progress"}.get(field, field)
        return change_phrase(name, before, after)


def _unit(node: object) -> str | None:
    return unit_of(node.content.measure) if isinstance(node, KeyResultNode) else None


def _short_goal(goal: str, node: ObjectiveNode) -> str:
    """The id of a goal above, without its cycle where that is the objective's own."""
    return goal.removeprefix(f"{node.cycle.name}/")


def _tag_phrases(tags: Sequence[str]) -> Iterator[str]:
    if tags:
        yield f"tags {', '.join(tags)}"


def _introduction(change: Change, noun: str, resolve: Callable[[str, Cycle], str | None]) -> str:
    if change.new is None:
        return f"the {noun} is removed"
    was_unreadable = resolve(change.new.id, change.new.cycle) is not None
    return f"could not be read before; the {noun}" if was_unreadable else f"new {noun}"


def _move_phrase(change: Change) -> str:
    if isinstance(change.new, KeyResultNode) and "/" not in str(change.before):
        return f"renamed, was {change.before}"
    old, new = (str(side).rpartition("/")[0] for side in (change.before, change.after))
    return f"renamed, was {change.before}" if old == new else f"moved here, was {change.before}"


def _check_in_interval(plan: Plan, node: ObjectiveNode | KeyResultNode) -> str:
    if isinstance(node, KeyResultNode):
        return plan.cadence(node)
    return node.content.check_ins or ("month" if node.cycle.is_long else plan.config.check_ins.every)


def _initiatives_phrase(before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> str:
    old, new = ({initiative["title"]: initiative for initiative in side} for side in (before, after))
    parts = [f"initiative added: {quoted_phrase(title)}" for title in new if title not in old]
    parts += [f"initiative removed: {quoted_phrase(title)}" for title in old if title not in new]
    parts += [
        f"initiative changed: {quoted_phrase(title)}"
        for title, initiative in new.items()
        if title in old and old[title] != initiative
    ]
    return "; ".join(parts) or "initiatives in another order"
