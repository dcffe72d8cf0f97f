"""The approvals that a change requires: one row of the table in docs/approvals.md after the other; rows add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.requirements.key_result_requirements import KeyResultRequirements, unreadable_reason
from okrs_as_code.review.requirements.record_requirements import (
    RECORD_CHANGES,
    UNREADABLE_RECORD_CHANGES,
    only_brings_agreements,
    record_requirements,
    unreadable_record_requirements,
)
from okrs_as_code.review.requirements.requirement import Requirement, ReviewerRole
from okrs_as_code.review.requirements.reviewers import Reviewers, ReviewerSelector

_FILES = {ChangeKind.PERSON: PEOPLE_FILE, ChangeKind.TEAM: TEAMS_FILE, ChangeKind.POLICY: CONFIG_FILE}
_STEWARD_REASONS = {
    ChangeKind.PERSON: "people change",
    ChangeKind.TEAM: "teams change",
    ChangeKind.POLICY: "policy changes",
    ChangeKind.GATE: "what the gate trusts changes",
    ChangeKind.SUPPRESSION: "a rule is ignored, or no longer",
}
"""Changes that a steward has to approve, and why."""
_FORMER_ROLES = frozenset((ReviewerRole.OLD_OWNER, ReviewerRole.OLD_MANAGER, ReviewerRole.OLD_OBJECTIVE_OWNER))


def requirements_of(changes: Sequence[Change], head: Plan, reviewers: Reviewers) -> tuple[Requirement, ...]:
    """Returns everything that has to be approved, each person once for each role in each subject.

    People are those of the base; `head` resolves what records are about, and names people who are new.
    """
    selector = ReviewerSelector(head, reviewers)
    requirements: Iterable[Requirement]
    if only_brings_agreements(changes):
        requirements = (
            requirement
            for change in changes
            for requirement in (
                record_requirements(change, selector)
                if change.record is not None and selector.is_author(change.record.content.by)
                else (selector.require_steward(change.subject, "agreements given elsewhere become records"),)
            )
        )
    else:
        table = _RequirementTable(selector)
        requirements = (requirement for change in changes for requirement in table.requirements_of(change))
    return tuple(_merge(_with_substitutes(requirement, head, reviewers) for requirement in requirements))


def _with_substitutes(requirement: Requirement, head: Plan, reviewers: Reviewers) -> Requirement:
    """Returns a requirement with those who answer for people who left; an only person answers for everybody.

    Who is gone from people.yaml, too, cannot answer for what they had, and has nobody above: a steward does. Where
    none of those who are asked has an account, a steward who has one stands in.
    """
    if reviewers.only_person is not None:
        return replace(requirement, people=(reviewers.only_person,))
    return _with_account(_without_absent(requirement, head, reviewers), reviewers)


def _with_account(requirement: Requirement, reviewers: Reviewers) -> Requirement:
    """Returns a requirement that somebody with an account can meet, beside those who are asked and have none.

    Who is in people.yaml only at the head is waited for: they can approve once a steward has approved that.
    """
    people = requirement.people
    is_stuck = all(reviewers.knows(person) and not reviewers.can_answer(person) for person in people)
    if requirement.reviewer_role is ReviewerRole.STEWARD or not is_stuck:
        return requirement
    stewards = tuple(steward for steward in reviewers.stewards if reviewers.can_answer(steward))
    absent = requirement.instead_of or next(iter(people), None)
    return replace(requirement, people=tuple(dict.fromkeys((*people, *stewards))), instead_of=absent)


def _without_absent(requirement: Requirement, head: Plan, reviewers: Reviewers) -> Requirement:
    is_over = requirement.reviewer_role in _FORMER_ROLES or (
        requirement.subject not in head.key_results and requirement.subject not in head.objectives
    )
    unknown = [
        person
        for person in requirement.people
        if is_over and not (reviewers.knows(person) or head.directory.knows_person(person))
    ]
    absent = next((person for person in requirement.people if person in unknown or reviewers.has_left(person)), None)
    if absent is None:
        return requirement
    people = [
        substitute
        for person in requirement.people
        for substitute in (reviewers.stewards if person in unknown else reviewers.substitutes_for(person))
    ]
    return replace(requirement, people=tuple(dict.fromkeys(people)), instead_of=absent)


def _merge(requirements: Iterable[Requirement]) -> Iterable[Requirement]:
    """Merges requirements of the same subject, role and people; terms suffice only where they do for all of them."""
    merged: dict[tuple[str, ReviewerRole, tuple[str, ...]], Requirement] = {}
    for requirement in requirements:
        key = requirement.subject, requirement.reviewer_role, requirement.people
        earlier = merged.get(key)
        if earlier is not None:
            reasons = tuple(dict.fromkeys((*earlier.reasons, *requirement.reasons)))
            terms_suffice = earlier.terms_suffice and requirement.terms_suffice
            needs_title = earlier.needs_title or requirement.needs_title
            requirement = replace(earlier, reasons=reasons, terms_suffice=terms_suffice, needs_title=needs_title)
        merged[key] = requirement
    return merged.values()


@dataclass(frozen=True)
class _RequirementTable:
    """The table in docs/approvals.md."""

    selector: ReviewerSelector

    def requirements_of(self, change: Change) -> Iterator[Requirement]:
        """Yields everything that has to be approved of one change."""
        if change.kind is ChangeKind.PERSON and change.field == "digest":
            reason = "who gets messages, and how, is for themselves to say"
            yield from self.selector.require(PEOPLE_FILE, change.subject, ReviewerRole.PERSON, reason)
        elif change.kind in _STEWARD_REASONS:
            subject = _FILES.get(change.kind, change.subject)
            yield self.selector.require_steward(subject, _STEWARD_REASONS[change.kind])
        elif change.kind in RECORD_CHANGES:
            yield from record_requirements(change, self.selector)
        elif change.kind in UNREADABLE_RECORD_CHANGES:
            yield from unreadable_record_requirements(change, self.selector)
        elif change.kind in (ChangeKind.MISPLACED_ADDED, ChangeKind.BACKLOG):
            return
        elif change.kind is ChangeKind.UNREADABLE and change.old is None:
            yield from KeyResultRequirements(self.selector).of_nameless(change)
        elif isinstance(change.new or change.old, KeyResultNode):
            yield from KeyResultRequirements(self.selector).of_change(change)
        else:
            yield from self._objective_requirements(change)

    def _objective_requirements(self, change: Change) -> Iterator[Requirement]:
        subject, selector = change.subject, self.selector
        old = change.old if isinstance(change.old, ObjectiveNode) else None
        new = change.new if isinstance(change.new, ObjectiveNode) else None
        old_owner = old.content.owner if old is not None else None
        new_owner = new.content.owner if new is not None else None
        if change.kind is ChangeKind.OWNER:
            reason = "the objective gets another owner"
            yield from selector.require(subject, old_owner, ReviewerRole.OLD_OBJECTIVE_OWNER, reason)
            yield from selector.require(subject, new_owner, ReviewerRole.OBJECTIVE_OWNER, reason)
        elif change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.UNREADABLE):
            reasons = {ChangeKind.ADDED: "it is new", ChangeKind.REMOVED: "it is removed"}
            reason = reasons.get(change.kind) or unreadable_reason(change)
            is_readable = change.kind is not ChangeKind.UNREADABLE
            owner = new_owner or old_owner if is_readable else old_owner
            role = ReviewerRole.OBJECTIVE_OWNER
            yield from selector.require(subject, owner, role, reason, terms_suffice=is_readable)
            yield from self._contribution_requirements(subject, old, new, reason)
        elif change.kind is ChangeKind.MOVED and old is not None and new is not None:
            if selector.head.directory.resolve_team(old.team) != selector.head.directory.resolve_team(new.team):
                reason = f"it goes from {old.team} to {new.team}"
                yield from selector.require(subject, old_owner or new_owner, ReviewerRole.OBJECTIVE_OWNER, reason)
        elif change.kind is ChangeKind.ALIGNMENT:
            reason = "what counts in the objective above changes"
            yield from self._contribution_requirements(subject, old, new, reason)
        elif change.kind is ChangeKind.PLANNING and new is not None:
            yield from self._planning_requirements(new, f"the {change.field} of its objective changes")

    def _planning_requirements(self, objective: ObjectiveNode, reason: str) -> Iterator[Requirement]:
        """Requires the managers of the key results that say nothing of their own about it."""
        for node in objective.key_results:
            if node.content.check_ins is None:
                manager = self.selector.manager_of(node)
                yield from self.selector.require(node.id, manager, ReviewerRole.MANAGER, reason)

    def _contribution_requirements(
        self, subject: str, old: ObjectiveNode | None, new: ObjectiveNode | None, reason: str
    ) -> Iterator[Requirement]:
        """Requires the owners of an objective that counts in the one above, or counted there, and of that one."""
        selector = self.selector
        contributions = [
            (node, plan)
            for node, plan in ((old, selector.reviewers.base), (new, selector.head))
            if node is not None and node.contributions
        ]
        objective = new or old
        if contributions and objective is not None:
            yield from selector.require(subject, objective.content.owner, ReviewerRole.OBJECTIVE_OWNER, reason)
        for node, plan in contributions:
            for parent in plan.alignments.parents(node):
                if parent.entry.weight is not None:
                    yield from selector.require(subject, parent.owner, ReviewerRole.OWNER_ABOVE, reason)
