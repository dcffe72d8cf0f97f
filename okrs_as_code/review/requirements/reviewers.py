"""The people who can answer for others, as the base of a change has them: accounts, people who left, and stewards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.model.files.people import Person
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.requirements.requirement import Requirement, ReviewerRole


@dataclass(frozen=True)
class Reviewers:
    """The people of a base on a day."""

    base: Plan
    today: date
    author: str | None = None
    """Id of the person who proposes the change, if that is known."""
    is_claimed: bool = False
    """Whether no forge says who proposes it, only a commit."""
    unreadable: tuple[str, ...] = ()
    """Files that could say who the stewards are, and cannot be read."""

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody in people.yaml."""
        return self.base.directory.people

    @cached_property
    def present(self) -> tuple[str, ...]:
        """People who have not left, in the order of the file."""
        return tuple(person for person in self.people if not self.has_left(person))

    @property
    def only_person(self) -> str | None:
        """The person who alone has not left; None where there are several, or none."""
        return self.present[0] if len(self.present) == 1 else None

    @property
    def can_be_asked(self) -> bool:
        """Whether anybody can be recognised: by an account, or, where policy takes a claim, by an address."""
        return any(self.can_answer(person) for person in self.people)

    @property
    def accepts_claims(self) -> bool:
        """Whether policy takes a claim for consent, as it may where there is no forge."""
        return self.base.config.agreement.accept == "claimed"

    def can_answer(self, person: str) -> bool:
        """Whether somebody of the base can be recognised: by an account, or, where policy takes a claim, an address."""
        entry = self.people.get(person)
        return entry is not None and (entry.account is not None or (self.accepts_claims and bool(entry.emails)))

    def knows(self, person: str) -> bool:
        """Whether people.yaml of the base has an entry of that id."""
        return self.base.directory.knows_person(person)

    def has_left(self, person: str) -> bool:
        """Whether somebody's last day is over."""
        entry = self.people.get(person)
        return entry is not None and entry.left is not None and entry.left < self.today

    def substitutes_for(self, person: str) -> tuple[str, ...]:
        """The people who answer for somebody: themselves, or once they have left the nearest manager who has not.

        Where there is none, any one of the stewards.
        """
        nearest = self._nearest_present(person)
        return (nearest,) if nearest is not None else self.stewards

    def _nearest_present(self, person: str) -> str | None:
        """Somebody, or the first manager above them who has not left."""
        seen: set[str] = set()
        current: str | None = person
        while current is not None and current not in seen and self.has_left(current):
            seen.add(current)
            current = self.base.directory.manager_of_person(current)
        is_known = current == person or current in self.people
        return current if current is not None and is_known and not self.has_left(current) else None

    @cached_property
    def stewards(self) -> tuple[str, ...]:
        """The people one of whom approves what decides what the gate says; never the author, unless alone.

        Nobody where what says who they are cannot be read.
        """
        top = self.base.directory.top_team
        lead = self.base.directory.teams[top].lead if top is not None else None
        stewards = self._with_substitutes(self.base.config.stewards)
        stewards = stewards or self._with_substitutes([lead] if lead is not None else [])
        if not stewards and self.unreadable and self.only_person is None:
            return ()
        candidates = self._without_author(stewards or self.present)
        if not candidates and stewards and self.is_claimed and not self.accepts_claims:
            # Whoever wrote a steward's address into a commit would else choose who answers in their place.
            return stewards
        return candidates or self._without_author(self.present) or self.present

    def _with_substitutes(self, people: Iterable[str]) -> tuple[str, ...]:
        """People of the base, each replaced by the nearest manager who has not left where they have."""
        nearest = (self._nearest_present(person) for person in people if self.knows(person))
        return tuple(dict.fromkeys(person for person in nearest if person is not None))

    def _without_author(self, people: Iterable[str]) -> tuple[str, ...]:
        return tuple(person for person in people if person != self.author)


def people_by_account(people: Mapping[str, Person]) -> Mapping[str, str]:
    """The person of each account, in lower case; an account that two people have is nobody's."""
    accounts = [(entry.account.casefold(), person) for person, entry in people.items() if entry.account is not None]
    count = Counter(account for account, _ in accounts)
    return {account: person for account, person in accounts if count[account] == 1}


def accounts_of(people: Mapping[str, Person]) -> frozenset[str]:
    """All accounts, in lower case."""
    return frozenset(entry.account.casefold() for entry in people.values() if entry.account is not None)


def shared_accounts(people: Mapping[str, Person]) -> tuple[str, ...]:
    """Accounts that more than one person has, in lower case."""
    count = Counter(entry.account.casefold() for entry in people.values() if entry.account is not None)
    return tuple(account for account, times in count.items() if times > 1)


@dataclass(frozen=True)
class ReviewerSelector:
    """Selects who has to be asked; `head` names people who are new, and resolves what records are about."""

    head: Plan
    reviewers: Reviewers

    def is_author(self, person: str) -> bool:
        """Whether somebody is the author of the change, and so speaks for themselves."""
        return person == self.reviewers.author

    def require_steward(self, subject: str, reason: str) -> Requirement:
        """Requires the approval of a steward."""
        return Requirement(subject, self.reviewers.stewards, ReviewerRole.STEWARD, (reason,))

    def require_owner_and_manager(
        self, subject: str, node: KeyResultNode | None, reason: str, *, terms_suffice: bool = True
    ) -> Iterator[Requirement]:
        """Requires the two who agree to terms, so that no one person is asked for both; nobody for no node."""
        if node is not None:
            manager = self.manager_of(node)
            yield from self.require(subject, node.owner, ReviewerRole.OWNER, reason, terms_suffice=terms_suffice)
            yield from self.require(subject, manager, ReviewerRole.MANAGER, reason, terms_suffice=terms_suffice)

    @staticmethod
    def require(
        subject: str, person: str | None, role: ReviewerRole, reason: str, *, terms_suffice: bool = False
    ) -> Iterator[Requirement]:
        """Requires the approval of one person, if there is one."""
        if person is not None:
            yield Requirement(subject, (person,), role, (reason,), terms_suffice)

    def manager_of(self, node: KeyResultNode | None) -> str | None:
        """The manager named at the key result, else the owner's in the base, else in the head for somebody new."""
        if node is None:
            return None
        named = node.content.manager
        return named if named is not None and named != node.owner else self.manager_of_person(node.owner)

    def manager_of_person(self, person: str) -> str | None:
        """The manager of somebody in the base, or for somebody new in the head."""
        plan = self.reviewers.base if self.reviewers.knows(person) else self.head
        return plan.directory.manager_of_person(person)
