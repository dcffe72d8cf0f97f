"""What happened to a key result, as data: what `okrs history` tells and gives to other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from okrs_as_code.model.consent import is_valid_agreement
from okrs_as_code.model.direction import Direction, combined_direction, directions
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry, QuotedTerms
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.terms import CanonicalTerms
from okrs_as_code.model.timeline import E, RecordEntry, suffix_order, timeline
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import check_in_phrase, grade_phrase, grade_reasons
from okrs_as_code.report.wording.status_phrases import DIRECTIONS, difference_phrase
from okrs_as_code.workspace.lineage import Origin, TermsLineage, TermsVersion
from okrs_as_code.workspace.loader import Workspace

_KINDS = ("carried", "renamed", "terms", "agreement", "check-in", "grade")
"""In the order in which things happen on one day."""


@dataclass(frozen=True)
class HistoryEvent:
    """One thing that happened."""

    kind: str
    day: date
    """The day that a record is written for; for terms, the day on which they reached the main line."""
    by: str | None
    """Who says so: of a record its `by`, of terms the author of the commit if people.yaml knows the address."""
    name: str
    """The person's name; of terms, where nobody is known by the address, the name in the commit."""
    lines: tuple[str, ...]
    """What happened, in words."""
    data: Mapping[str, Any]
    """The same for other programs."""
    origin: Origin | None = None
    """None for what is not committed yet (`pending`), and where there are no commits at all."""
    pending: bool = False
    rewritten: tuple[Origin, ...] = ()
    """Later changes of the record, which nobody should make."""
    order: tuple[int, str] = (0, "")

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
    """The records that speak of a key result."""
    said = (plan.check_ins_of, plan.agreements_of, plan.grades_of)
    own = (one.file for entries in said for one in entries.get(node.id, ()))
    return tuple(dict.fromkeys((*own, *(grade.file for _, grade in carried_from(plan, node)))))


def carried_from(plan: Plan, node: KeyResultNode) -> Iterator[tuple[KeyResultNode, RecordEntry[GradeEntry]]]:
    """The key results that this one goes on with, each with the grade that says so."""
    for before in plan.key_results.values():
        grades = timeline(plan.grades_of.get(before.id, ()), before.owner, date.max)
        onward = grades[-1].entry.carried_to if grades else None
        if onward is not None and plan.resolve_key_result(onward, before.cycle) == node.id:
            yield before, grades[-1]


def history(workspace: Workspace, node: KeyResultNode, known: TermsLineage | None, today: date) -> KeyResultHistory:
    """All that happened, with what is not committed yet as of today; without commits only what records tell."""
    events = sorted(_Teller(workspace, node, known).events(today), key=_order)
    return KeyResultHistory(node, tuple(events))


def _order(event: HistoryEvent) -> tuple[Any, ...]:
    """By day; on one day as it reached the main line, what is not committed last; then as things happen."""
    reached = (False, event.origin.order) if event.origin is not None else (True, 0)
    return event.day, reached, _KINDS.index(event.kind), event.order


