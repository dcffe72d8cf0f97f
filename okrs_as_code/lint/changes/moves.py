"""Moves: where the subjects of findings at the base are at the head, whether they can be read or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.changes.matching import Matching
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.review.revisions.written_text import unread_texts
from okrs_as_code.review.unreadable.restored_base import unread_objectives
from okrs_as_code.review.unreadable.written_goals import WrittenKeyResult, partners_of, written_key_results
from okrs_as_code.workspace.layout import EntryKind, FileKind, locate
from okrs_as_code.workspace.loader import Workspace


class Moves:
    """The moves of objectives and key results between two trees, with and without `formerly`."""

    def __init__(self, base: Workspace, head: Workspace) -> None:
        self._base = base
        self._head = head

    def current(self, subject: str) -> str:
        """The id at the head of what a finding of the base is about; of a file that of the objective in it."""
        id_, mark, step = _id_of(subject).partition("#")
        parts = id_.split("/")
        cycle = self._head.plan.calendar.cycle(parts[0])
        if cycle is None or len(parts) not in (3, 4):
            return f"{id_}{mark}{step}"
        known = self._written.get(f"{id_}{mark}{step}")
        if known is not None:
            return known
        objective = self._objective("/".join(parts[:3]))
        if len(parts) == 4:
            found = self._head.plan.resolve_key_result(f"{objective}/{parts[3]}", cycle)
            return f"{found or f'{objective}/{parts[3]}'}{mark}{step}"
        return f"{objective}{mark}{step}"

    def at_head(self, subject: str) -> str:
        """The id of what a finding of the head is about, in the form of `current`."""
        return _resolved(_id_of(subject), self._head.plan)

    def _objective(self, id_: str) -> str:
        found = self._head.plan.references.objective_in(id_, id_.split("/")[0])
        return found or self._moved.get(id_, id_)

    @cached_property
    def _moved(self) -> Mapping[str, str]:
        """The ids at the head of objectives that no id leads to any more: by their name, title or text."""
        texts = unread_texts(Revision(self._base), Revision(self._head), unread_objectives)
        moved = {_id_of(old): _id_of(new) for old, new in texts.moved.items()}
        return {**moved, **Matching(self._base.plan, self._head.plan).head_ids}

    @cached_property
    def _written(self) -> Mapping[str, str]:
        """The ids at the head of key results that cannot be read on either side."""
        pairs: dict[str, str] = {}
        for node in self._base.plan.objectives.values():
            after = self._head.plan.objectives.get(self._objective(node.id)) if node.unreadable else None
            if after is not None:
                old, new = (tuple(_unread(*side)) for side in ((self._base, node), (self._head, after)))
                partners = zip(old, partners_of(old, new, frozenset()), strict=True)
                pairs.update({_subject(one): _subject(partner) for one, partner in partners if partner is not None})
        return pairs


def _unread(workspace: Workspace, node: ObjectiveNode) -> Iterator[WrittenKeyResult]:
    return (element for element in written_key_results(workspace, node) if element.node is None)


def _subject(element: WrittenKeyResult) -> str:
    """The subject of findings about a key result; without an id, its place from 0."""
    return element.id if element.slug is not None else f"{element.objective.id}#{element.position}"


def _id_of(subject: str) -> str:
    """The subject of a finding; for the file of an objective its complete id."""
    location = locate(subject, EntryKind.FILE)
    if location.kind is FileKind.OBJECTIVE:
        return f"{location.cycle}/{location.folder}/{location.name}"
    return subject


def _resolved(subject: str, plan: Plan) -> str:
    """An id as it is today, through `formerly`."""
    old_id, mark, step = subject.partition("#")
    cycle = plan.calendar.cycle(old_id.split("/")[0])
    found = None
    if cycle is not None and old_id.count("/") == 2:
        found = plan.resolve_objective(old_id, cycle)
    elif cycle is not None and old_id.count("/") == 3:
        found = plan.resolve_key_result(old_id, cycle)
    return f"{found or old_id}{mark}{step}"
