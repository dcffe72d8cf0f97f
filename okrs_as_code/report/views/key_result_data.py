"""A key result as data for other programs, with the same keys in every command."""

from __future__ import annotations

from typing import Any

from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding


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
        **_optional_json(standing),
    }


def _optional_json(standing: KeyResultStanding) -> dict[str, Any]:
    """The keys that only some key results have: of what their files write, and of reports that do not count."""
    node, baseline, late = standing.node, standing.progress.baseline, standing.late_check_in
    content = node.content
    data: dict[str, Any] = {}
    if isinstance(content.measure, Metric) and content.measure.direction is not None:
        data["direction"] = content.measure.direction
        data["baseline"] = {"value": baseline.value, "date": baseline.day.isoformat()} if baseline is not None else None
    if content.plan:
        data["plan"] = {day.isoformat(): value for day, value in sorted(content.plan.items())}
        data["expected"] = standing.expected_progress
    if content.commitment is not None:
        data["commitment"] = content.commitment
    if node.tags:
        data["tags"] = list(node.tags)
    if standing.next is not None:
        data["next"] = standing.next
    if standing.status is Status.PAUSED:
        data["note"] = standing.pause_note
    if late is not None:
        entry = late.entry.model_dump(mode="json", exclude_none=True)
        data["not_counted"] = {"date": late.day.isoformat(), "by": late.by, **entry}
    return data
