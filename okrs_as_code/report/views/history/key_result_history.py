"""The history of a key result: the events that `okrs history` shows and gives to other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from okrs_as_code.model.consent import is_valid_agreement
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.progress import is_counted
from okrs_as_code.model.timeline import RecordEntry, timeline
from okrs_as_code.report.views.history.events import EventFactory, HistoryEvent, V, event_order, until
from okrs_as_code.report.views.history.version_changes import (
    VersionChange,
    manager_change,
    name_change,
    planning_change,
    planning_lines,
    terms_change,
)
from okrs_as_code.report.views.key_result_card import reviewer_of
from okrs_as_code.report.wording.entry_phrases import check_in_phrase, grade_phrase, grade_reasons
from okrs_as_code.report.wording.goal_phrases import OWNERS_OWN
from okrs_as_code.workspace.lineage.key_result_lineage import Planning, TermsLineage, TermsVersion
from okrs_as_code.workspace.loader import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class KeyResultHistory:
    """The events of one key result, the oldest first."""

    node: KeyResultNode
    events: tuple[HistoryEvent, ...]

    def as_json(self) -> dict[str, Any]:
        """The data for other programs."""
        title = self.node.content.title
        return {"key_result": self.node.id, "title": title, "events": [event.as_json() for event in self.events]}


def record_files(plan: Plan, node: KeyResultNode) -> tuple[str, ...]:
    """The files of all records about a key result."""
    kinds = (plan.check_ins_of, plan.agreements_of, plan.grades_of)
    own = (entry.file for entries_of in kinds for entry in entries_of.get(node.id, ()))
    return tuple(dict.fromkeys((*own, *(grade.file for _, grade in predecessors(plan, node)))))


def predecessors(plan: Plan, node: KeyResultNode) -> Iterator[tuple[KeyResultNode, RecordEntry[GradeEntry]]]:
    """The key results that were carried over to this one, each with the grade that says so."""
    for predecessor in plan.key_results.values():
        grades = timeline(plan.grades_of.get(predecessor.id, ()), predecessor.owner, date.max)
        carried_to = grades[-1].entry.carried_to if grades else None
        if carried_to is not None and plan.resolve_key_result(carried_to, predecessor.cycle) == node.id:
            yield predecessor, grades[-1]


def history(workspace: Workspace, node: KeyResultNode, lineage: TermsLineage | None, today: date) -> KeyResultHistory:
    """The history of a key result up to today, with uncommitted changes; without a lineage, only its records."""
    found = _KeyResultEvents(workspace, node, lineage).events(today)
    events = sorted((event for event in found if event.day <= today), key=event_order)
    return KeyResultHistory(node, tuple(events))


class _KeyResultEvents(EventFactory):
    def __init__(self, workspace: Workspace, node: KeyResultNode, lineage: TermsLineage | None) -> None:
        super().__init__(workspace.plan, lineage.records if lineage is not None else None)
        self._workspace = workspace
        self._node = node
        self._lineage = lineage or TermsLineage()
        self._terms = workspace.plan.terms(node)

    def events(self, today: date) -> Iterator[HistoryEvent]:
        plan, id_ = self._plan, self._node.id
        if self._has_commits:
            yield from self._terms_events(today)
            yield from self._other_changes(today)
        for predecessor, grade in predecessors(plan, self._node):
            lines, data = [f"carried it over from {predecessor.id}"], {"from": predecessor.id}
            yield self.record_event("carried", grade, lines, data)
        for agreement in plan.agreements_of.get(id_, ()):
            yield self._agreement_event(agreement)
        for check_in in plan.check_ins_of.get(id_, ()):
            yield self._check_in_event(check_in)
        for grade in plan.grades_of.get(id_, ()):
            yield self._grade_event(grade)

    def _terms_events(self, today: date) -> Iterator[HistoryEvent]:
        versions = until(self._lineage.terms, today)
        for before, after in pairwise((None, *versions)):
            if after is not None:
                yield self._version_event(before, after)
        last = versions[-1].terms if versions else None
        if last != self._terms:
            change = terms_change(last, self._terms, first=not versions)
            yield self.latest_event("terms", today, change, is_committed=len(versions) < len(self._lineage.terms))

    def _other_changes(self, today: date) -> Iterator[HistoryEvent]:
        """Changes of who is named as manager, of start and plan, and of the id."""
        node, lineage = self._node, self._lineage
        content = node.content

        def planning(before: Planning, after: Planning) -> VersionChange:
            return planning_change(before, after, node)

        yield from self._changes(
            "manager", lineage.managers, today, content.manager, lambda version: version.manager, manager_change
        )
        yield from self._changes(
            "planning", lineage.plannings, today, Planning.of(content), lambda version: version.planning, planning
        )
        yield from self._changes(
            "renamed", lineage.names, today, node.short_id, lambda version: version.name, name_change
        )

    def _changes(
        self,
        kind: str,
        versions: Sequence[V],
        today: date,
        current: T,
        value: Callable[[V], T],
        words: Callable[[T, T], VersionChange],
    ) -> Iterator[HistoryEvent]:
        """Yields the changes of a value from version to version, and to what the files have now."""
        known = until(versions, today)
        for before, after in pairwise(known):
            yield self.change_event(kind, after.origin, words(value(before), value(after)))
        if known and value(known[-1]) != current:
            change = words(value(known[-1]), current)
            yield self.latest_event(kind, today, change, is_committed=len(known) < len(versions))

    def _version_event(self, before: TermsVersion | None, after: TermsVersion) -> HistoryEvent:
        lines, data = terms_change(before.terms if before is not None else None, after.terms, first=before is None)
        if before is None and self._lineage.managers:
            lines = (*lines, f"manager {self._lineage.managers[0].manager or OWNERS_OWN}")
        if before is None and self._lineage.plannings:
            lines = (*lines, *planning_lines(self._lineage.plannings[0].planning, self._node))
        return self.change_event("terms", after.origin, (lines, data))

    def _agreement_event(self, agreement: RecordEntry[AgreementEntry]) -> HistoryEvent:
        entry, counts = agreement.entry, is_valid_agreement(agreement)
        quoted = self._plan.quoted(entry, self._node)
        is_retitled = self._plan.title_difference(entry, self._node) is not None
        other = "another title than today's" if quoted == self._terms and is_retitled else "other terms than today's"
        terms = "the terms as they stand" if quoted == self._terms and not is_retitled else other
        lines = [f"agrees as {entry.as_} to {terms}"]
        if not counts:
            lines.append("does not count: not by the owner" if entry.as_ == "owner" else "does not count: by the owner")
        data = {"as": entry.as_, "fingerprint": quoted.fingerprint, "counts": counts, "via": entry.via}
        return self.record_event("agreement", agreement, lines, data)

    def _check_in_event(self, check_in: RecordEntry[CheckInEntry]) -> HistoryEvent:
        entry = check_in.entry
        help_ = f"help: {entry.help}" if entry.help is not None else None
        next_ = f"next: {entry.next}" if entry.next is not None else None
        lines = [line for line in (check_in_phrase(entry), entry.note, help_, next_) if line]
        data = entry.model_dump(mode="json", exclude_none=True)
        if not is_counted(check_in.day, self._node.end):
            lines.append("too late to count")
            data["counts"] = False
        return self.record_event("check-in", check_in, lines, data)

    def _grade_event(self, grade: RecordEntry[GradeEntry]) -> HistoryEvent:
        entry, reviewer = grade.entry, reviewer_of(self._workspace, grade)
        review = f", reviewed by {self._plan.directory.person_name(reviewer)}" if reviewer is not None else ""
        lines = [f"{grade_phrase(entry)}{review}", *(f"{name}: {text}" for name, text in grade_reasons(entry))]
        data = {**entry.model_dump(mode="json", exclude_none=True), "reviewed_by": reviewer}
        return self.record_event("grade", grade, lines, data)
