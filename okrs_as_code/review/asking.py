"""Who is asked in which part: people as the base has them, and as the head does where they are new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.review.need import Need, Part
from okrs_as_code.review.standing import Standing


@dataclass(frozen=True)
class Asking:
    """Knows who would have to be asked; `head` names people who are new, and tells where records belong."""

    head: Plan
    standing: Standing

    def is_own(self, by: str) -> bool:
        """Whether somebody speaks for themselves."""
        return by == self.standing.author

    def steward(self, subject: str, because: str) -> Need:
        """What a steward has to approve."""
        return Need(subject, self.standing.stewards, Part.STEWARD, (because,))

    def owner_and_manager(self, subject: str, node: KeyResultNode | None, because: str) -> Iterator[Need]:
        """The two who agree to terms, so that no one person is asked for both."""
        if node is not None:
            yield from self.asked(subject, node.owner, Part.OWNER, because, of_terms=True)
            yield from self.asked(subject, self.manager_of(node), Part.MANAGER, because, of_terms=True)

    @staticmethod
    def asked(subject: str, person: str | None, part: Part, because: str, *, of_terms: bool = False) -> Iterator[Need]:
        """One person, if there is one."""
        if person is not None:
            yield Need(subject, (person,), part, (because,), of_terms)

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
