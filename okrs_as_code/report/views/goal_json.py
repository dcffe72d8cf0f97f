"""Objectives as data for other programs, with the same keys in every command."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.progress.roll_up import RollUp
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report.views.key_result_data import key_result_json


def coverage_json(roll_up: RollUp) -> dict[str, int]:
    """The coverage of an average for other programs."""
    return {"with_data": roll_up.with_data, "of": roll_up.of}


def objective_json(
    standing: ObjectiveStanding,
    score: RollUp,
    shown: Iterable[KeyResultStanding],
    unreadable: Iterable[UnreadableElement],
) -> dict[str, Any]:
    """An objective with some of its key results for other programs, with the same keys in every command."""
    roll_up = standing.roll_up
    return {
        "id": standing.node.id,
        "title": standing.node.content.title,
        "owner": standing.node.content.owner,
        "progress": roll_up.score,
        "coverage": coverage_json(roll_up),
        "score": score.score,
        "statuses": {str(status): count for status, count in standing.statuses.items()},
        **_said_of_objective(standing),
        "key_results": [key_result_json(key_result) for key_result in shown],
        "unreadable": [element.as_json() for element in unreadable],
    }


def _said_of_objective(standing: ObjectiveStanding) -> dict[str, Any]:
    """The tags of an objective, the newest sentence about it, and the help asked for; only what there is."""
    note, tags = standing.note, list(standing.node.content.tags)
    said: dict[str, Any] = {"tags": tags} if tags else {}
    if note is not None:
        said["note"] = {"date": note.day.isoformat(), "by": note.by, "note": note.entry.note}
    if standing.help is not None:
        said["help"] = standing.help
    return said
