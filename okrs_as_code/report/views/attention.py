"""Goals that need attention, grouped by what they need, so that nobody is ranked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding

QUESTION = "No check-in for long: does it need support, or a new owner?"
"""The title for key results without check-ins: a question, as silence gives no reason, and all may well be fine."""


@dataclass(frozen=True)
class AttentionGroup:
    """Goals that need the same; a key result is in the first group that fits."""

    title: str
    key_results: tuple[KeyResultStanding, ...]
    objectives: tuple[ObjectiveStanding, ...] = ()
    """Objectives for which help is asked for as a whole."""


def attention_groups(
    standings: Iterable[KeyResultStanding], objectives: Iterable[ObjectiveStanding], *, with_requests: bool = True
) -> list[AttentionGroup]:
    """The groups that are not empty, the most urgent first; within a group by id.

    Without `with_requests` nothing says that somebody asked for help, and a key result is where its status puts it.
    """
    by_id = sorted(standings, key=lambda standing: standing.node.id)
    asking = tuple(standing for standing in by_id if standing.help is not None) if with_requests else ()
    rest = [standing for standing in by_id if standing.help is None or not with_requests]
    groups = [
        AttentionGroup("Help is asked for", asking, _asking_for_help(objectives) if with_requests else ()),
        AttentionGroup("Off-track", tuple(standing for standing in rest if standing.status is Status.OFF_TRACK)),
        AttentionGroup("At risk", tuple(standing for standing in rest if standing.status is Status.AT_RISK)),
        AttentionGroup(QUESTION, tuple(standing for standing in rest if standing.needs_a_word)),
    ]
    return [group for group in groups if group.key_results or group.objectives]


def _asking_for_help(objectives: Iterable[ObjectiveStanding]) -> tuple[ObjectiveStanding, ...]:
    asking = (standing for standing in objectives if standing.help is not None)
    return tuple(sorted(asking, key=lambda standing: standing.node.id))


def by_urgency(standings: Iterable[KeyResultStanding]) -> list[KeyResultStanding]:
    """Key results with a request for help first, then by status, then by id."""
    return sorted(standings, key=lambda standing: (standing.help is None, standing.status.rank, standing.node.id))
