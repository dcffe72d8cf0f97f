"""Which objective or key result of the base is which of the head: by its id, a former id, and then by what it says."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan

N = TypeVar("N", ObjectiveNode, KeyResultNode)


@dataclass(frozen=True)
class Pair(Generic[N]):
    """One thing on both sides; None where it is not there, or its content does not fit."""

    before: N | None
    after: N | None

    @property
    def id(self) -> str:
        """The complete id, as the head names it; as the base did where it is gone."""
        node = self.after or self.before
        return node.id if node is not None else ""


class Matching:
    """Pairs what two plans hold. An id is for life within its cycle, so nothing is looked for in another cycle."""

    def __init__(self, base: Plan, head: Plan) -> None:
        self._base = base
        self._head = head

    @cached_property
    def objectives(self) -> tuple[Pair[ObjectiveNode], ...]:
        """All objectives, in the order of the head's ids, then what is gone."""
        return _paired(
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
        """All key results that fit, in the order of the head's ids, then what is gone."""
        return _paired(
            self._base.key_results,
            self._head.key_results,
            self._resolved,
            (
                lambda node: (self._above(node), normalized_text(node.content.title)),
                lambda node: (node.cycle.name, node.content.id),
                lambda node: (node.cycle.name, normalized_text(node.content.title)),
            ),
        )

    @cached_property
    def after(self) -> Mapping[str, str]:
        """The head's id of each objective of the base that is still there."""
        return {
            pair.before.id: pair.after.id
            for pair in self.objectives
            if pair.before is not None and pair.after is not None
        }

    def _resolved(self, node: KeyResultNode) -> str | None:
        """By its id or a former one, in the objective of the head that its own one is, however that was found."""
        found = self._head.resolve_key_result(node.id, node.cycle)
        above = self.after.get(node.objective.id)
        if found is None and above is not None:
            found = self._head.resolve_key_result(f"{above}/{node.content.id}", node.cycle)
        return found

    def _above(self, node: KeyResultNode) -> str:
        """The head's id of the objective that a key result of either side is part of."""
        of_head = self._head.key_results.get(node.id) is node
        return node.objective.id if of_head else self.after.get(node.objective.id, node.objective.id)


def _paired(
    before: Mapping[str, N],
    after: Mapping[str, N],
    resolved: Callable[[N], str | None],
    alike: Iterable[Callable[[N], Hashable]],
) -> tuple[Pair[N], ...]:
    """What has one id first; what is alike only where it is one on each side, so that nothing is guessed."""
    found: dict[str, N] = {id_: before[id_] for id_ in after if id_ in before}
    taken: set[str] = set(found)
    for id_, node in before.items():
        target = resolved(node)
        if target is not None and id_ not in taken and target in after and target not in found:
            found[target] = node
            taken.add(id_)
    for key in alike:
        old = _only((node for id_, node in before.items() if id_ not in taken and resolved(node) is None), key)
        new = _only((node for id_, node in after.items() if id_ not in found), key)
        for word, node in old.items():
            if word in new:
                found[new[word].id] = node
                taken.add(node.id)
    there = tuple(Pair(found.get(id_), node) for id_, node in sorted(after.items()))
    gone = tuple(Pair(node, None) for id_, node in sorted(before.items()) if id_ not in taken)
    return there + gone


def _only(nodes: Iterable[N], key: Callable[[N], Hashable]) -> dict[Hashable, N]:
    found: dict[Hashable, list[N]] = {}
    for node in nodes:
        found.setdefault(key(node), []).append(node)
    return {word: same[0] for word, same in found.items() if len(same) == 1}
