"""Objectives and key results for other programs, with the same keys in every command."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrs_as_code.model.assessment import KeyResultStanding, ObjectiveStanding
from okrs_as_code.model.roll_up import RollUp
from okrs_as_code.model.unreadable import UnreadableElement


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


def key_result_json(standing: KeyResultStanding) -> dict[str, Any]:
    """A key result for other programs, with the same keys in every command."""
    node, progress, consent = standing.node, standing.progress, standing.consent
    value = list(progress.value) if isinstance(progress.value, tuple) else progress.value
    return {
        "id": node.id,
        "title": node.content.title,
        "owner": node.owner,
        "manager": consent.manager.person if consent.manager is not None else None,
        "measure": node.content.measure.type,
        "value": value,
        "progress": progress.score,
        "raw": progress.raw,
        "score": standing.score,
        "status": str(standing.status),
        "pace": str(standing.pace) if standing.pace is not None else None,
        "confidence": standing.confidence,
        "state": str(consent.state),
        "tier": str(consent.tier),
        **({"next": standing.next} if standing.next is not None else {}),
        **({"tags": list(node.tags)} if node.tags else {}),
    }
