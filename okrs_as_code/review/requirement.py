"""What has to be approved, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from okrs_as_code.model.files.record import Role


class ReviewerRole(StrEnum):
    """In which part somebody is asked."""

    OWNER = "owner"
    OLD_OWNER = "old owner"
    MANAGER = "manager"
    OLD_MANAGER = "old manager"
    OBJECTIVE_OWNER = "objective owner"
    OLD_OBJECTIVE_OWNER = "old objective owner"
    OWNER_ABOVE = "owner above"
    WRITER = "writer"
    STEWARD = "steward"


@dataclass(frozen=True)
class Requirement:
    """One thing that somebody has to approve."""

    subject: str
    """The complete id of a key result or objective, or a path."""
    people: tuple[str, ...]
    """Any one of them is enough."""
    part: ReviewerRole
    reasons: tuple[str, ...]
    """Why, in words that follow "because"."""
    of_terms: bool = False
    """Whether it is enough to have approved these terms, in whatever commit; else it has to be the head."""
    instead_of: str | None = None
    """Who would be asked, had they not left."""

    @property
    def role(self) -> Role | None:
        """The role in which an agreement to the terms, as a record, answers this."""
        if not self.of_terms:
            return None
        return "owner" if self.part is ReviewerRole.OWNER else "manager" if self.part is ReviewerRole.MANAGER else None
