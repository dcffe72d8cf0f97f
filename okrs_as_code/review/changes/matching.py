"""Matches objectives and key results of the base with those of the head: by id, by a former id, then by content."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan

N = TypeVar("N", ObjectiveNode, KeyResultNode)


@dataclass(frozen=True)
class Pair(Generic[N]):
    """A node on both sides; None where it does not exist, or its content does not fit."""

    before: N | None
    after: N | None

    @property
    def id(self) -> str:
        """The complete id, as the head names it; as the base did where it is gone."""
        node = self.after or self.before
        return node.id if node is not None else ""


class Matching:
    """The pairs of two plans' nodes. An id is for life within its cycle, so no other cycle is searched for it."""

    def __init__(self, base: Plan, head: Plan) -> None:
        self._base = base
        self._head = head

    @cached_property
    def objectives(self) -> tuple[Pair[ObjectiveNode], ...]:
        """All objectives, in the order of the head's ids, then those that are gone."""
        return _pair_nodes(
            self._base.objectives,
            self._head.objectives,
            lambda node: self._head.resolve_objective(node.id, node.cycle),
            (
                lambda node: (node.cycle.name, node.slug),
                lambda node: (node.cycle.name, normalized_text(node.content.title)),
            ),
        )

    @cached_property
    def key_results(self) -> tuple[Pair[KeyResultNode], ...]:
        """All key results that fit, in the order of the head's ids, then those that are gone."""
        return _pair_nodes(
            self._base.key_results,
            self._head.key_results,
            self.resolve_key_result,
            (
                lambda node: (self._head_objective(node), normalized_text(node.content.title)),
                lambda node: (node.cycle.name, node.content.id),
                lambda node: (node.cycle.name, normalized_text(node.content.title)),
            ),
        )

    @cached_property
    def head_ids(self) -> Mapping[str, str]:
        """The head's id of each objective of the base that is still there."""
        return {
            pair.before.id: pair.after.id
            for pair in self.objectives
            if pair.before is not None and pair.after is not None
        }

    def resolve_key_result(self, node: KeyResultNode) -> str | None:
        """The head's id of a key result: by its id or a former one, in the objective that its own one is there."""
        id_ = self._head.resolve_key_result(node.id, node.cycle)
        objective = self.head_ids.get(node.objective.id)
        if id_ is None and objective is not None:
            id_ = self._head.resolve_key_result(f"{objective}/{node.content.id}", node.cycle)
        return id_

    def _head_objective(self, node: KeyResultNode) -> str:
        """The head's id of the objective that a key result of either side is part of."""
        is_at_head = self._head.key_results.get(node.id) is node
        return node.objective.id if is_at_head else self.head_ids.get(node.objective.id, node.objective.id)


def _pair_nodes(
    before: Mapping[str, N],
    after: Mapping[str, N],
    resolve: Callable[[N], str | None],
    keys: Iterable[Callable[[N], Hashable]],
) -> tuple[Pair[N], ...]:
    """Pairs nodes of one id, then those that `resolve` leads to, then those of one key.

    A key counts only where one node alone has it on each side, so that nothing is guessed.
    """
    partners: dict[str, N] = {id_: before[id_] for id_ in after if id_ in before}
    paired: set[str] = set(partners)
    for id_, node in before.items():
        target = resolve(node)
        if target is not None and id_ not in paired and target in after and target not in partners:
            partners[target] = node
            paired.add(id_)
    for key in keys:
        old = _unique_by(key, (node for id_, node in before.items() if id_ not in paired and resolve(node) is None))
        new = _unique_by(key, (node for id_, node in after.items() if id_ not in partners))
        for value, node in old.items():
            if value in new:
                partners[new[value].id] = node
                paired.add(node.id)
    present = tuple(Pair(partners.get(id_), node) for id_, node in sorted(after.items()))
    removed = tuple(Pair(node, None) for id_, node in sorted(before.items()) if id_ not in paired)
    return present + removed


def _unique_by(key: Callable[[N], Hashable], nodes: Iterable[N]) -> dict[Hashable, N]:
    """Nodes by their key, without those that share it."""
    groups: dict[Hashable, list[N]] = {}
    for node in nodes:
        groups.setdefault(key(node), []).append(node)
    return {value: group[0] for value, group in groups.items() if len(group) == 1}
