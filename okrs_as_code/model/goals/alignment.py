"""Alignment: what each objective is aligned to, what is aligned to it, where it counts, and loops on the way up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import AlignmentEntry, KeyResultNode, ObjectiveNode
from okrs_as_code.model.grouping import group_pairs


class Parent(NamedTuple):
    """A goal to which the objective `child` is aligned: an objective, or a key result of it.

    `key_result` is None for an objective, and for a key result that cannot be read; `id` is the complete id of either.
    """

    child: ObjectiveNode
    entry: AlignmentEntry
    id: str
    objective: ObjectiveNode
    key_result: KeyResultNode | None = None

    @property
    def is_objective(self) -> bool:
        """Whether it is an objective itself, and no key result of one."""
        return self.id == self.objective.id

    @property
    def owner(self) -> str | None:
        """The person who owns it; where a key result cannot be read, who owns its objective."""
        return self.key_result.owner if self.key_result is not None else self.objective.content.owner


class Alignments:
    """The alignments among the objectives of a plan; `resolve` turns a reference in a cycle into a complete id."""

    def __init__(self, objectives: Mapping[str, ObjectiveNode], resolve: Callable[[str, Cycle], str | None]) -> None:
        self._objectives = objectives
        self._resolve = resolve
        self._parents: dict[str, tuple[Parent, ...]] = {}

    def parents(self, node: ObjectiveNode) -> tuple[Parent, ...]:
        """The goals above that could be read, in the order in which they are written."""
        if node.content.aligned_to is None:
            return ()
        if node.id not in self._parents:
            self._parents[node.id] = tuple(self._find_parents(node))
        return self._parents[node.id]

    def _find_parents(self, node: ObjectiveNode) -> Iterator[Parent]:
        for entry in node.alignments:
            id_ = self._resolve(entry.ref, node.cycle)
            if id_ is None:
                continue
            objective = self._objectives.get("/".join(id_.split("/")[:3]))
            if objective is not None:
                key_results = (key_result for key_result in objective.key_results if key_result.id == id_)
                yield Parent(node, entry, id_, objective, next(key_results, None))

    @cached_property
    def children(self) -> Mapping[str, tuple[ObjectiveNode, ...]]:
        """The objectives aligned to each objective or a key result of it, each once, in the order of their ids."""
        return group_pairs(
            (parent, node)
            for _, node in sorted(self._objectives.items())
            for parent in dict.fromkeys(parent.objective.id for parent in self.parents(node))
        )

    def counted_in(self, node: ObjectiveNode) -> Parent | None:
        """The parent in whose progress an objective counts: meant to, an objective of the same cycle, on no loop.

        None where several entries say so, as nobody knows which one is meant.
        """
        entry = node.contribution
        if entry is None:
            return None
        for parent in self.parents(node):
            if parent.entry == entry:
                is_counted = parent.is_objective and parent.objective.cycle.name == node.cycle.name
                return parent if is_counted and not self._is_on_loop(parent) else None
        return None

    def main_parent(self, node: ObjectiveNode) -> Parent | None:
        """The goal above whose owner is asked: the one in which the objective is meant to count, else the first."""
        parents, contribution = self.parents(node), node.contribution
        counting = (parent for parent in parents if parent.entry == contribution)
        return next(counting, parents[0] if parents else None)

    def _is_on_loop(self, parent: Parent) -> bool:
        """Whether the way up from the child through this parent leads back to it."""
        groups = self._loop_groups
        return parent.child.id in groups and groups[parent.child.id] == groups.get(parent.objective.id)

    @cached_property
    def loops(self) -> tuple[tuple[Parent, ...], ...]:
        """Loops on the way up, so many that each entry that lies on one is part of one of these.

        Each begins at its first objective by id, and has the entries that lead on, up to the one that leads back.
        """
        loops: list[tuple[Parent, ...]] = []
        covered: set[tuple[str, AlignmentEntry]] = set()
        for id_ in sorted(self._loop_groups):
            for parent in self.parents(self._objectives[id_]):
                if self._is_on_loop(parent) and (id_, parent.entry) not in covered:
                    loop = (parent, *self._shortest_way(parent.objective.id, id_))
                    covered.update((link.child.id, link.entry) for link in loop)
                    first = min(range(len(loop)), key=lambda position: loop[position].child.id)
                    loops.append((*loop[first:], *loop[:first]))
        return tuple(loops)

    def _shortest_way(self, start: str, end: str) -> tuple[Parent, ...]:
        """The fewest entries that lead up from one objective to another one that can be reached."""
        arrivals: dict[str, Parent | None] = {start: None}
        queue = [start]
        for id_ in queue:
            if id_ == end:
                break
            for parent in self.parents(self._objectives[id_]):
                if parent.objective.id not in arrivals:
                    arrivals[parent.objective.id] = parent
                    queue.append(parent.objective.id)
        way: list[Parent] = []
        last = arrivals[end]
        while last is not None:
            way.append(last)
            last = arrivals[last.child.id]
        return tuple(reversed(way))

    @cached_property
    def _loop_groups(self) -> Mapping[str, int]:
        """A number of the group of objectives that can reach each other upwards, for each that can reach itself.

        Tarjan's strongly connected components, without recursion, as a chain of objectives may be long.
        """
        order: dict[str, int] = {}
        lowest: dict[str, int] = {}
        open_: dict[str, None] = {}
        loops: dict[str, int] = {}
        for root in self._objectives:
            stack: list[tuple[str, Iterator[str]]] = [] if root in order else [(root, self._above(root))]
            while stack:
                id_, parents = stack[-1]
                if id_ not in order:
                    order[id_] = lowest[id_] = len(order)
                    open_[id_] = None
                above = next(parents, None)
                if above is None:
                    stack.pop()
                    if stack:
                        below = stack[-1][0]
                        lowest[below] = min(lowest[below], lowest[id_])
                    if lowest[id_] == order[id_]:
                        group = _pop_until(open_, id_)
                        if len(group) > 1 or id_ in self._above(id_):
                            loops.update(dict.fromkeys(group, order[id_]))
                elif above not in order:
                    stack.append((above, self._above(above)))
                elif above in open_:
                    lowest[id_] = min(lowest[id_], order[above])
        return loops

    def _above(self, id_: str) -> Iterator[str]:
        return (parent.objective.id for parent in self.parents(self._objectives[id_]))


def _pop_until(open_: dict[str, None], last: str) -> list[str]:
    """Takes the ids that were added last from a dictionary, up to and with one of them."""
    group: list[str] = []
    while not group or group[-1] != last:
        group.append(open_.popitem()[0])
    return group


def repeated_parents(parents: Iterable[Parent]) -> Iterator[tuple[Parent, Parent]]:
    """Yields each parent that is named a second time, with the first."""
    first: dict[str, Parent] = {}
    for parent in parents:
        if first.setdefault(parent.id, parent) is not parent:
            yield parent, first[parent.id]
