"""The base of a change with the last readable state of what cannot be read there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.changes.change import Change, ChangeKind, NamedOwner
from okrs_as_code.review.changes.matching import Matching
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.review.revisions.written_text import unread_texts
from okrs_as_code.review.unreadable.last_readable import LastReadable
from okrs_as_code.review.unreadable.written_goals import (
    WrittenKeyResult,
    header_statement,
    key_results_statement,
    likely_key_result,
    named_owners,
    owners_named_in_text,
    partners_of,
    written_key_results,
)
from okrs_as_code.workspace.loader import Workspace


class LastState(NamedTuple):
    """The last readable state of a key result; not `known` where it is only what is most likely meant."""

    content: KeyResult
    known: bool = True


class RestoredBase:
    """The plan of a base, with the last readable state of what cannot be read and is not the same at the head.

    What is the same stays unreadable, so that nobody is asked about what a change leaves alone.
    """

    def __init__(self, base: Revision, head: Revision) -> None:
        self._base = base.workspace
        self._head = head.workspace
        self._last = LastReadable(base.plan, base.versions)
        self._matching = Matching(base.plan, head.plan)
        self._objectives: dict[str, ObjectiveNode] = {}
        self.key_results: dict[str, LastState] = {}
        """Last states by the complete id, under the restored plan's."""
        self.headers: dict[str, Objective] = {}
        """The last readable contents of objectives, by complete id, without key results."""
        self.without_state: list[Change] = []
        """Changes of what could never be read, with the people whom it names."""
        texts = unread_texts(base, head, unread_objectives)
        self.added = tuple(_objective_of(path) for path in texts.added)
        """The ids of objectives that cannot be read at the head, and that are new there under whatever name."""
        for path in texts.differing:
            self._restore_file(_objective_of(path))
        for node in base.plan.objectives.values():
            if key_results_statement(self._base, node) is not None:
                self._restore_list(node)
            if has_unfit_key_results(node):
                self._restore_key_results(node)
            if node.broken:
                self._restore_header(node)
            if len(set(node.ids)) < len(node.ids):
                self._order_repeated(node)

    @cached_property
    def plan(self) -> Plan:
        """The plan of the base with these states in it."""
        plan = self._base.plan
        if not self._objectives:
            return plan
        unreadable = plan.unreadable_objectives - self._objectives.keys()
        return replace(plan, objectives={**plan.objectives, **self._objectives}, unreadable_objectives=unreadable)

    def _restore_file(self, id_: str) -> None:
        """Restores an objective whose file cannot be read, and has not the same text at the head."""
        cycle = self._base.plan.calendar.cycle(id_.split("/")[0])
        text = file_text(self._base, id_)
        if cycle is None:
            return
        state = self._last.objective(id_)
        if state is None:
            head_id = self._head.plan.resolve_objective(id_, cycle)
            is_there = head_id is not None and f"{OKRS_FOLDER}/{head_id}.yaml" in self._head.files
            texts = (text, file_text(self._head, head_id) if head_id is not None and is_there else "")
            self._add_without_state(id_, (owner for side in texts for owner in owners_named_in_text(side)))
            return
        contents = self._last_contents(id_, state)
        header = self._last.header(id_) or state.content
        self.headers[id_] = header_of(header)
        _, team, slug = id_.split("/")
        node = replace(state, id=id_, file=f"{OKRS_FOLDER}/{id_}.yaml", cycle=cycle, team=team, slug=slug)
        self._objectives[id_] = _with_content(node, header, contents)

    def _last_contents(self, id_: str, state: ObjectiveNode) -> tuple[KeyResult, ...]:
        """The last readable contents of the key results of an objective, by an earlier state of it."""
        contents = {key_result.content.id: key_result.content for key_result in state.key_results}
        for slug in state.ids:
            last = self._last.key_result(id_, (slug,)) if slug not in contents else None
            if last is not None:
                contents[slug] = last.content
        self.key_results.update((f"{id_}/{slug}", LastState(content)) for slug, content in contents.items())
        return tuple(contents.values())

    def _restore_list(self, node: ObjectiveNode) -> None:
        """Restores the key results of an objective that has something else in their place, unless the head has, too."""
        head_node = self._head.plan.objectives.get(self._matching.head_ids.get(node.id, ""))
        written = key_results_statement(self._base, node)
        if head_node is not None and key_results_statement(self._head, head_node) == written:
            return
        state = self._last.objective(node.id)
        if state is None:
            paths = (node.file, *((head_node.file,) if head_node is not None else ()))
            sides = zip((self._base, self._head), paths, strict=False)
            texts = (workspace.files[path].document.text.text for workspace, path in sides)
            self._add_without_state(node.id, (one for text in texts for one in owners_named_in_text(text)), node)
            return
        self._objectives[node.id] = _with_content(node, node.content, self._last_contents(node.id, state))

    def _restore_key_results(self, node: ObjectiveNode) -> None:
        """Restores the key results of an objective that do not fit, and are not written the same at the head."""
        head_node = self._head.plan.objectives.get(self._matching.head_ids.get(node.id, ""))
        at_head = written_key_results(self._head, head_node) if head_node is not None else ()
        inherits_same = head_node is not None and inherited_values(node) == inherited_values(head_node)
        unfit = [element for element in written_key_results(self._base, node) if element.node is None]
        partners = partners_of(unfit, at_head, frozenset(element.content.id for element in node.key_results))
        restored = []
        for element, partner in zip(unfit, partners, strict=True):
            is_same = partner is not None and partner.node is None and partner.statement == element.statement
            if is_same and inherits_same:
                continue
            state = self._last_state(node, element, partner)
            if state is None:
                sides = (element, partner) if partner is not None else (element,)
                self._add_without_state(sides[-1].id, (one for side in sides for one in named_owners(side.data)), node)
                continue
            slug = (partner.slug if partner is not None else None) or element.slug or state.content.id
            self.key_results[f"{node.id}/{slug}"] = state
            restored.append(state.content.model_copy(update={"id": slug}))
        readable = (key_result.content for key_result in node.key_results)
        if restored:
            self._objectives[node.id] = _with_content(node, node.content, (*readable, *restored))

    def _last_state(
        self, node: ObjectiveNode, element: WrittenKeyResult, partner: WrittenKeyResult | None
    ) -> LastState | None:
        candidates = (element.slug, *element.former_slugs, partner.slug if partner is not None else None)
        last = self._last.key_result(node.id, [slug for slug in candidates if slug is not None], element.title)
        if last is not None:
            return LastState(last.content)
        likely = likely_key_result(element.data, None).content
        return LastState(likely, known=False) if likely is not None else None

    def _restore_header(self, node: ObjectiveNode) -> None:
        """Restores what an objective says of itself, unless it is written the same at the head."""
        head_id = self._matching.head_ids.get(node.id)
        head_node = self._head.plan.objectives.get(head_id or "")
        if head_node is not None and header_statement(self._base, node) == header_statement(self._head, head_node):
            return
        header = self._last.header(node.id)
        if header is None:
            sides = [self._base.files[node.file]]
            sides += [self._head.files[head_node.file]] if head_node is not None else []
            self._add_without_state(head_id or node.id, (one for side in sides for one in named_owners(side.data)))
            return
        self.headers[node.id] = header_of(header)
        current = self._objectives.get(node.id, node)
        contents = [key_result.content for key_result in current.key_results]
        self._objectives[node.id] = _with_content(current, header, contents)

    def _order_repeated(self, node: ObjectiveNode) -> None:
        """Puts last, of key results with one id, the one that the head takes for it: their order says nothing."""
        head_id, head = self._matching.head_ids.get(node.id), self._head.plan.key_results
        current = self._objectives.get(node.id, node)
        contents = [key_result.content for key_result in current.key_results]
        taken = [content for content in contents if _is_content_of(content, head.get(f"{head_id}/{content.id}"))]
        others = [content for content in contents if not any(content is one for one in taken)]
        self._objectives[node.id] = _with_content(current, current.content, (*others, *taken))

    def _add_without_state(
        self, subject: str, named: Iterable[NamedOwner], objective: ObjectiveNode | None = None
    ) -> None:
        owners = tuple(dict.fromkeys(named))
        self.without_state.append(Change(ChangeKind.UNREADABLE, subject, new=objective, named=owners))


