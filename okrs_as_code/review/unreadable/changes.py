"""Changes of goals that cannot be read, on either side: each is compared with its last readable state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from okrs_as_code.model.direction import Direction
from okrs_as_code.model.files.objective import KeyResult
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.changes.goal_changes import key_result_changes
from okrs_as_code.review.changes.matching import Matching, Pair
from okrs_as_code.review.unreadable.left_out import left_out_changes
from okrs_as_code.review.unreadable.restored_base import (
    RestoredBase,
    file_text,
    has_unfit_key_results,
    header_of,
    inherited_values,
    repeated_key_results,
)
from okrs_as_code.review.unreadable.written_goals import (
    WrittenKeyResult,
    header_statement,
    likely_key_result,
    named_owners,
    owners_named_in_text,
    partners_of,
    written_key_results,
)
from okrs_as_code.workspace.loader import Workspace

_IDS = {"id", "formerly"}
_INHERITED = frozenset((("commitment",), ("check_ins",)))
"""Paths of what an objective sets for its key results."""


def unreadable_changes(
    base: Workspace, head: Workspace, restored: RestoredBase, matching: Matching
) -> Iterator[Change]:
    """Yields what cannot be read, or could not, and is not what it last was; `matching` has the restored plan."""
    return _UnreadableChanges(base, head, restored, matching).changes()


class _UnreadableChanges:
    def __init__(self, base: Workspace, head: Workspace, restored: RestoredBase, matching: Matching) -> None:
        self._base = base
        self._head = head
        self._restored = restored
        self._matching = matching

    def changes(self) -> Iterator[Change]:
        """Yields all of them: objectives, key results, what could never be read, and what is new."""
        for pair in self._matching.objectives:
            if pair.before is not None:
                yield from self._objective_changes(pair.before, pair.after)
        for key_results in self._matching.key_results:
            if key_results.before is not None:
                yield from self._key_result_changes(key_results.before, key_results.after)
        yield from self._repeated_changes()
        yield from left_out_changes(self._base, self._head, self._matching)
        yield from self._restored.without_state
        for node in self._head.plan.objectives.values():
            if has_unfit_key_results(node):
                yield from self._added_key_results(node)
        yield from self._added_files()

    def _objective_changes(self, before: ObjectiveNode, after: ObjectiveNode | None) -> Iterator[Change]:
        title = before.content.title
        if after is None:
            if self._head.plan.resolve_objective(before.id, before.cycle) is not None:
                yield Change(ChangeKind.UNREADABLE, before.id, before=title, direction=Direction.UNCLEAR, old=before)
                yield from self._named_in_file(before)
            return
        header = self._restored.headers.get(before.id)
        if header is not None:
            if after.broken or header != header_of(after.content):
                yield Change(ChangeKind.UNREADABLE, after.id, after=after.content.title, old=before, new=after)
        elif after.broken and not self._has_same_header(before, after):
            yield Change(ChangeKind.UNREADABLE, after.id, before=title, old=before, new=after)
        if after.broken and not self._has_same_header(before, after):
            unfit = {mismatch.path[:1] for mismatch in self._head.files[after.file].mismatches}
            if unfit & _INHERITED:
                yield from self._changes_by_inheritance(before)

    def _named_in_file(self, before: ObjectiveNode) -> Iterator[Change]:
        """The people whom a file that cannot be read any more names, and who had no part in it before."""
        id_ = self._head.plan.resolve_objective(before.id, before.cycle)
        if id_ is not None and id_ in self._head.plan.unreadable_objectives:
            managers = (key_result.content.manager for key_result in before.key_results)
            known = {before.content.owner, *(key_result.owner for key_result in before.key_results), *managers}
            named = (one for one in owners_named_in_text(file_text(self._head, id_)) if one.owner not in known)
            owners = tuple(dict.fromkeys(named))
            if owners:
                yield Change(ChangeKind.UNREADABLE, id_, named=owners)

    def _changes_by_inheritance(self, before: ObjectiveNode) -> Iterator[Change]:
        """Changes of the key results of an objective that sets something for them which cannot be read."""
        for pair in self._matching.key_results:
            old, new = pair.before, pair.after
            if old is not None and new is not None and old.objective is before:
                title, direction = old.content.title, Direction.UNCLEAR
                yield Change(ChangeKind.UNREADABLE, pair.id, before=title, direction=direction, old=old, new=new)

    def _has_same_header(self, before: ObjectiveNode, after: ObjectiveNode) -> bool:
        node = self._base.plan.objectives.get(before.id)
        return node is not None and header_statement(self._base, node) == header_statement(self._head, after)

    def _key_result_changes(self, before: KeyResultNode, after: KeyResultNode | None) -> Iterator[Change]:
        state = self._restored.key_results.get(before.id)
        if after is not None:
            if state is not None and not (state.known and _says_the_same(state.content, after.content)):
                yield Change(ChangeKind.UNREADABLE, after.id, after=after.content.title, old=before, new=after)
            return
        id_ = self._matching.resolve_key_result(before)
        if id_ is not None:
            yield from self._changes_of_unreadable(before, id_, self._written_at_head(id_))

    def _changes_of_unreadable(
        self, before: KeyResultNode, id_: str, written: WrittenKeyResult | None
    ) -> Iterator[Change]:
        """Changes of a key result that the head has and that cannot be read there, as far as is known what it says."""
        title = before.content.title
        likely = likely_key_result(written.data, before.content) if written is not None else None
        direction = Direction.UNCLEAR if likely is None or likely.unclear else None
        new = None
        if written is not None and likely is not None and likely.content is not None:
            new = KeyResultNode(id_, likely.content, written.position, written.objective)
        yield Change(ChangeKind.UNREADABLE, id_, before=title, direction=direction, old=before, new=new)
        if new is not None:
            yield from key_result_changes(Pair(before, new), self._head.plan, keeps_objective=True)
        known = {before.owner, new.owner if new is not None else None}
        owners = named_owners(written.data) if written is not None else ()
        named = tuple(owner for owner in owners if owner.owner not in known)
        if named:
            yield Change(ChangeKind.UNREADABLE, id_, new=before.objective, named=named)

    def _written_at_head(self, id_: str) -> WrittenKeyResult | None:
        """The key result of an id that does not fit at the head; None where its whole file cannot be read."""
        objective = self._head.plan.objectives.get(id_.rpartition("/")[0])
        elements = written_key_results(self._head, objective) if objective is not None else ()
        return next((element for element in elements if element.id == id_ and element.node is None), None)

    def _repeated_changes(self) -> Iterator[Change]:
        """Changes of key results whose id another one of the objective has as well: records may mean either."""
        before, after = repeated_key_results(self._restored.plan), repeated_key_results(self._head.plan)
        if not before and not after:
            return
        head_ids = {pair.before.id: pair.after.id for pair in self._matching.key_results if pair.before and pair.after}
        at_base = {head_ids.get(id_, id_): nodes for id_, nodes in before.items()}
        for id_ in dict.fromkeys((*at_base, *after)):
            pairs = tuple(_pair_by_content(at_base.get(id_, []), after.get(id_, [])))
            if pairs and id_ in after:
                yield from self._ambiguous(id_, at_base.get(id_, []))
            for old, new in pairs:
                yield from key_result_changes(Pair(old, new), self._head.plan, keeps_objective=True)

    def _ambiguous(self, id_: str, repeated: Sequence[KeyResultNode]) -> Iterator[Change]:
        """The key results of the base with an id that several have at the head: it is unknown which is which."""
        main = (pair.before for pair in self._matching.key_results if pair.id == id_ and pair.before is not None)
        for node in (*main, *repeated):
            title = node.content.title
            yield Change(ChangeKind.UNREADABLE, id_, "id", title, direction=Direction.UNCLEAR, old=node)

    def _added_key_results(self, node: ObjectiveNode) -> Iterator[Change]:
        """Yields the key results of an objective that cannot be read and were not in the base, under whatever id."""
        base_id = next((old for old, new in self._matching.head_ids.items() if new == node.id), "")
        before, restored = self._base.plan.objectives.get(base_id), self._restored.plan.objectives.get(base_id)
        if any(self._is_at_head(id_, node) for id_ in self._restored.plan.unreadable_objectives):
            return  # nobody knows what was in that file
        known = written_key_results(self._base, before) if before is not None else ()
        ids = {*(restored.ids if restored is not None else ()), *(element.slug for element in known)}
        nodes = restored.key_results if restored is not None else ()
        gone = [one for one in nodes if self._matching.resolve_key_result(one) is None]
        unfit = [element for element in written_key_results(self._head, node) if element.node is None]
        moved = partners_of([element for element in known if element.node is None], unfit, frozenset())
        for element in unfit:
            replaced = next((node for node in gone if _takes_its_place(element, node)), None)
            if replaced is not None:
                yield from self._changes_of_unreadable(replaced, replaced.id, element)
            elif element not in moved and ids.isdisjoint((element.slug or "", *element.former_slugs)):
                yield Change(ChangeKind.UNREADABLE_ADDED, element.id, new=node)

    def _is_at_head(self, id_: str, node: ObjectiveNode) -> bool:
        """Whether an objective of the base, by its id, is this one of the head."""
        return id_ == node.id or self._head.plan.resolve_objective(id_, node.cycle) == node.id

    def _added_files(self) -> Iterator[Change]:
        known = {*self._base.plan.objectives, *self._base.plan.unreadable_objectives}
        yield from (Change(ChangeKind.UNREADABLE_ADDED, id_) for id_ in self._restored.added if id_ not in known)


def _says_the_same(before: KeyResult, after: KeyResult) -> bool:
    return before.model_dump(exclude=_IDS, exclude_unset=True) == after.model_dump(exclude=_IDS, exclude_unset=True)


def _inherits_the_same(before: KeyResultNode, after: KeyResultNode) -> bool:
    return inherited_values(before.objective) == inherited_values(after.objective)


def _takes_its_place(element: WrittenKeyResult, gone: KeyResultNode) -> bool:
    """Whether it names a key result that is gone as what it was, has its title, or is without an id in its place."""
    if gone.content.id in element.former_slugs or gone.content.title == element.title:
        return True
    return element.slug is None and gone.position == element.position


def _pair_by_content(
    before: Sequence[KeyResultNode], after: Sequence[KeyResultNode]
) -> Iterator[tuple[KeyResultNode | None, KeyResultNode | None]]:
    """Pairs what is not the same on both sides, in order."""
    old, new = list(before), list(after)
    for node in after:
        same = next((one for one in old if one.content == node.content and _inherits_the_same(one, node)), None)
        if same is not None:
            old.remove(same)
            new.remove(node)
    yield from zip_longest(old, new)
