"""The history of a key result: the events that `okrs history` shows and gives to other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from okrs_as_code.model.consent import is_valid_agreement
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.progress import is_counted
from okrs_as_code.model.timeline import E, RecordEntry, suffix_order, timeline
from okrs_as_code.report.views.key_result_card import reviewer_of
from okrs_as_code.report.views.version_changes import VersionChange, manager_change, name_change, terms_change
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import check_in_phrase, grade_phrase, grade_reasons
from okrs_as_code.report.wording.goal_phrases import OWNERS_OWN
from okrs_as_code.workspace.lineage import ManagerVersion, NameVersion, Origin, TermsLineage, TermsVersion
from okrs_as_code.workspace.loader import Workspace

V = TypeVar("V", TermsVersion, NameVersion, ManagerVersion)

_KINDS = ("carried", "renamed", "terms", "manager", "agreement", "check-in", "grade")
"""Kinds of events, in the order in which they happen on one day."""


@dataclass(frozen=True)
class HistoryEvent:
    """A change of a key result's terms or id, or a record about it."""

    kind: str
    day: date
    """The day of a record; of terms, the day on which they reached the main line."""
    by: str | None
    """The person by id: a record's `by`; of terms, the author of the commit if people.yaml has the address."""
    name: str
    """The person's name; where nobody has the address of a commit's author, the name in the commit."""
    lines: tuple[str, ...]
    """The event in words."""
    data: Mapping[str, Any]
    """The event for other programs."""
    origin: Origin | None = None
    """The commits it came from; None where it is not committed yet (`pending`), and without git."""
    pending: bool = False
    rewritten: tuple[Origin, ...] = ()
    """Later changes of the record, which nobody should make."""
    order: tuple[int, str] = (0, "")
    """The order among records of one person and day, see `suffix_order`."""

    def as_json(self) -> dict[str, Any]:
        """The data for other programs."""
        written = self.origin.written if self.origin is not None else None
        entered = self.origin.entered if self.origin is not None else None
        return {
            "kind": self.kind,
            "date": self.day.isoformat(),
            "by": self.by,
            "commit": written.id if written is not None else None,
            "author": written.author if written is not None else None,
            "merged": entered.id if entered is not None and entered != written else None,
            "committed": entered.day.isoformat() if entered is not None else None,
            "rewritten": [origin.written.id for origin in self.rewritten],
            **self.data,
        }


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
    found = _EventFactory(workspace, node, lineage).events(today)
    events = sorted((event for event in found if event.day <= today), key=_order)
    return KeyResultHistory(node, tuple(events))


def _order(event: HistoryEvent) -> tuple[Any, ...]:
    """By day; on one day by the order of the main line, uncommitted last; then by kind."""
    line = (False, event.origin.order) if event.origin is not None else (True, 0)
    return event.day, line, _KINDS.index(event.kind), event.order


