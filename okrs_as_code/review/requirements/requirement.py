"""A requirement of a change: one thing that has to be approved, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from okrs_as_code.model.files.record import Role


class ReviewerRole(StrEnum):
    """The role in which somebody is asked to approve."""

    OWNER = "owner"
    OLD_OWNER = "old owner"
    MANAGER = "manager"
    OLD_MANAGER = "old manager"
    OBJECTIVE_OWNER = "objective owner"
    OLD_OBJECTIVE_OWNER = "old objective owner"
    OWNER_ABOVE = "owner above"
    OWNER_OR_MANAGER = "owner or manager"
    WRITER = "writer"
    PERSON = "themselves"
    STEWARD = "steward"


AGREEMENT_ROLES: Mapping[ReviewerRole, Role] = {ReviewerRole.OWNER: "owner", ReviewerRole.MANAGER: "manager"}
"""Roles in which an agreement to the terms, as a record, says the same as an approval."""


@dataclass(frozen=True)
class Requirement:
    """One thing that somebody has to approve."""

    subject: str
    """Complete id of a key result or objective, or a path."""
    people: tuple[str, ...]
    """Ids of people, any one of whom is enough."""
    reviewer_role: ReviewerRole
    reasons: tuple[str, ...]
    """Reasons, in words that follow "because"."""
    terms_suffice: bool = False
    """Whether it is enough to have approved these terms, in whatever commit; else it has to be the head."""
    needs_title: bool = False
    """Whether it is about the title, too: an agreement that does not quote it is not enough."""
    instead_of: str | None = None
    """Id of the person who would be asked, had they not left, or had they an account."""

    @property
    def agreement_role(self) -> Role | None:
        """The role in which an agreement to the terms, as a record, meets this; None where none does."""
        return AGREEMENT_ROLES.get(self.reviewer_role) if self.terms_suffice else None
