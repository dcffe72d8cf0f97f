"""The approvals of a change: a pure function of what it requires and of the evidence that is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from okrs_as_code.model.consent import EvidenceTier
from okrs_as_code.model.files.people import Person
from okrs_as_code.review.evidence import Evidence
from okrs_as_code.review.requirements.requirement import Requirement, ReviewerRole
from okrs_as_code.review.requirements.reviewers import Reviewers, people_by_account

_TIERS = tuple(EvidenceTier)


@dataclass(frozen=True)
class RequirementStatus:
    """One requirement, with the strongest evidence that there is for it."""

    requirement: Requirement
    person: str | None
    """The person whose evidence it is; None where nobody of those who are asked gave any."""
    tier: EvidenceTier
    """`named` where there is nothing but their name in the file."""
    is_enough: bool


@dataclass(frozen=True)
class Approvals:
    """The requirements of a change, and how far they are met."""

    statuses: tuple[RequirementStatus, ...] = ()
    unchecked: str | None = None
    """Reason why nobody can be asked, so that nothing was checked at all."""
    refused: str | None = None
    """Reason why nobody can approve this."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.refused is None and self.unchecked is None and not self.missing

    @property
    def missing(self) -> tuple[RequirementStatus, ...]:
        """Requirements without enough evidence."""
        return tuple(status for status in self.statuses if not status.is_enough)


@dataclass(frozen=True)
class Evaluator:
    """Evaluates requirements by the evidence; `accounts` has the person of each account."""

    reviewers: Reviewers
    accounts: Mapping[str, str]
    evidence: Collection[Evidence]

    def evaluate(self, requirements: Sequence[Requirement]) -> Approvals:
        """Returns the status of each requirement."""
        return Approvals(tuple(self.status_of(requirement) for requirement in requirements))

    def status_of(self, requirement: Requirement) -> RequirementStatus:
        """Returns a requirement with the strongest evidence for it, by any of those who are asked."""
        statuses = [
            RequirementStatus(requirement, person, evidence.tier, self._is_enough(evidence, requirement))
            for person in requirement.people
            for evidence in self.evidence_of(person)
            if _covers(evidence, requirement)
        ]
        nothing = RequirementStatus(requirement, None, EvidenceTier.NAMED, is_enough=False)
        return max(statuses, key=_strength, default=nothing)

    def evidence_of(self, person: str) -> Sequence[Evidence]:
        """All evidence of a person's consent."""
        return self._evidence_by_person.get(person, ())

    @cached_property
    def _evidence_by_person(self) -> Mapping[str, Sequence[Evidence]]:
        by_person: dict[str, list[Evidence]] = {}
        for evidence in self.evidence:
            person = evidence.person if evidence.account is None else self.accounts.get(evidence.account)
            if person is not None:
                by_person.setdefault(person, []).append(evidence)
        return by_person

    def _is_enough(self, evidence: Evidence, requirement: Requirement) -> bool:
        if evidence.tier in (EvidenceTier.APPROVED, EvidenceTier.SIGNED):
            return True
        if evidence.tier is EvidenceTier.OPENED:
            return requirement.reviewer_role is not ReviewerRole.STEWARD or self.reviewers.only_person is not None
        return evidence.tier is EvidenceTier.CLAIMED and self.reviewers.accepts_claims


def evaluator_for(
    requirements: Sequence[Requirement],
    reviewers: Reviewers,
    added_people: Mapping[str, Person],
    evidence: Collection[Evidence],
) -> Evaluator:
    """Returns the evaluator with the accounts of the base.

    People and accounts that only the head has, `added_people`, count as well once everything that a steward has to
    approve is approved.
    """
    evaluator = Evaluator(reviewers, people_by_account(reviewers.people), evidence)
    stewards = [requirement for requirement in requirements if requirement.reviewer_role is ReviewerRole.STEWARD]
    if added_people and stewards and all(evaluator.status_of(requirement).is_enough for requirement in stewards):
        return Evaluator(reviewers, _accounts_with(added_people, reviewers.people), evidence)
    return evaluator


def _accounts_with(added_people: Mapping[str, Person], people: Mapping[str, Person]) -> Mapping[str, str]:
    """The person of each account, of the base or added; an account that somebody has at the base stays theirs."""
    with_account = {id_: entry for id_, entry in people.items() if entry.account is not None}
    return {**people_by_account({**added_people, **with_account}), **people_by_account(people)}


def _covers(evidence: Evidence, requirement: Requirement) -> bool:
    """Whether evidence is about what a requirement asks for, as strong as it may be."""
    if evidence.record is not None:
        return requirement.reviewer_role is ReviewerRole.WRITER and requirement.subject == evidence.record
    if evidence.role is not None:
        has_title = evidence.quotes_title or not requirement.needs_title
        return has_title and evidence.role == requirement.agreement_role and requirement.subject in evidence.subjects
    return evidence.covers_head or (requirement.terms_suffice and requirement.subject in evidence.subjects)


def _strength(status: RequirementStatus) -> tuple[bool, int]:
    return status.is_enough, _TIERS.index(status.tier)