class _Teller:
    def __init__(self, workspace: Workspace, node: KeyResultNode, known: TermsLineage | None) -> None:
        self._workspace = workspace
        self._plan = workspace.plan
        self._node = node
        self._known = known or TermsLineage()
        self._pending = known is not None
        self._terms = workspace.plan.terms(node)
        people = workspace.plan.directory.people.items()
        self._by_email = {email.lower(): person for person, entry in people for email in entry.emails}

    def events(self, today: date) -> Iterator[HistoryEvent]:
        plan, id_ = self._plan, self._node.id
        if self._pending:
            yield from self._all_terms(today)
            yield from self._renames(today)
        for before, grade in carried_from(plan, self._node):
            yield self._record("carried", grade, [f"carried it over from {before.id}"], {"from": before.id})
        for agreement in plan.agreements_of.get(id_, ()):
            yield self._agreement(agreement)
        for check_in in plan.check_ins_of.get(id_, ()):
            yield self._check_in(check_in)
        for grade in plan.grades_of.get(id_, ()):
            yield self._grade(grade)

    def _all_terms(self, today: date) -> Iterator[HistoryEvent]:
        known = self._known.terms
        for before, after in pairwise((None, *known)):
            if after is not None:
                yield self._version(before, after)
        last = known[-1].terms if known else None
        if last != self._terms:
            lines, data = _change(last, self._terms, first=not known)
            yield HistoryEvent("terms", today, None, "somebody", lines, data, pending=True)

    def _renames(self, today: date) -> Iterator[HistoryEvent]:
        known = self._known.names
        for before, after in pairwise(known):
            person, name = self.author(after.origin)
            lines, data = _rename(before.name, after.name)
            yield HistoryEvent("renamed", after.origin.entered.day, person, name, lines, data, after.origin)
        if known and known[-1].name != self._node.short_id:
            lines, data = _rename(known[-1].name, self._node.short_id)
            yield HistoryEvent("renamed", today, None, "somebody", lines, data, pending=True)

    def _version(self, before: TermsVersion | None, after: TermsVersion) -> HistoryEvent:
        lines, data = _change(before.terms if before is not None else None, after.terms, first=before is None)
        person, name = self.author(after.origin)
        return HistoryEvent("terms", after.origin.entered.day, person, name, lines, data, after.origin)

    def author(self, origin: Origin) -> tuple[str | None, str]:
        """Who a commit says wrote it: the person of that address, if there is one, and a name."""
        person = self._by_email.get(origin.written.email.lower())
        return person, origin.written.author if person is None else self._plan.directory.person_name(person)

    def _agreement(self, said: RecordEntry[AgreementEntry]) -> HistoryEvent:
        plan, entry = self._plan, said.entry
        quoted = plan.quoted(entry, self._node)
        current = "the terms as they stand" if quoted == self._terms else "other terms than today's"
        lines = [f"agrees as {entry.as_} to {current}"]
        if not is_valid_agreement(said):
            lines.append("does not count: not by the owner" if entry.as_ == "owner" else "does not count: by the owner")
        data = {
            "as": entry.as_,
            "fingerprint": quoted.fingerprint,
            "counts": is_valid_agreement(said),
            "via": entry.via,
        }
        return self._record("agreement", said, lines, data)

    def _check_in(self, said: RecordEntry[CheckInEntry]) -> HistoryEvent:
        entry = said.entry
        help_ = f"help: {entry.help}" if entry.help is not None else None
        lines = [line for line in (check_in_phrase(entry), entry.note, help_) if line]
        return self._record("check-in", said, lines, entry.model_dump(mode="json", exclude_none=True))

    def _grade(self, said: RecordEntry[GradeEntry]) -> HistoryEvent:
        entry = said.entry
        reviewer = getattr(self._workspace.records.get(said.file), "reviewed_by", None)
        reviewed = f", reviewed by {self._plan.directory.person_name(reviewer)}" if reviewer is not None else ""
        lines = [f"{grade_phrase(entry)}{reviewed}", *(f"{name}: {words}" for name, words in grade_reasons(entry))]
        data = {**entry.model_dump(mode="json", exclude_none=True), "reviewed_by": reviewer}
        return self._record("grade", said, lines, data)

    def _record(self, kind: str, said: RecordEntry[E], lines: list[str], data: dict[str, Any]) -> HistoryEvent:
        origin = self._known.records.get(said.file)
        if said.name != said.slot and kind != "carried":
            lines.append(f"corrects what was said on {numbers.day(said.day)}")
        if origin is not None:
            person, name = self.author(origin)
            if person != said.by:
                lines.append(f"committed by {name}")
        return HistoryEvent(
            kind,
            said.written,
            said.by,
            self._plan.directory.person_name(said.by),
            tuple(lines),
            {"record": said.file, "corrects": said.slot if said.name != said.slot else None, **data},
            origin,
            pending=self._pending and origin is None,
            rewritten=self._known.rewritten.get(said.file, ()),
            order=suffix_order(said.name),
        )


def _rename(before: str, after: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    return (f"renamed it from {before} to {after}",), {"before": before, "after": after}


def _change(
    before: CanonicalTerms | None, after: CanonicalTerms | None, *, first: bool
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """What a change of terms did, in words and as data."""
    if after is None:
        return ("took it out of the file",), {"change": "removed", "fingerprint": None, "direction": None, "moved": []}
    data: dict[str, Any] = {"change": "proposed", "fingerprint": after.fingerprint, "direction": None, "moved": []}
    if before is None:
        if not first:
            data["change"] = "restored"
        return ("wrote the terms" if first else "put it back into the file", _terms_words(after)), data
    found = directions(before, after)
    data["change"] = "moved"
    data["direction"] = str(combined_direction(what for _, what in found))
    data["moved"] = [
        {"field": moved.field, "before": moved.before, "after": moved.after, "direction": str(what)}
        for moved, what in found
    ]
    lines = tuple(f"{difference_phrase(moved)}{DIRECTIONS[what]}" for moved, what in found)
    what = combined_direction(what for _, what in found)
    if len(found) > 1 and what in (Direction.EASIER, Direction.HARDER):
        return (f"moved the terms{DIRECTIONS[what]}", *lines), data
    return ("moved the terms", *lines), data


def _terms_words(terms: CanonicalTerms) -> str:
    """The terms on one line."""
    told = QuotedTerms.model_validate({key: value for key, value in terms.data.items() if key != "v"})
    owner = told.owner if isinstance(told.owner, str) else f"{told.owner.lead} for {told.owner.team}"
    due = f", due {numbers.day(told.due)}" if told.due is not None else ""
    return f"owner {owner}, {told.commitment}, {numbers.measure_words(told.measure)}{due}"
