"""Roll-up of key results: averages for objectives, with those that contribute to them, for teams and for cycles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan


class RollUp(NamedTuple):
    """An average with its coverage: `with_data` of so many parts have data; `score` is None where none has.

    `unreadable` of the parts have none because they cannot be read.
    """

    score: float | None
    with_data: int
    of: int
    unreadable: int = 0


class RollUps:
    """Averages of one figure of key results, each computed once.

    `figure` returns a key result's own number, None where there is no data; `counts` whether it takes part at all.
    """

    def __init__(
        self,
        plan: Plan,
        figure: Callable[[KeyResultNode], float | None],
        counts: Callable[[KeyResultNode], bool],
    ) -> None:
        self._plan = plan
        self._figure = figure
        self._counts = counts
        self._by_objective: dict[str, RollUp] = {}

    def objective(self, node: ObjectiveNode) -> RollUp:
        """The weighted average, Σ w·p / Σ w, of key results and contributing objectives with data.

        Walks down without recursion, as a chain of contributing objectives may be long.
        """
        waiting = [node] if node.id not in self._by_objective else []
        while waiting:
            current = waiting[-1]
            below = [child for child in self._plan.contributors_to(current) if child.id not in self._by_objective]
            if below:
                waiting.extend(below)
                continue
            waiting.pop()
            self._by_objective[current.id] = self._compute(current)
        return self._by_objective[node.id]

    def average(self, nodes: Iterable[ObjectiveNode], unreadable: int = 0) -> RollUp:
        """The plain average of objectives that have data; coverage counts them, and as many that are `unreadable`."""
        return _weighted_average([(1.0, self.objective(node).score) for node in nodes], unreadable)

    def cycle(self, cycle: str) -> RollUp:
        """The average of all objectives of a cycle that contribute to no other."""
        nodes = (node for node in self._plan.in_cycle(cycle) if not self._plan.contributes(node))
        return self.average(nodes, self._unreadable_objectives(cycle))

    def team(self, cycle: str, team: str) -> RollUp:
        """The average of the team's own objectives in a cycle."""
        return self.average(self._plan.of_team(cycle, team), self._unreadable_objectives(cycle, team))

    def _unreadable_objectives(self, cycle: str, team: str | None = None) -> int:
        """The number of objectives of which nothing can be read; with `team` only of its own."""
        resolve = self._plan.directory.resolve_team
        return sum(
            team is None or resolve(element.team) == resolve(team)
            for element in self._plan.unreadable.objectives(cycle)
        )

    def _compute(self, node: ObjectiveNode) -> RollUp:
        key_results = (key_result for key_result in node.key_results if self._counts(key_result))
        parts = [(key_result.content.weight, self._figure(key_result)) for key_result in key_results]
        for child in self._plan.contributors_to(node):
            parts.append((child.weight, self._by_objective[child.id].score))
        return _weighted_average(parts, node.unreadable_parts)


def _weighted_average(parts: list[tuple[float, float | None]], unreadable: int) -> RollUp:
    with_data = [(weight, score) for weight, score in parts if score is not None]
    total = sum(weight for weight, _ in with_data)
    average = sum(weight * score for weight, score in with_data) / total if total else None
    return RollUp(average, len(with_data), len(parts) + unreadable, unreadable)