def has_unfit_key_results(node: ObjectiveNode) -> bool:
    """Whether a key result of an objective does not fit."""
    return node.written is not None and node.written > len(node.key_results)


def file_text(workspace: Workspace, objective: str) -> str:
    """The text of the file that an objective is written in."""
    return workspace.files[f"{OKRS_FOLDER}/{objective}.yaml"].document.text.text


def unread_objectives(workspace: Workspace) -> Iterator[str]:
    """The paths of objectives of which nothing can be known."""
    return (f"{OKRS_FOLDER}/{id_}.yaml" for id_ in workspace.plan.unreadable_objectives)


def _objective_of(path: str) -> str:
    """The complete id of the objective in a file."""
    return path.removeprefix(f"{OKRS_FOLDER}/").removesuffix(".yaml")


def repeated_key_results(plan: Plan) -> Mapping[str, list[KeyResultNode]]:
    """The key results, by complete id, that another one of the same id hides in a plan."""
    repeated: dict[str, list[KeyResultNode]] = {}
    for node in _nodes_with_repeated_ids(plan):
        if plan.key_results[node.id] is not node:
            repeated.setdefault(node.id, []).append(node)
    return repeated


def _nodes_with_repeated_ids(plan: Plan) -> Iterator[KeyResultNode]:
    for objective in plan.objectives.values():
        if len(set(objective.ids)) < len(objective.ids) or len(set(objective.ids)) < len(objective.key_results):
            yield from objective.key_results


def inherited_values(objective: ObjectiveNode) -> tuple[object, ...]:
    """The values that an objective sets for its key results."""
    return objective.content.commitment, objective.content.check_ins


def _is_content_of(content: KeyResult, node: KeyResultNode | None) -> bool:
    return node is not None and node.content == content


def header_of(content: Objective) -> Objective:
    """The content of an objective without its key results and former ids."""
    return content.model_copy(update={"key_results": (), "formerly": ()})


def _with_content(node: ObjectiveNode, header: Objective, key_results: Iterable[KeyResult]) -> ObjectiveNode:
    """An objective with other content and key results, in this order."""
    contents = tuple(key_results)
    ids = tuple(dict.fromkeys((*node.ids, *(content.id for content in contents))))
    content = header.model_copy(update={"key_results": contents})
    changed = replace(node, content=content, ids=ids, key_results=())
    nodes = (KeyResultNode(f"{node.id}/{one.id}", one, index, changed) for index, one in enumerate(contents))
    object.__setattr__(changed, "key_results", tuple(nodes))
    return changed
