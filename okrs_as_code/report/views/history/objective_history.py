"""The history of an objective: changes of what it says, and what check-ins said of it as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from okrs_as_code.model.files.record import ObjectiveEntry
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.report.views.history.events import EventFactory, HistoryEvent, event_order, until
from okrs_as_code.report.views.history.version_changes import VersionChange, name_change, objective_change
from okrs_as_code.report.wording.goal_phrases import GoalPhrases
from okrs_as_code.review.changes.goal_changes import objective_changes
from okrs_as_code.review.changes.matching import Matching
from okrs_as_code.workspace.lineage.objective_lineage import ObjectiveLineage, ObjectiveReading


@dataclass(frozen=True)
class ObjectiveHistory:
    """The events of one objective, the oldest first."""

    node: ObjectiveNode
    events: tuple[HistoryEvent, ...]

    def as_json(self) -> dict[str, Any]:
        """The data for other programs."""
        title = self.node.content.title
        return {"objective": self.node.id, "title": title, "events": [event.as_json() for event in self.events]}


def objective_record_files(plan: Plan, node: ObjectiveNode) -> tuple[str, ...]:
    """The files of all check-ins that speak of an objective as a whole."""
    return tuple(dict.fromkeys(entry.file for entry in plan.objective_check_ins_of.get(node.id, ())))


def objective_history(
    plan: Plan, node: ObjectiveNode, lineage: ObjectiveLineage | None, current: ObjectiveReading | None, today: date
) -> ObjectiveHistory:
    """The history of an objective up to today; without a lineage, only what check-ins say.

    `current` is what its file says, which may not be committed yet; None where that cannot be read.
    """
    found = _ObjectiveEvents(plan, node, lineage).events(current, today)
    events = sorted((event for event in found if event.day <= today), key=event_order)
    return ObjectiveHistory(node, tuple(events))


class _ObjectiveEvents(EventFactory):
    def __init__(self, plan: Plan, node: ObjectiveNode, lineage: ObjectiveLineage | None) -> None:
        super().__init__(plan, lineage.records if lineage is not None else None)
        self._node = node
        self._versions = lineage.versions if lineage is not None else ()

    def events(self, current: ObjectiveReading | None, today: date) -> Iterator[HistoryEvent]:
        """Yields all events, in no order."""
        versions = until(self._versions, today)
        for before, after in pairwise((None, *versions)):
            if after is not None:
                was = before.reading if before is not None else None
                for kind, change in self._changes(was, after.reading, first=before is None):
                    yield self.change_event(kind, after.origin, change)
        last = versions[-1].reading if versions else None
        if self._has_commits and current is not None and current != last:
            for kind, change in self._changes(last, current, first=not versions):
                yield self.latest_event(kind, today, change, is_committed=len(versions) < len(self._versions))
        for check_in in self._plan.objective_check_ins_of.get(self._node.id, ()):
            yield self._check_in_event(check_in)

    def _changes(
        self, before: ObjectiveReading | None, after: ObjectiveReading | None, *, first: bool
    ) -> Iterator[tuple[str, VersionChange]]:
        """Yields the kinds of the changes between two versions, and each change."""
        if before is None or after is None:
            yield "objective", objective_change(before, after, first=first)
            return
        if before.name != after.name:
            yield "renamed", name_change(before.name, after.name)
        plan = self._plan
        old, new = (replace(self._node, content=side.content, key_results=(), ids=()) for side in (before, after))
        phrases = GoalPhrases(plan, plan)
        changes = [
            (change, phrases.phrase(change)) for change in objective_changes(old, new, plan, plan, Matching(plan, plan))
        ]
        if changes or before.key_results.keys() != after.key_results.keys():
            yield "objective", objective_change(before, after, changes)

    def _check_in_event(self, check_in: RecordEntry[ObjectiveEntry]) -> HistoryEvent:
        entry = check_in.entry
        lines = [line for line in (entry.note, f"help: {entry.help}" if entry.help is not None else None) if line]
        return self.record_event("check-in", check_in, lines, entry.model_dump(mode="json", exclude_none=True))
