"""Key results that records are about and of which it is not clear whose they are: unreadable, or several of one id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode, names_key_result
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import objective_entries
from okrs_as_code.review.changes.change import Change, ChangeKind, NamedOwner, UnclearSubject
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.review.unreadable.last_readable import LastReadable
from okrs_as_code.review.unreadable.restored_base import file_text, has_unfit_key_results
from okrs_as_code.review.unreadable.written_goals import (
    likely_key_result,
    named_owners,
    owners_named_in_text,
    written_key_results,
)

_UNREADABLE = (ChangeKind.RECORD_UNREADABLE, ChangeKind.RECORD_UNREADABLE_ADDED)


class UnclearSubjects:
    """Finds what records are about where the plans of two revisions do not say whose that is."""

    def __init__(self, base: Revision, head: Revision) -> None:
        self._base = base
        self._head = head.plan
        self._last = LastReadable(base.plan, base.versions)

    def with_subjects(self, change: Change) -> Change:
        """Returns a change of a record with the unclear ones of what it is about."""
        cycle_name = change.subject.split("/")[-3]
        found = {ref: self._subject(ref, cycle_name) for ref in _refs(change)}
        found |= {ref: self._unreadable_objective(ref, cycle_name) for ref in _objective_refs(change)}
        unclear = {ref: subject for ref, subject in found.items() if subject is not None}
        return replace(change, unclear=unclear) if unclear else change

    def _subject(self, ref: str, cycle_name: str) -> UnclearSubject | None:
        """The subject that a record names; None where one key result of the base, or else of the head, is meant."""
        id_ = _resolve(self._base.plan, ref, cycle_name)
        head_id = _resolve(self._head, ref, cycle_name)
        nodes, at_head = _nodes(self._base.plan, id_), _nodes(self._head, head_id)
        is_unreadable = id_ is not None and not nodes and self._may_be_unreadable(id_)
        if not is_unreadable and len(nodes) <= 1 and len(at_head) <= 1:
            return None
        named: tuple[NamedOwner, ...] = ()
        if is_unreadable and id_ is not None:
            nodes, named = self._last_state(id_)
        all_nodes = (*nodes, *(node for node in at_head if not any(_is_same(node, one) for one in nodes)))
        return UnclearSubject((head_id if at_head else id_) or ref, all_nodes, named)

    def _unreadable_objective(self, ref: str, cycle_name: str) -> UnclearSubject | None:
        """An objective whose own keys cannot be read at the base, with the people who are likely to own it."""
        plan = self._base.plan
        id_ = plan.references.objective_in(ref, cycle_name)
        node = plan.objectives.get(id_) if id_ is not None else None
        if id_ is None or (node is not None and not node.broken):
            return None
        header = self._last.header(id_)
        if header is not None and header.owner is not None:
            return UnclearSubject(id_, (), (NamedOwner(header.owner),))
        named = owners_named_in_text(file_text(self._base.workspace, id_))
        return UnclearSubject(id_, (), tuple(dict.fromkeys(named)))

    def _may_be_unreadable(self, id_: str) -> bool:
        objective = id_.rpartition("/")[0]
        node = self._base.plan.objectives.get(objective)
        return objective in self._base.plan.unreadable_objectives or (node is not None and has_unfit_key_results(node))

    def _last_state(self, id_: str) -> tuple[tuple[KeyResultNode, ...], tuple[NamedOwner, ...]]:
        """The last readable state, else what is most likely meant, else the people whom it names."""
        objective, _, slug = id_.rpartition("/")
        last = self._last.key_result(objective, (slug,))
        if last is not None:
            return (last,), ()
        workspace = self._base.workspace
        node = workspace.plan.objectives.get(objective)
        if node is None:
            return (), tuple(dict.fromkeys(owners_named_in_text(file_text(workspace, objective))))
        unfit = [element for element in written_key_results(workspace, node) if element.node is None]
        meant = [element for element in unfit if slug in (element.slug, *element.former_slugs)]
        contents = [(element, likely_key_result(element.data, None).content) for element in meant or unfit]
        nodes = (KeyResultNode(id_, content, one.position, node) for one, content in contents if content is not None)
        named = (owner for element, content in contents if content is None for owner in named_owners(element.data))
        return tuple(nodes), tuple(dict.fromkeys(named))


def _refs(change: Change) -> Iterable[str]:
    """The key results that a change of a record names, before and after."""
    if change.kind in _UNREADABLE:
        return tuple(filter(names_key_result, change.before))
    before: Any = change.before if isinstance(change.before, dict) else {}
    after = change.record.content.key_results if change.record is not None else {}
    return tuple(dict.fromkeys((*before.get("key_results", ()), *after)))


def _objective_refs(change: Change) -> Iterable[str]:
    """The objectives that a record speaks of as a whole; where it cannot be read, those that its text names."""
    if change.kind in _UNREADABLE:
        return tuple(ref for ref in change.before if not names_key_result(ref))
    return tuple(objective_entries(change.record.content)) if change.record is not None else ()


def _resolve(plan: Plan, ref: str, cycle_name: str) -> str | None:
    """The complete id of what a record names, also where its objective has no readable one of that id."""
    cycle = plan.calendar.cycle(cycle_name)
    if cycle is None:
        return None
    objective, _, slug = ref.rpartition("/")
    objective_id = plan.resolve_objective(objective, cycle)
    found = plan.resolve_key_result(ref, cycle)
    return found or (f"{objective_id}/{slug}" if objective_id is not None else None)


def _nodes(plan: Plan, id_: str | None) -> tuple[KeyResultNode, ...]:
    """All readable key results of one id."""
    objective: ObjectiveNode | None = plan.objectives.get((id_ or "").rpartition("/")[0])
    return tuple(node for node in objective.key_results if node.id == id_) if objective is not None else ()


def _is_same(node: KeyResultNode, other: KeyResultNode) -> bool:
    return (node.owner, node.content.manager) == (other.owner, other.content.manager)
