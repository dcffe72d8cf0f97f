"""Who has to approve a change: one row of the table in docs/approvals.md after the other; rows add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.model.direction import Direction
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.record_requirements import RECORDS, only_brings_agreements, record_requirements
from okrs_as_code.review.requirement import Requirement, ReviewerRole
from okrs_as_code.review.reviewers import Reviewers, ReviewerSelector

_FILES = {ChangeKind.PERSON: PEOPLE_FILE, ChangeKind.TEAM: TEAMS_FILE, ChangeKind.POLICY: CONFIG_FILE}
_POLICY = frozenset((*_FILES, ChangeKind.GATE, ChangeKind.SUPPRESSION))
_OLD = frozenset((ReviewerRole.OLD_OWNER, ReviewerRole.OLD_MANAGER, ReviewerRole.OLD_OBJECTIVE_OWNER))
_WORDS = {
    ChangeKind.PERSON: "people change",
    ChangeKind.TEAM: "teams change",
    ChangeKind.POLICY: "policy changes",
    ChangeKind.GATE: "what the gate trusts changes",
    ChangeKind.SUPPRESSION: "a rule is ignored, or no longer",
}


def requirements(changes: Sequence[Change], head: Plan, standing: Reviewers) -> tuple[Requirement, ...]:
    """Everything that has to be approved, each person once for each part in each subject.

    People are those of the base; `head` tells where records belong, and names people who are new.
    """
    asking = ReviewerSelector(head, standing)
    if only_brings_agreements(changes):
        others = [change for change in changes if change.record is None or not asking.is_own(change.record.content.by)]
        found = [asking.steward(change.subject, "agreements given elsewhere become records") for change in others]
    else:
        found = [need for change in changes for need in _Rows(asking).of(change)]
    return tuple(_merged(_answered(need, head, standing) for need in found))


def _answered(need: Requirement, head: Plan, standing: Reviewers) -> Requirement:
    """The need with those who answer for who has left; the only person of a base answers for everybody.

    Who has gone from people.yaml too cannot answer for what they had, and has nobody above: a steward does.
    """
    if standing.only is not None:
        return replace(need, people=(standing.only,))
    is_over = need.part in _OLD or (need.subject not in head.key_results and need.subject not in head.objectives)
    lost = [one for one in need.people if is_over and not (standing.knows(one) or head.directory.knows_person(one))]
    gone = next((person for person in need.people if person in lost or standing.has_left(person)), None)
    if gone is None:
        return need
    people = [
        one for person in need.people for one in (standing.stewards if person in lost else standing.in_place_of(person))
    ]
    return replace(need, people=tuple(dict.fromkeys(people)), instead_of=gone)


def _merged(needs: Iterable[Requirement]) -> Iterator[Requirement]:
    """One need for each subject, part and people; it is of terms only where all that it stands for is."""
    found: dict[tuple[str, ReviewerRole, tuple[str, ...]], Requirement] = {}
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
    asking: ReviewerSelector

    def of(self, change: Change) -> Iterator[Requirement]:
        """Who has to approve one change."""
        if change.kind in _POLICY:
            yield self.asking.steward(_FILES.get(change.kind, change.subject), _WORDS[change.kind])
        elif change.kind in RECORDS:
            yield from record_requirements(change, self.asking)
        elif isinstance(change.new or change.old, KeyResultNode):
            yield from self._key_result(change)
        else:
            yield from self._objective(change)

    def _key_result(self, change: Change) -> Iterator[Requirement]:
        old, new = change.old, change.new
        old = old if isinstance(old, KeyResultNode) else None
        new = new if isinstance(new, KeyResultNode) else None
        if change.kind is ChangeKind.ADDED:
            yield from self.asking.owner_and_manager(change.subject, new, "it is new")
        elif change.kind is ChangeKind.REMOVED:
            yield from self.asking.owner_and_manager(change.subject, old, "it is removed")
        elif change.kind is ChangeKind.UNREADABLE:
            for need in self.asking.owner_and_manager(change.subject, old, "it cannot be read any more"):
                yield replace(need, of_terms=False)
        elif change.kind is ChangeKind.TERMS and old is not None and new is not None:
            yield from self._terms(change, old, new)
        elif change.kind is ChangeKind.MANAGER and old is not None and new is not None:
            yield from self._manager(change.subject, old, new)
        elif change.kind is ChangeKind.PLANNING:
            yield from self.asking.asked(
                change.subject, self.asking.manager_of(new), ReviewerRole.MANAGER, f"its {change.field} changes"
            )
        elif change.kind is ChangeKind.MOVED and "/" in change.before:
            # Both ids name an objective only where they name different ones. Records find what moved within its
            # objective; from another one it is removed, and here it is new.
            for need in self.asking.owner_and_manager(change.subject, new, "it becomes part of another objective"):
                yield replace(need, of_terms=False)

    def _terms(self, change: Change, old: KeyResultNode, new: KeyResultNode) -> Iterator[Requirement]:
        if old.owner != new.owner:
            because = f"it is handed over from {old.owner} to {new.owner}"
            yield from self.asking.asked(change.subject, old.owner, ReviewerRole.OLD_OWNER, because, of_terms=True)
            managers = (self.asking.manager_of(new), self.asking.manager_of(old))
            manager = next((one for one in managers if one not in (None, new.owner)), None)
            yield from self.asking.asked(change.subject, new.owner, ReviewerRole.OWNER, because, of_terms=True)
            yield from self.asking.asked(change.subject, manager, ReviewerRole.MANAGER, because, of_terms=True)
        else:
            yield from self.asking.owner_and_manager(change.subject, new, "its terms change")
        if self._may_be_easier(change) and self.asking.standing.today >= old.start:
            easier = change.direction is Direction.EASIER
            because = "it becomes easier after its start" if easier else "it may become easier after its start"
            above = self.asking.standing.base.parent(old.objective)
            owner_above = above.content.owner if above is not None else None
            part = ReviewerRole.OBJECTIVE_OWNER if owner_above is None else ReviewerRole.OWNER_ABOVE
            owner = owner_above or old.objective.content.owner
            yield from self.asking.asked(change.subject, owner, part, because, of_terms=True)

    @staticmethod
    def _may_be_easier(change: Change) -> bool:
        """Where numbers cannot tell what became of the measure or the due date, nobody says that it is not easier."""
        if change.direction in (Direction.UNCLEAR, None):
            return change.field != "success"
        return change.direction is Direction.EASIER

    def _manager(self, subject: str, old: KeyResultNode, new: KeyResultNode) -> Iterator[Requirement]:
        was, now = self.asking.manager_of(old), self.asking.manager_of(new)
        if was != now:
            yield from self.asking.asked(subject, was, ReviewerRole.OLD_MANAGER, "another manager is named")
            yield from self.asking.asked(subject, now, ReviewerRole.MANAGER, "another manager is named")

    def _objective(self, change: Change) -> Iterator[Requirement]:
        old, new = change.old, change.new
        old = old if isinstance(old, ObjectiveNode) else None
        new = new if isinstance(new, ObjectiveNode) else None
        was = old.content.owner if old is not None else None
        now = new.content.owner if new is not None else None
        if change.kind is ChangeKind.OWNER:
            yield from self.asking.asked(
                change.subject, was, ReviewerRole.OLD_OBJECTIVE_OWNER, "the objective gets another owner"
            )
            yield from self.asking.asked(
                change.subject, now, ReviewerRole.OBJECTIVE_OWNER, "the objective gets another owner"
            )
        elif change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.UNREADABLE):
            because = {ChangeKind.ADDED: "it is new", ChangeKind.REMOVED: "it is removed"}.get(
                change.kind, "it cannot be read"
            )
            stands = change.kind is not ChangeKind.UNREADABLE
            yield from self.asking.asked(
                change.subject, now or was, ReviewerRole.OBJECTIVE_OWNER, because, of_terms=stands
            )
            yield from self._counted(change.subject, old, new, because)
        elif change.kind is ChangeKind.ALIGNMENT:
            yield from self._counted(change.subject, old, new, "what counts in the objective above changes")

    def _counted(
        self, subject: str, old: ObjectiveNode | None, new: ObjectiveNode | None, because: str
    ) -> Iterator[Requirement]:
        """The owner of an objective that counted in another one, or will, and the owner of that other one."""
        counting = [
            (node, plan)
            for node, plan in ((old, self.asking.standing.base), (new, self.asking.head))
            if node is not None and node.contributes
        ]
        own = new or old
        if counting and own is not None:
            yield from self.asking.asked(subject, own.content.owner, ReviewerRole.OBJECTIVE_OWNER, because)
        for node, plan in counting:
            above = plan.parent(node)
            owner = above.content.owner if above is not None else None
            yield from self.asking.asked(subject, owner, ReviewerRole.OWNER_ABOVE, because)
