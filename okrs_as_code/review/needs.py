"""Who has to approve a change: one row of the table in docs/approvals.md after the other; rows add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from okrs_as_code.model.direction import Direction
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.model.record import AgreementEntry, GradeEntry
from okrs_as_code.review.change import Change, Kind
from okrs_as_code.review.need import Need, Part
from okrs_as_code.review.standing import Standing
from okrs_as_code.workspace.layout import RECORD_ROLES, Role
from okrs_as_code.workspace.root import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE

_FILES = {Kind.PERSON: PEOPLE_FILE, Kind.TEAM: TEAMS_FILE, Kind.POLICY: CONFIG_FILE}
_POLICY = frozenset((*_FILES, Kind.GATE, Kind.SUPPRESSION))
_RECORDS = frozenset((Kind.RECORD_ADDED, Kind.RECORD_EDITED, Kind.RECORD_REMOVED))
_WORDS = {
    Kind.PERSON: "people change",
    Kind.TEAM: "teams change",
    Kind.POLICY: "policy changes",
    Kind.GATE: "what the gate trusts changes",
    Kind.SUPPRESSION: "a rule is ignored, or no longer",
}


def needs(changes: Sequence[Change], head: Plan, standing: Standing) -> tuple[Need, ...]:
    """Everything that has to be approved, each person once for each part in each subject.

    People are those of the base; `head` tells where records belong, and names people who are new.
    """
    rows = _Rows(head, standing)
    if _only_brings_agreements(changes):
        found = [rows.steward(change.subject, "agreements given elsewhere become records") for change in changes]
    else:
        found = [need for change in changes for need in rows.of(change)]
    return tuple(_merged(_answered(need, standing) for need in found))


def _only_brings_agreements(changes: Sequence[Change]) -> bool:
    return bool(changes) and all(
        change.kind is Kind.RECORD_ADDED and _kind_of_record(change) is Role.AGREEMENT and _all_given_elsewhere(change)
        for change in changes
    )


def _all_given_elsewhere(change: Change) -> bool:
    record = change.record
    return record is not None and all(
        isinstance(entry, AgreementEntry) and entry.via is not None for entry in record.content.key_results.values()
    )


def _kind_of_record(change: Change) -> Role | None:
    return RECORD_ROLES.get(change.subject.split("/")[-2])


def _answered(need: Need, standing: Standing) -> Need:
    """The need with those who answer for who has left; the only person of a base answers for everybody."""
    if standing.only is not None:
        return replace(need, people=(standing.only,))
    gone = next((person for person in need.people if standing.has_left(person)), None)
    if gone is None:
        return need
    people = [one for person in need.people for one in standing.in_place_of(person)]
    return replace(need, people=tuple(dict.fromkeys(people)), instead_of=gone)


def _merged(needs: Iterable[Need]) -> Iterator[Need]:
    """One need for each subject, part and people; it is of terms only where all that it stands for is."""
    found: dict[tuple[str, Part, tuple[str, ...]], Need] = {}
    for need in needs:
        key = need.subject, need.part, need.people
        known = found.get(key)
        if known is not None:
            reasons = tuple(dict.fromkeys((*known.reasons, *need.reasons)))
            need = replace(known, reasons=reasons, of_terms=known.of_terms and need.of_terms)
        found[key] = need
    yield from found.values()


@dataclass(frozen=True)
class _Rows:
    head: Plan
    standing: Standing

    def of(self, change: Change) -> Iterator[Need]:
        """Who has to approve one change."""
        if change.kind in _POLICY:
            yield self.steward(_FILES.get(change.kind, change.subject), _WORDS[change.kind])
        elif change.kind in _RECORDS:
            yield from self._record(change)
        elif isinstance(change.new or change.old, KeyResultNode):
            yield from self._key_result(change)
        else:
            yield from self._objective(change)

    def steward(self, subject: str, because: str) -> Need:
        """What a steward has to approve."""
        return Need(subject, self.standing.stewards, Part.STEWARD, (because,))

    def _key_result(self, change: Change) -> Iterator[Need]:
        old, new = change.old, change.new
        old = old if isinstance(old, KeyResultNode) else None
        new = new if isinstance(new, KeyResultNode) else None
        if change.kind is Kind.ADDED:
            yield from self._owner_and_manager(change.subject, new, "it is new")
        elif change.kind is Kind.REMOVED:
            yield from self._owner_and_manager(change.subject, old, "it is removed")
        elif change.kind is Kind.UNREADABLE:
            for need in self._owner_and_manager(change.subject, old, "it cannot be read any more"):
                yield replace(need, of_terms=False)
        elif change.kind is Kind.TERMS and old is not None and new is not None:
            yield from self._terms(change, old, new)
        elif change.kind is Kind.MANAGER and old is not None and new is not None:
            yield from self._manager(change.subject, old, new)
        elif change.kind is Kind.PLANNING:
            yield from self._asked(change.subject, self._manager_of(new), Part.MANAGER, f"its {change.field} changes")

    def _terms(self, change: Change, old: KeyResultNode, new: KeyResultNode) -> Iterator[Need]:
        if old.owner != new.owner:
            because = f"it is handed over from {old.owner} to {new.owner}"
            yield from self._asked(change.subject, old.owner, Part.OLD_OWNER, because, of_terms=True)
            manager = self._manager_of(new) or self._manager_of(old)
            yield from self._asked(change.subject, new.owner, Part.OWNER, because, of_terms=True)
            yield from self._asked(change.subject, manager, Part.MANAGER, because, of_terms=True)
        else:
            yield from self._owner_and_manager(change.subject, new, "its terms change")
        if self._may_be_easier(change) and self.standing.today >= old.start:
            easier = change.direction is Direction.EASIER
            because = "it becomes easier after its start" if easier else "it may become easier after its start"
            above = self.standing.base.parent(old.objective) or old.objective
            owner = above.content.owner or old.objective.content.owner
            part = Part.OWNER_ABOVE if above is not old.objective else Part.OBJECTIVE_OWNER
            yield from self._asked(change.subject, owner, part, because, of_terms=True)

    @staticmethod
    def _may_be_easier(change: Change) -> bool:
        """Where numbers cannot tell what became of the measure or the due date, nobody says that it is not easier."""
        if change.direction in (Direction.UNCLEAR, None):
            return change.field != "success"
        return change.direction is Direction.EASIER

    def _manager(self, subject: str, old: KeyResultNode, new: KeyResultNode) -> Iterator[Need]:
        was, now = self._manager_of(old), self._manager_of(new)
        if was != now:
            yield from self._asked(subject, was, Part.OLD_MANAGER, "another manager is named")
            yield from self._asked(subject, now, Part.MANAGER, "another manager is named")

    def _objective(self, change: Change) -> Iterator[Need]:
        old, new = change.old, change.new
        old = old if isinstance(old, ObjectiveNode) else None
        new = new if isinstance(new, ObjectiveNode) else None
        was = old.content.owner if old is not None else None
        now = new.content.owner if new is not None else None
        if change.kind is Kind.OWNER:
            yield from self._asked(change.subject, was, Part.OLD_OBJECTIVE_OWNER, "the objective gets another owner")
            yield from self._asked(change.subject, now, Part.OBJECTIVE_OWNER, "the objective gets another owner")
        elif change.kind in (Kind.ADDED, Kind.REMOVED, Kind.UNREADABLE):
            because = {Kind.ADDED: "it is new", Kind.REMOVED: "it is removed"}.get(change.kind, "it cannot be read")
            yield from self._counted(change.subject, old, new, because)
        elif change.kind is Kind.ALIGNMENT:
            yield from self._counted(change.subject, old, new, "what counts in the objective above changes")

    def _counted(
        self, subject: str, old: ObjectiveNode | None, new: ObjectiveNode | None, because: str
    ) -> Iterator[Need]:
        """The owner of an objective that counted in another one, or will, and the owner of that other one."""
        counting = [
            (node, plan)
            for node, plan in ((old, self.standing.base), (new, self.head))
            if node is not None and node.alignment is not None and node.alignment.contributes
        ]
        own = new or old
        if counting and own is not None:
            yield from self._asked(subject, own.content.owner, Part.OBJECTIVE_OWNER, because)
        for node, plan in counting:
            above = plan.parent(node)
            owner = above.content.owner if above is not None else None
            yield from self._asked(subject, owner, Part.OWNER_ABOVE, because)

    def _record(self, change: Change) -> Iterator[Need]:
        record = change.record
        if record is None:
            return
        by, kind = record.content.by, _kind_of_record(change)
        if by != self.standing.author:
            manager = self._manager_of_person(by) if kind is not Role.AGREEMENT else None
            people = (by,) if manager is None else (by, manager)
            yield Need(change.subject, people, Part.WRITER, (f"it says what {by} says, and somebody else proposes it",))
        cycle = self.head.calendar.cycle(record.cycle)
        for ref, entry in record.content.key_results.items():
            found = self.head.resolve_key_result(ref, cycle) if cycle is not None else None
            if found is not None and isinstance(entry, GradeEntry):
                because = "it is dropped" if entry.dropped else "it is graded"
                for need in self._owner_and_manager(found, self.head.key_results.get(found), because):
                    yield replace(need, of_terms=False)

    def _owner_and_manager(self, subject: str, node: KeyResultNode | None, because: str) -> Iterator[Need]:
        if node is not None:
            yield from self._asked(subject, node.owner, Part.OWNER, because, of_terms=True)
            yield from self._asked(subject, self._manager_of(node), Part.MANAGER, because, of_terms=True)

    @staticmethod
    def _asked(subject: str, person: str | None, part: Part, because: str, *, of_terms: bool = False) -> Iterator[Need]:
        if person is not None:
            yield Need(subject, (person,), part, (because,), of_terms)

    def _manager_of(self, node: KeyResultNode | None) -> str | None:
        """Named at the key result, else the owner's in the base, else in the head for somebody new."""
        if node is None:
            return None
        named = node.content.manager
        return named if named is not None and named != node.owner else self._manager_of_person(node.owner)

    def _manager_of_person(self, person: str) -> str | None:
        known = person in self.standing.people
        return (self.standing.base if known else self.head).directory.manager_of_person(person)
