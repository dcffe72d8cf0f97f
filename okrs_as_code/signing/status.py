"""Statuses of signatures under agreements, whoever finds them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Protocol

from okrs_as_code.model.timeline import EntryPlace
from okrs_as_code.phrases import count_phrase


class SignatureStatus(Enum):
    """The status on a signature."""

    HOLDS = "holds"
    NO_SIGNATURE = "no signature"
    NO_REPOSITORY = "no repository"
    NOT_LISTED = "not listed"
    OF_SEVERAL = "of several"
    DOES_NOT_HOLD = "does not hold"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Signatures:
    """The status on each signature that was looked at, by where it is written."""

    statuses: Mapping[EntryPlace, SignatureStatus] = field(default_factory=dict)
    obstacle: str | None = None
    """Why some could not be checked, if that is so."""

    @cached_property
    def valid(self) -> frozenset[EntryPlace]:
        """Places of the signatures that hold."""
        return frozenset(place for place, status in self.statuses.items() if status is SignatureStatus.HOLDS)

    @property
    def note(self) -> str | None:
        """A note on the signatures that could not be checked; None where all were."""
        count = sum(status is SignatureStatus.NOT_CHECKED for status in self.statuses.values())
        if not count:
            return None
        signatures = count_phrase(count, "signature")
        counts = "its agreement counts" if count == 1 else "their agreements count"
        return f"{signatures} could not be checked, so {counts} as claimed: {self.obstacle}"


class KnownSignatureStatuses(Protocol):
    """Statuses that are known already, by a key that stands for all that they depend on; a dictionary is one."""

    def get(self, key: str, /) -> SignatureStatus | None:
        """The status under a key, if there is one."""
        ...

    def update(self, statuses: Mapping[str, SignatureStatus], /) -> None:
        """Adds statuses."""
        ...
