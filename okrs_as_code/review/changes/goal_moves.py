"""Key results of a cycle that were eased, added or dropped after its first day."""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.direction import Direction, direction
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.review.changes.goal_changes import terms_at_head
from okrs_as_code.review.changes.matching import Matching, Pair


@dataclass(frozen=True)
class GoalMoves:
    """The numbers of key results whose terms became easier, and that were added."""

    eased: int
    added: int


def goal_moves(earlier: Plan, plan: Plan, cycle: Cycle) -> GoalMoves:
    """The moves of a cycle's key results between two states of it, as far as both can be read.

    `earlier` has goals of that cycle alone. What the numbers do not show to be easier is not counted.
    """
    objectives = {node.id: node for node in plan.in_cycle(cycle.name)}
    pairs = Matching(earlier, Plan(plan.config, plan.directory, objectives)).key_results
    return GoalMoves(
        eased=sum(_is_eased(pair, plan) for pair in pairs),
        added=sum(pair.after is not None and pair.before is None and _is_new(pair.after, earlier) for pair in pairs),
    )


def _is_eased(pair: Pair[KeyResultNode], plan: Plan) -> bool:
    if pair.before is None or pair.after is None:
        return False
    return direction(terms_at_head(pair.before, plan), terms_at_head(pair.after, plan)) is Direction.EASIER


def _is_new(node: KeyResultNode, earlier: Plan) -> bool:
    """Whether it was not there; one that could not be read was."""
    if node.objective.id in earlier.unreadable_objectives:
        return False
    objective = earlier.objectives.get(node.objective.id)
    return objective is None or node.content.id not in objective.ids


def dropped_after(standing: KeyResultStanding, cycle: Cycle) -> bool:
    """Whether a key result was dropped after the first day of its cycle."""
    return standing.grade is not None and standing.grade.entry.dropped is True and standing.grade.day > cycle.start
