"""Whether a change is approved: a pure function of what it needs and of the evidence that is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from okrs_as_code.model.people import Person
from okrs_as_code.model.state import Tier
from okrs_as_code.review.evidence import Evidence
from okrs_as_code.review.need import Need, Part
from okrs_as_code.review.standing import Standing, by_account

_TIERS = tuple(Tier)


@dataclass(frozen=True)
class Answer:
    """One need, with the strongest evidence that there is for it."""

    need: Need
    person: str | None
    """Who gave it; None where nobody of those who are asked did."""
    tier: Tier
    """`named` where there is nothing but their name in the file."""
    enough: bool


@dataclass(frozen=True)
class Approvals:
    """What a change needs, and what is there."""

    answers: tuple[Answer, ...] = ()
    unchecked: str | None = None
    """Why nothing was checked at all."""
    refused: str | None = None
    """Why nobody can approve this."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.refused is None and not self.missing

    @property
    def missing(self) -> tuple[Answer, ...]:
        """What lacks enough evidence."""
        return tuple(answer for answer in self.answers if not answer.enough)


def decide(needs: Sequence[Need], judge: Judge) -> Approvals:
    """Judges each need by the evidence."""
    return Approvals(tuple(judge.answer(need) for need in needs))


def judge_of(
    needs: Sequence[Need], standing: Standing, added: Mapping[str, Person], evidence: Collection[Evidence]
) -> Judge:
    """Who judges, with the accounts of the base.

    People and accounts that only the head has (`added`) count once everything that a steward has to approve is.
    """
    known = Judge(standing, by_account(standing.people), evidence)
    stewards = [need for need in needs if need.part is Part.STEWARD]
    if added and stewards and all(known.answer(need).enough for need in stewards):
        return Judge(standing, _with_added(standing.people, added), evidence)
    return known


def _with_added(people: Mapping[str, Person], added: Mapping[str, Person]) -> Mapping[str, str]:
    """An account that somebody has at the base stays theirs."""
    theirs = by_account(people)
    return {**by_account({**added, **{id_: one for id_, one in people.items() if one.account is not None}}), **theirs}


@dataclass(frozen=True)
class Judge:
    """Knows whose account is whose, and what is there."""

    standing: Standing
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

    def answer(self, need: Need) -> Answer:
        """The strongest evidence for a need, by any of those who are asked."""
        found = [
            Answer(need, person, one.tier, self._is_enough(one, need))
            for person in need.people
            for one in self.given_by(person)
            if _covers(one, need)
        ]
        return max(found, key=_strength, default=Answer(need, None, Tier.NAMED, enough=False))

    def _is_enough(self, one: Evidence, need: Need) -> bool:
        if one.tier in (Tier.APPROVED, Tier.SIGNED):
            return True
        if one.tier is Tier.OPENED:
            return need.part is not Part.STEWARD or self.standing.only is not None
        return one.tier is Tier.CLAIMED and self.standing.accepts_claims


def _covers(one: Evidence, need: Need) -> bool:
    if one.record is not None:
        return need.part is Part.WRITER and need.subject == one.record
    if one.role is not None:
        return one.role == need.role and need.subject in one.terms
    return one.exact or (need.of_terms and need.subject in one.terms)


def _strength(answer: Answer) -> tuple[bool, int]:
    return answer.enough, _TIERS.index(answer.tier)
