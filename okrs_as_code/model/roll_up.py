"""Averages from key results upwards: to objectives, along what contributes, to teams and cycles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan


@dataclass(frozen=True)
class RollUp:
    """An average with its coverage: `score` is None where nothing has data."""

    score: float | None
    with_data: int
    of: int


class RollUps:
    """Averages of one figure of key results, each computed once.

    `figure` gives a key result's own number, None where there is no data; `counts` says whether it takes part at all.
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
        self._known: dict[str, RollUp] = {}

    def objective(self, node: ObjectiveNode) -> RollUp:
        """Σ w·p / Σ w over key results and contributing objectives with data.

        Walks down without recursion, as a chain of contributing objectives may be long.
        """
        waiting = [node]
        while waiting:
            current = waiting[-1]
            below = [child for child in self._plan.contributors_to(current) if child.id not in self._known]
            if below:
                waiting.extend(below)
                continue
            waiting.pop()
            self._known[current.id] = self._own(current)
        return self._known[node.id]

    def average(self, nodes: Iterable[ObjectiveNode]) -> RollUp:
        """Plain average of objectives that have data; coverage counts objectives."""
        return _weighted([(1.0, self.objective(node).score) for node in nodes])

    def cycle(self, cycle: str) -> RollUp:
        """Average of all objectives of a cycle that contribute to no other."""
        return self.average(node for node in self._plan.in_cycle(cycle) if not self._plan.contributes(node))

    def team(self, cycle: str, team: str) -> RollUp:
        """Average of the team's own objectives in a cycle."""
        return self.average(self._plan.of_team(cycle, team))

    def _own(self, node: ObjectiveNode) -> RollUp:
        parts = [(one.content.weight, self._figure(one)) for one in node.key_results if self._counts(one)]
        for child in self._plan.contributors_to(node):
            parts.append((child.weight or 0.0, self._known[child.id].score))
        return _weighted(parts)


def _weighted(parts: list[tuple[float, float | None]]) -> RollUp:
    known = [(weight, score) for weight, score in parts if score is not None]
    total = sum(weight for weight, _ in known)
    score = sum(weight * score for weight, score in known) / total if total else None
    return RollUp(score, len(known), len(parts))
