"""Days that come soon: check-ins, ends of key results, and milestones that are not done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from okrs_as_code.model.files.measure import Milestones
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.tasks import Task, TaskKind

SOON = timedelta(days=7)
"""The time within which something is due soon."""


class DueKind(StrEnum):
    """The kind of what is due."""

    CHECK_IN = "check-in"
    STEP = "step"
    END = "end"


@dataclass(frozen=True)
class DueSoon:
    """Something that is due within the next days; `step` is the title of a milestone."""

    day: date
    kind: DueKind
    standing: KeyResultStanding
    step: str | None = None


def due_soon(standings: Iterable[KeyResultStanding], tasks: Iterable[Task], today: date) -> list[DueSoon]:
    """The days to come on some key results, the next first; what is due already is a task that waits."""
    check_ins = {task.subject: task.due for task in tasks if task.kind is TaskKind.CHECK_IN and task.due is not None}
    found = [due for standing in standings for due in _on_key_result(standing, check_ins.get(standing.node.id), today)]
    return sorted(found, key=lambda due: (due.day, due.standing.node.id, due.kind))


def _on_key_result(standing: KeyResultStanding, check_in: date | None, today: date) -> Iterator[DueSoon]:
    last, node, measure = today + SOON, standing.node, standing.node.content.measure
    if check_in is not None and today < check_in <= last:
        yield DueSoon(check_in, DueKind.CHECK_IN, standing)
    if standing.status in (Status.CLOSED, Status.DROPPED) or standing.is_done:
        return
    value = standing.progress.value
    done = value if isinstance(value, tuple) else ()
    for step in measure.steps if isinstance(measure, Milestones) else ():
        if step.due is not None and step.id not in done and today <= step.due <= last:
            yield DueSoon(step.due, DueKind.STEP, standing, step.title)
    if today <= node.due <= last:
        yield DueSoon(node.due, DueKind.END, standing)