class _EventFactory:
    def __init__(self, workspace: Workspace, node: KeyResultNode, lineage: TermsLineage | None) -> None:
        self._workspace = workspace
        self._plan = workspace.plan
        self._node = node
        self._lineage = lineage or TermsLineage()
        self._has_commits = lineage is not None
        self._terms = workspace.plan.terms(node)
        people = workspace.plan.directory.people.items()
        self._by_email = {email.lower(): person for person, entry in people for email in entry.emails}

    def events(self, today: date) -> Iterator[HistoryEvent]:
        plan, id_ = self._plan, self._node.id
        if self._has_commits:
            yield from self._terms_events(today)
            yield from self._manager_events(today)
            yield from self._rename_events(today)
        for predecessor, grade in predecessors(plan, self._node):
            lines, data = [f"carried it over from {predecessor.id}"], {"from": predecessor.id}
            yield self._record_event("carried", grade, lines, data)
        for agreement in plan.agreements_of.get(id_, ()):
            yield self._agreement_event(agreement)
        for check_in in plan.check_ins_of.get(id_, ()):
            yield self._check_in_event(check_in)
        for grade in plan.grades_of.get(id_, ()):
            yield self._grade_event(grade)

    def _terms_events(self, today: date) -> Iterator[HistoryEvent]:
        versions = _until(self._lineage.terms, today)
        for before, after in pairwise((None, *versions)):
            if after is not None:
                yield self._version_event(before, after)
        last = versions[-1].terms if versions else None
        if last != self._terms:
            change = terms_change(last, self._terms, first=not versions)
            yield self._latest_event("terms", today, change, is_committed=len(versions) < len(self._lineage.terms))

    def _manager_events(self, today: date) -> Iterator[HistoryEvent]:
        """Changes of who is named as manager at the key result; before anybody was, that is the owner's own."""
        versions, current = _until(self._lineage.managers, today), self._node.content.manager
        for before, after in pairwise(versions):
            person, name = self._author(after.origin)
            lines, data = manager_change(before.manager, after.manager)
            yield HistoryEvent("manager", after.origin.entered.day, person, name, lines, data, after.origin)
        if versions and versions[-1].manager != current:
            change = manager_change(versions[-1].manager, current)
            yield self._latest_event("manager", today, change, is_committed=len(versions) < len(self._lineage.managers))

    def _rename_events(self, today: date) -> Iterator[HistoryEvent]:
        versions = _until(self._lineage.names, today)
        for before, after in pairwise(versions):
            person, name = self._author(after.origin)
            lines, data = name_change(before.name, after.name)
            yield HistoryEvent("renamed", after.origin.entered.day, person, name, lines, data, after.origin)
        if versions and versions[-1].name != self._node.short_id:
            change = name_change(versions[-1].name, self._node.short_id)
            yield self._latest_event("renamed", today, change, is_committed=len(versions) < len(self._lineage.names))

    @staticmethod
    def _latest_event(kind: str, today: date, change: VersionChange, *, is_committed: bool) -> HistoryEvent:
        """The difference between what was committed up to today and the files; it may be committed since."""
        lines, data = change
        more = ("committed only after this day",) if is_committed else ()
        return HistoryEvent(kind, today, None, "somebody", (*lines, *more), data, pending=not is_committed)

    def _version_event(self, before: TermsVersion | None, after: TermsVersion) -> HistoryEvent:
        lines, data = terms_change(before.terms if before is not None else None, after.terms, first=before is None)
        if before is None and self._lineage.managers:
            lines = (*lines, f"manager {self._lineage.managers[0].manager or OWNERS_OWN}")
        person, name = self._author(after.origin)
        return HistoryEvent("terms", after.origin.entered.day, person, name, lines, data, after.origin)

    def _author(self, origin: Origin) -> tuple[str | None, str]:
        """The author that a commit names: the person with that address, if there is one, and a name."""
        person = self._by_email.get(origin.written.email.lower())
        return person, origin.written.author if person is None else self._plan.directory.person_name(person)

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
        return self._record_event("agreement", agreement, lines, data)

    def _check_in_event(self, check_in: RecordEntry[CheckInEntry]) -> HistoryEvent:
        entry = check_in.entry
        help_ = f"help: {entry.help}" if entry.help is not None else None
        next_ = f"next: {entry.next}" if entry.next is not None else None
        lines = [line for line in (check_in_phrase(entry), entry.note, help_, next_) if line]
        data = entry.model_dump(mode="json", exclude_none=True)
        if not is_counted(check_in.day, self._node.end):
            lines.append("too late to count")
            data["counts"] = False
        return self._record_event("check-in", check_in, lines, data)

    def _grade_event(self, grade: RecordEntry[GradeEntry]) -> HistoryEvent:
        entry, reviewer = grade.entry, reviewer_of(self._workspace, grade)
        review = f", reviewed by {self._plan.directory.person_name(reviewer)}" if reviewer is not None else ""
        lines = [f"{grade_phrase(entry)}{review}", *(f"{name}: {text}" for name, text in grade_reasons(entry))]
        data = {**entry.model_dump(mode="json", exclude_none=True), "reviewed_by": reviewer}
        return self._record_event("grade", grade, lines, data)

    def _record_event(self, kind: str, entry: RecordEntry[E], lines: list[str], data: dict[str, Any]) -> HistoryEvent:
        origin = self._lineage.records.get(entry.file)
        is_correction = entry.name != entry.slot
        if is_correction and kind != "carried":
            lines.append(f"corrects what was said on {numbers.day(entry.day)}")
        if origin is not None:
            person, name = self._author(origin)
            if person != entry.by:
                lines.append(f"committed by {name}")
        return HistoryEvent(
            kind,
            entry.written,
            entry.by,
            self._plan.directory.person_name(entry.by),
            tuple(lines),
            {"record": entry.file, "corrects": entry.slot if is_correction else None, **data},
            origin,
            pending=self._has_commits and origin is None,
            rewritten=self._lineage.rewritten.get(entry.file, ()),
            order=suffix_order(entry.name),
        )


def _until(versions: Sequence[V], today: date) -> Sequence[V]:
    """The versions that had reached the main line by the end of a day."""
    return [version for version in versions if version.origin.entered.day <= today]
