"""Activity and tasks as data for other programs."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from typing import Any

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.history.activity import ONE_WEEK, Activity, activity
from okrs_as_code.model.history.activity_change import ActivityChange
from okrs_as_code.model.tasks import Task, tasks


def movement_json(
    assessment: Assessment,
    cycle: Cycle,
    nodes: Iterable[KeyResultNode],
    objectives: Iterable[ObjectiveNode],
    subjects: Container[str],
    arrived: Callable[[date], Mapping[str, date]],
) -> dict[str, Any]:
    """The tasks in a cycle about some subjects, and, while it runs, the changes of some goals in a week.

    `arrived` gives the days after one on which records came to the main branch. A task and a change have only the keys
    that say something; `person` is null where a task falls to nobody.
    """
    waits = [_task_json(task) for task in tasks(assessment) if task.cycle == cycle.name and task.subject in subjects]
    if not cycle.has(assessment.today):
        return {"tasks": waits}
    since = assessment.today - ONE_WEEK
    changes = activity(assessment, nodes, since, arrived(since), objectives=objectives)
    return {"activity": _activity_json(changes), "tasks": waits}


def _activity_json(changes: Activity) -> dict[str, Any]:
    return {
        "since": changes.since.isoformat(),
        "until": changes.until.isoformat(),
        "checked_in": {"with": changes.checked_in.count, "of": changes.checked_in.of},
        "changes": [_change_json(change) for change in changes.changes],
    }


def _change_json(change: ActivityChange) -> dict[str, Any]:
    optional = {
        "before": _plain(change.before),
        "after": _plain(change.after),
        "direction": str(change.direction) if change.direction is not None else None,
        "day": _day(change.day),
        "by": change.by,
        "record": change.record,
    }
    return {"kind": str(change.kind), "subject": change.subject, "field": change.field, **_known(optional)}


def _task_json(task: Task) -> dict[str, Any]:
    optional = {
        "since": _day(task.since),
        "due": _day(task.due),
        "asked_by": task.asked_by,
        "text": task.text,
    }
    return {"kind": str(task.kind), "person": task.person, "subject": task.subject, **_known(optional)}


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
