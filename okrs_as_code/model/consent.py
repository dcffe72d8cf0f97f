"""Consent: who agreed to the terms of a key result, whether they still stand, and how strong the evidence is."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from okrs_as_code.model.directory import accountable
from okrs_as_code.model.files.record import AgreementEntry, Role
from okrs_as_code.model.terms import CanonicalTerms, TeamResolver, TermsDifference, quoted_terms
from okrs_as_code.model.timeline import EntryPlace, RecordEntry


class ConsentState(StrEnum):
    """Where a key result is in its life; derived, never typed in."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    STALE = "agreement stale"
    CLOSED = "closed"
    DROPPED = "dropped"


class EvidenceTier(StrEnum):
    """How strong the evidence of an agreement is, the weakest first. Only the last two are more than a claim."""

    NAMED = "named"
    CLAIMED = "claimed"
    OPENED = "opened"
    APPROVED = "approved"
    SIGNED = "signed"


@dataclass(frozen=True)
class RoleConsent:
    """One role's part: who is asked, the agreement to today's terms, and the last to older ones."""

    role: Role
    person: str
    current: RecordEntry[AgreementEntry] | None = None
    earlier: RecordEntry[AgreementEntry] | None = None
    moved: tuple[TermsDifference, ...] = ()
    """What moved in the terms since the earlier agreement; empty where there is a current one."""
    signed: bool = False
    """Whether what was said carries a signature that holds."""

    @property
    def said(self) -> RecordEntry[AgreementEntry] | None:
        """The current agreement, else the earlier one."""
        return self.current or self.earlier

    @property
    def evidence(self) -> EvidenceTier:
        """Of what was said, whether to today's terms or to older ones.

        A record that is not signed is a claim: anyone who can push can write one.
        """
        if self.said is None:
            return EvidenceTier.NAMED
        return EvidenceTier.SIGNED if self.signed else EvidenceTier.CLAIMED

    @property
    def tier(self) -> EvidenceTier:
        """Of the agreement to today's terms."""
        return self.evidence if self.current is not None else EvidenceTier.NAMED


@dataclass(frozen=True)
class Consent:
    """Owner's and manager's agreement to the terms of one key result."""

    state: ConsentState
    owner: RoleConsent
    manager: RoleConsent | None
    """None where there is nobody above the owner and none is named."""

    @property
    def roles(self) -> tuple[RoleConsent, ...]:
        """The roles that are asked."""
        return (self.owner,) if self.manager is None else (self.owner, self.manager)

    @property
    def is_open(self) -> bool:
        """Whether the key result is neither graded nor dropped."""
        return self.state not in (ConsentState.CLOSED, ConsentState.DROPPED)

    @property
    def waits_for(self) -> tuple[RoleConsent, ...]:
        """The roles without a current agreement, while the key result is open."""
        return tuple(role for role in self.roles if role.current is None) if self.is_open else ()

    @property
    def weakest(self) -> tuple[RoleConsent, ...]:
        """Of the two roles the one with the weaker evidence; both where that is as strong."""
        order = list(EvidenceTier)
        least = min(order.index(role.tier) for role in self.roles)
        return tuple(role for role in self.roles if role.tier is order[least])

    @property
    def tier(self) -> EvidenceTier:
        """The weaker of the two."""
        return self.weakest[0].tier


def assess_consent(
    terms: CanonicalTerms,
    owner: str,
    manager: str | None,
    said: Sequence[RecordEntry[AgreementEntry]],
    cycle_end: date,
    ended: ConsentState | None,
    team: TeamResolver = str,
    signed: Container[EntryPlace] = (),
) -> Consent:
    """Reads agreements, in order, against today's terms.

    `ended` is given for what is graded or dropped; `signed` are the entries whose signature holds.
    """
    own = _role("owner", owner, terms, said, cycle_end, team, signed)
    above = None if manager is None else _role("manager", manager, terms, said, cycle_end, team, signed)
    roles = [own] if above is None else [own, above]
    if ended is not None:
        state = ended
    elif all(role.current is not None for role in roles):
        state = ConsentState.AGREED
    elif any(role.current is None and role.earlier is not None for role in roles):
        state = ConsentState.STALE
    else:
        state = ConsentState.PROPOSED
    return Consent(state, own, above)


def is_valid_agreement(said: RecordEntry[AgreementEntry]) -> bool:
    """Whether an agreement counts: as owner only by the owner of the terms it quotes, as manager by anyone else."""
    is_owner = said.by == accountable(said.entry.terms.owner)
    return is_owner if said.entry.as_ == "owner" else not is_owner


def _role(
    role: Role,
    person: str,
    terms: CanonicalTerms,
    said: Sequence[RecordEntry[AgreementEntry]],
    cycle_end: date,
    team: TeamResolver,
    signed: Container[EntryPlace],
) -> RoleConsent:
    valid = [one for one in said if one.entry.as_ == role and is_valid_agreement(one)]
    quotes = [(one, quoted_terms(one.entry.terms, cycle_end, team)) for one in valid]
    current = [one for one, quoted in quotes if quoted == terms]
    if current:
        best = _strongest([one for one in current if one.by == current[-1].by], signed)
        return RoleConsent(role, person, best, signed=best.place in signed)
    if not quotes:
        return RoleConsent(role, person)
    earlier, quoted = quotes[-1]
    return RoleConsent(role, person, None, earlier, quoted.differences(terms), earlier.place in signed)


def _strongest(
    same: Sequence[RecordEntry[AgreementEntry]], signed: Container[EntryPlace]
) -> RecordEntry[AgreementEntry]:
    """Of one person's agreements to the same terms: what is said again later takes no evidence away."""
    return max(reversed(same), key=lambda one: (one.place in signed, one.entry.via is not None))
