"""Whether a change is approved: a pure function of what it needs and of the evidence that is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from okrs_as_code.model.consent import EvidenceTier
from okrs_as_code.model.files.people import Person
from okrs_as_code.review.evidence import Evidence
from okrs_as_code.review.requirement import Requirement, ReviewerRole
from okrs_as_code.review.reviewers import Reviewers, by_account

_TIERS = tuple(EvidenceTier)


@dataclass(frozen=True)
class RequirementStatus:
    """One need, with the strongest evidence that there is for it."""

    need: Requirement
    person: str | None
    """Who gave it; None where nobody of those who are asked did."""
    tier: EvidenceTier
    """`named` where there is nothing but their name in the file."""
    enough: bool


@dataclass(frozen=True)
class Approvals:
    """What a change needs, and what is there."""

    answers: tuple[RequirementStatus, ...] = ()
    unchecked: str | None = None
    """Why nothing was checked at all."""
    refused: str | None = None
    """Why nobody can approve this."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.refused is None and not self.missing

    @property
    def missing(self) -> tuple[RequirementStatus, ...]:
        """What lacks enough evidence."""
        return tuple(answer for answer in self.answers if not answer.enough)


def evaluate(needs: Sequence[Requirement], judge: Evaluator) -> Approvals:
    """Judges each need by the evidence."""
    return Approvals(tuple(judge.answer(need) for need in needs))


def evaluator(
    needs: Sequence[Requirement], standing: Reviewers, added: Mapping[str, Person], evidence: Collection[Evidence]
) -> Evaluator:
    """Who judges, with the accounts of the base.

    People and accounts that only the head has (`added`) count once everything that a steward has to approve is.
    """
    known = Evaluator(standing, by_account(standing.people), evidence)
    stewards = [need for need in needs if need.part is ReviewerRole.STEWARD]
    if added and stewards and all(known.answer(need).enough for need in stewards):
        return Evaluator(standing, _with_added(standing.people, added), evidence)
    return known


def _with_added(people: Mapping[str, Person], added: Mapping[str, Person]) -> Mapping[str, str]:
    """An account that somebody has at the base stays theirs."""
    theirs = by_account(people)
    return {**by_account({**added, **{id_: one for id_, one in people.items() if one.account is not None}}), **theirs}


@dataclass(frozen=True)
class Evaluator:
    """Knows whose account is whose, and what is there."""

    standing: Reviewers
    accounts: Mapping[str, str]
    evidence: Collection[Evidence]

    @cached_property
    def _by_person(self) -> Mapping[str, Sequence[Evidence]]:
        found: dict[str, list[Evidence]] = {}
        for one in self.evidence:
            person = one.person if one.account is None else self.accounts.get(one.account)
            if person is not None:
                found.setdefault(person, []).append(one)
        return found

    def given_by(self, person: str) -> Sequence[Evidence]:
        """All that a person gave."""
        return self._by_person.get(person, ())

    def answer(self, need: Requirement) -> RequirementStatus:
        """The strongest evidence for a need, by any of those who are asked."""
        found = [
            RequirementStatus(need, person, one.tier, self._is_enough(one, need))
            for person in need.people
            for one in self.given_by(person)
            if _covers(one, need)
        ]
        return max(found, key=_strength, default=RequirementStatus(need, None, EvidenceTier.NAMED, enough=False))

    def _is_enough(self, one: Evidence, need: Requirement) -> bool:
        if one.tier in (EvidenceTier.APPROVED, EvidenceTier.SIGNED):
            return True
        if one.tier is EvidenceTier.OPENED:
            return need.part is not ReviewerRole.STEWARD or self.standing.only is not None
        return one.tier is EvidenceTier.CLAIMED and self.standing.accepts_claims


def _covers(one: Evidence, need: Requirement) -> bool:
    if one.record is not None:
        return need.part is ReviewerRole.WRITER and need.subject == one.record
    if one.role is not None:
        return one.role == need.role and need.subject in one.terms
    return one.exact or (need.of_terms and need.subject in one.terms)


def _strength(answer: RequirementStatus) -> tuple[bool, int]:
    return answer.enough, _TIERS.index(answer.tier)
