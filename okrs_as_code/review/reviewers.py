"""Who can answer for whom: accounts, people who have left, and stewards, as the base of a change has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.model.files.people import Person
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.review.requirement import Requirement, ReviewerRole


@dataclass(frozen=True)
class Reviewers:
    """The people of a base on a day."""

    base: Plan
    today: date
    author: str | None = None
    """Who proposes the change, if that is known."""
    is_claimed: bool = False
    """Whether no forge says who proposes it, only a commit."""

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody in people.yaml."""
        return self.base.directory.people

    @cached_property
    def present(self) -> tuple[str, ...]:
        """Those who have not left, in the order of the file."""
        return tuple(person for person in self.people if not self.has_left(person))

    @property
    def only(self) -> str | None:
        """The only person that there is."""
        return self.present[0] if len(self.present) == 1 else None

    @property
    def can_be_asked(self) -> bool:
        """Whether anybody can be recognised: by an account, or, where policy takes a claim, by an address."""
        claims = self.accepts_claims
        return any(entry.account is not None or (claims and entry.emails) for entry in self.people.values())

    @property
    def accepts_claims(self) -> bool:
        """Whether policy takes a claim for consent, as it may where there is no forge."""
        return self.base.config.agreement.accept == "claimed"

    def knows(self, person: str) -> bool:
        """Whether people.yaml of the base has an entry of that id."""
        return self.base.directory.knows_person(person)

    def has_left(self, person: str) -> bool:
        """Whether somebody's last day is over."""
        entry = self.people.get(person)
        return entry is not None and entry.left is not None and entry.left < self.today

    def in_place_of(self, person: str) -> tuple[str, ...]:
        """Who answers for somebody: themselves, or once they have left the nearest manager who is still there.

        Where there is none, any one of the stewards.
        """
        nearest = self._nearest(person)
        return (nearest,) if nearest is not None else self.stewards

    def _nearest(self, person: str) -> str | None:
        """Somebody, or the first manager above them who is still there."""
        seen: set[str] = set()
        current: str | None = person
        while current is not None and current not in seen and self.has_left(current):
            seen.add(current)
            current = self.base.directory.manager_of_person(current)
        there = current == person or current in self.people
        return current if current is not None and there and not self.has_left(current) else None

    @cached_property
    def stewards(self) -> tuple[str, ...]:
        """Those of whom one approves what decides what the gate says; never who proposes it, unless alone."""
        top = self.base.directory.top_team
        lead = self.base.directory.teams[top].lead if top is not None else None
        named = self._there(self.base.config.stewards) or self._there([lead] if lead is not None else [])
        others = [person for person in named or self.present if person != self.author]
        if not others and named and self.is_claimed and not self.accepts_claims:
            # Whoever wrote a steward's address into a commit would else choose who answers in their place.
            return tuple(named)
        return tuple(others or [one for one in self.present if one != self.author] or self.present)

    def _there(self, people: Iterable[str]) -> list[str]:
        """Those of the base, each replaced as `in_place_of` does, who are still there."""
        found = (self._nearest(person) for person in people if person in self.people)
        return list(dict.fromkeys(person for person in found if person is not None))


def by_account(people: Mapping[str, Person]) -> Mapping[str, str]:
    """The person of each account, in lower case; an account that two people have is nobody's."""
    accounts = [(entry.account.casefold(), person) for person, entry in people.items() if entry.account is not None]
    count = Counter(account for account, _ in accounts)
    return {account: person for account, person in accounts if count[account] == 1}


def accounts_of(people: Mapping[str, Person]) -> frozenset[str]:
    """All accounts, in lower case."""
    return frozenset(entry.account.casefold() for entry in people.values() if entry.account is not None)


def shared_accounts(people: Mapping[str, Person]) -> tuple[str, ...]:
    """Accounts that more than one person has."""
    count = Counter(entry.account.casefold() for entry in people.values() if entry.account is not None)
    return tuple(account for account, times in count.items() if times > 1)


@dataclass(frozen=True)
class ReviewerSelector:
    """Knows who would have to be asked; `head` names people who are new, and tells where records belong."""

    head: Plan
    standing: Reviewers

    def is_own(self, by: str) -> bool:
        """Whether somebody speaks for themselves."""
        return by == self.standing.author

    def steward(self, subject: str, because: str) -> Requirement:
        """What a steward has to approve."""
        return Requirement(subject, self.standing.stewards, ReviewerRole.STEWARD, (because,))

    def owner_and_manager(self, subject: str, node: KeyResultNode | None, because: str) -> Iterator[Requirement]:
        """The two who agree to terms, so that no one person is asked for both."""
        if node is not None:
            yield from self.asked(subject, node.owner, ReviewerRole.OWNER, because, of_terms=True)
            yield from self.asked(subject, self.manager_of(node), ReviewerRole.MANAGER, because, of_terms=True)

    @staticmethod
    def asked(
        subject: str, person: str | None, part: ReviewerRole, because: str, *, of_terms: bool = False
    ) -> Iterator[Requirement]:
        """One person, if there is one."""
        if person is not None:
            yield Requirement(subject, (person,), part, (because,), of_terms)

    def manager_of(self, node: KeyResultNode | None) -> str | None:
        """Named at the key result, else the owner's in the base, else in the head for somebody new."""
        if node is None:
            return None
        named = node.content.manager
        return named if named is not None and named != node.owner else self.manager_of_person(node.owner)

    def manager_of_person(self, person: str) -> str | None:
        """As the base says, or for somebody new the head."""
        known = person in self.standing.people
        return (self.standing.base if known else self.head).directory.manager_of_person(person)
