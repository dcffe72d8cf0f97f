"""Consent: who agreed to the terms of a key result, whether they still stand, and how strong the evidence is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from okrs_as_code.model.directory import accountable
from okrs_as_code.model.record import AgreementEntry, Role
from okrs_as_code.model.terms import CanonicalTerms, Difference, TeamResolver, quoted_terms
from okrs_as_code.model.timeline import Said


class State(StrEnum):
    """Where a key result is in its life; derived, never typed in."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    STALE = "agreement stale"
    CLOSED = "closed"
    DROPPED = "dropped"


class Tier(StrEnum):
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
    current: Said[AgreementEntry] | None = None
    earlier: Said[AgreementEntry] | None = None
    moved: tuple[Difference, ...] = ()
    """What moved in the terms since the earlier agreement; empty where there is a current one."""

    @property
    def tier(self) -> Tier:
        """A record in the repository is a claim: anyone who can push can write one."""
        return Tier.CLAIMED if self.current is not None else Tier.NAMED


@dataclass(frozen=True)
class Consent:
    """Owner's and manager's agreement to the terms of one key result."""

    state: State
    owner: RoleConsent
    manager: RoleConsent | None
    """None where there is nobody above the owner and none is named."""

    @property
    def roles(self) -> tuple[RoleConsent, ...]:
        """The roles that are asked."""
        return (self.owner,) if self.manager is None else (self.owner, self.manager)

    @property
    def waits_for(self) -> tuple[RoleConsent, ...]:
        """The roles without a current agreement, while the key result is open."""
        if self.state in (State.CLOSED, State.DROPPED):
            return ()
        return tuple(role for role in self.roles if role.current is None)

    @property
    def tier(self) -> Tier:
        """The weaker of the two."""
        return min((role.tier for role in self.roles), key=list(Tier).index)


def consent(
    terms: CanonicalTerms,
    owner: str,
    manager: str | None,
    said: Sequence[Said[AgreementEntry]],
    cycle_end: date,
    ended: State | None,
    team: TeamResolver = str,
) -> Consent:
    """Reads agreements, in order, against today's terms; `ended` is given for what is graded or dropped."""
    own = _role("owner", owner, terms, said, cycle_end, team)
    above = None if manager is None else _role("manager", manager, terms, said, cycle_end, team)
    roles = [own] if above is None else [own, above]
    if ended is not None:
        state = ended
    elif all(role.current is not None for role in roles):
        state = State.AGREED
    elif any(role.current is None and role.earlier is not None for role in roles):
        state = State.STALE
    else:
        state = State.PROPOSED
    return Consent(state, own, above)


def counts(said: Said[AgreementEntry]) -> bool:
    """Whether an agreement counts: as owner only by the owner of the terms it quotes, as manager by anyone else."""
    is_owner = said.by == accountable(said.entry.terms.owner)
    return is_owner if said.entry.as_ == "owner" else not is_owner


def _role(
    role: Role,
    person: str,
    terms: CanonicalTerms,
    said: Sequence[Said[AgreementEntry]],
    cycle_end: date,
    team: TeamResolver,
) -> RoleConsent:
    valid = [one for one in said if one.entry.as_ == role and counts(one)]
    quotes = [(one, quoted_terms(one.entry.terms, cycle_end, team)) for one in valid]
    current = next((one for one, quoted in reversed(quotes) if quoted == terms), None)
    if current is not None or not quotes:
        return RoleConsent(role, person, current)
    earlier, quoted = quotes[-1]
    return RoleConsent(role, person, None, earlier, quoted.differences(terms))
