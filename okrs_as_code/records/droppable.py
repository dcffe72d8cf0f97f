"""Key results that can be dropped: those that are open and not done; what is done waits for its grade."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.grading import graded_from
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.phrases import join_words


def droppable(
    objective: ObjectiveNode, standings: Sequence[KeyResultStanding]
) -> tuple[tuple[KeyResultNode, ...], tuple[str, ...]]:
    """The key results that are dropped with an objective, of those that are open, and a note on each that is done.

    Raises OkrsError where there is none, or not all key results can be read.
    """
    if objective.unreadable:
        raise OkrsError(
            f"not all of `{objective.id}` can be read",
            f"`okrs lint {objective.file}` says why; or drop its key results one by one",
        )
    if not standings:
        raise OkrsError(f"`{objective.id}` has no open key result", "there is nothing to drop")
    done = [standing.node for standing in standings if standing.is_done]
    if len(done) == len(standings):
        listed = join_words([f"`{node.content.id}`" for node in done])
        raise OkrsError(
            f"`{objective.id}` has no open key result that is not done",
            f"there is nothing to give up; {listed} {'waits' if len(done) == 1 else 'wait'} for `okrs grade`",
        )
    notes = tuple(f"`{node.content.id}` is done, and stays: {_grade_advice(node)}" for node in done)
    return tuple(standing.node for standing in standings if not standing.is_done), notes


def refuse_done(standing: KeyResultStanding) -> None:
    """Raises OkrsError for a key result that is done, as nothing of it is left to give up."""
    if standing.is_done:
        raise OkrsError(
            f"`{standing.node.id}` is done, and nothing of it is left to give up",
            f"{_grade_advice(standing.node)}; to drop it all the same, say how far it came: `--score 1.0`",
        )


def _grade_advice(node: KeyResultNode) -> str:
    """The command that grades a key result, with the first day on which it does."""
    return f"`okrs grade {node.id}` ends it, from {graded_from(node.end)} on"
