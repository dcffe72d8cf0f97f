"""Consent: who agreed to the terms of a key result, whether they still stand, and how strong the evidence is."""

from __future__ import annotations

from collections.abc import Container, Sequence
from enum import StrEnum
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.record import AgreementEntry, Role
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import accountable
from okrs_as_code.model.terms import CanonicalTerms, TermsDifference
from okrs_as_code.model.timeline import EntryPlace, RecordEntry


class ConsentState(StrEnum):
    """The stage of a key result in its life; derived, never typed in."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    STALE = "agreement stale"
    CLOSED = "closed"
    DROPPED = "dropped"


class EvidenceTier(StrEnum):
    """The strength of the evidence of an agreement, the weakest first. Only the last two are more than a claim."""

    NAMED = "named"
    CLAIMED = "claimed"
    OPENED = "opened"
    APPROVED = "approved"
    SIGNED = "signed"


class RoleConsent(NamedTuple):
    """The consent of one role: who is asked, the agreement to today's terms, and the last one to older terms."""

    role: Role
    person: str
    current: RecordEntry[AgreementEntry] | None = None
    earlier: RecordEntry[AgreementEntry] | None = None
    moved: tuple[TermsDifference, ...] = ()
    """The differences of the terms since the earlier agreement; empty where there is a current one."""
    signed: bool = False
    """Whether the agreement, current or earlier, carries a signature that holds."""

    @property
    def agreement(self) -> RecordEntry[AgreementEntry] | None:
        """The current agreement, else the earlier one."""
        return self.current or self.earlier

    @property
    def evidence(self) -> EvidenceTier:
        """The evidence of the agreement, whether to today's terms or to older ones.

        A record that is not signed is a claim: anyone who can push can write one.
        """
        if self.agreement is None:
            return EvidenceTier.NAMED
        return EvidenceTier.SIGNED if self.signed else EvidenceTier.CLAIMED

    @property
    def tier(self) -> EvidenceTier:
        """The evidence of the agreement to today's terms."""
        return self.evidence if self.current is not None else EvidenceTier.NAMED


class Consent(NamedTuple):
    """The consent of owner and manager to the terms of one key result."""

    state: ConsentState
    owner: RoleConsent
    manager: RoleConsent | None
    """None where there is nobody above the owner and none is named."""
    is_asked: bool = True
    """Whether people are asked to agree to it: see `asks_for_agreements`, or somebody agreed to it once."""

    @property
    def roles(self) -> tuple[RoleConsent, ...]:
        """The roles that are asked."""
        return (self.owner,) if self.manager is None else (self.owner, self.manager)

    @property
    def is_open(self) -> bool:
        """Whether the key result is neither graded nor dropped."""
        return self.state not in (ConsentState.CLOSED, ConsentState.DROPPED)

    @property
    def missing(self) -> tuple[RoleConsent, ...]:
        """The roles without a current agreement, while the key result is open."""
        return tuple(role for role in self.roles if role.current is None) if self.is_open else ()

    @property
    def waits_for(self) -> tuple[RoleConsent, ...]:
        """The roles of which an agreement is missing and asked for."""
        return self.missing if self.is_asked else ()

    @property
    def weakest(self) -> tuple[RoleConsent, ...]:
        """The role with the weaker evidence; both roles where that is equally strong."""
        weakest = min((role.tier for role in self.roles), key=list(EvidenceTier).index)
        return tuple(role for role in self.roles if role.tier is weakest)

    @property
    def tier(self) -> EvidenceTier:
        """The weaker evidence of the two roles."""
        return self.weakest[0].tier


class _Quote(NamedTuple):
    """An agreement, the terms that it quotes, and how the title moved if it quotes that."""

    agreement: RecordEntry[AgreementEntry]
    terms: CanonicalTerms
    title: TermsDifference | None


def assess_consent(
    plan: Plan,
    node: KeyResultNode,
    agreements: Sequence[RecordEntry[AgreementEntry]],
    ended: ConsentState | None,
    signed: Container[EntryPlace] = (),
    *,
    asks_all: bool = True,
) -> Consent:
    """Assesses the agreements to a key result, in their order, against its terms as they stand.

    `ended` is given for a key result that is graded or dropped; `signed` are the entries whose signature holds. Without
    `asks_all` only those are asked whose key result somebody agreed to.
    """
    terms, person = plan.terms(node), plan.directory.manager_of(node.content)
    quotes = [
        _Quote(agreement, plan.quoted(agreement.entry, node), plan.title_difference(agreement.entry, node))
        for agreement in agreements
        if is_valid_agreement(agreement)
    ]
    owner = _assess_role("owner", node.owner, terms, quotes, signed)
    manager = None if person is None else _assess_role("manager", person, terms, quotes, signed)
    roles = [owner] if manager is None else [owner, manager]
    if ended is not None:
        state = ended
    elif all(role.current is not None for role in roles):
        state = ConsentState.AGREED
    elif any(role.current is None and role.earlier is not None for role in roles):
        state = ConsentState.STALE
    else:
        state = ConsentState.PROPOSED
    is_asked = asks_all or any(role.agreement is not None for role in roles)
    return Consent(state, owner, manager, is_asked)


def is_valid_agreement(agreement: RecordEntry[AgreementEntry]) -> bool:
    """Whether an agreement counts: as owner only by the owner of the terms it quotes, as manager by anyone else."""
    is_owner = agreement.by == accountable(agreement.entry.terms.owner)
    return is_owner if agreement.entry.as_ == "owner" else not is_owner


def _assess_role(
    role: Role, person: str, terms: CanonicalTerms, quotes: Sequence[_Quote], signed: Container[EntryPlace]
) -> RoleConsent:
    own = [quote for quote in quotes if quote.agreement.entry.as_ == role]
    current = [quote.agreement for quote in own if quote.terms == terms and quote.title is None]
    if current:
        strongest = _strongest([agreement for agreement in current if agreement.by == current[-1].by], signed)
        return RoleConsent(role, person, strongest, signed=strongest.place in signed)
    if not own:
        return RoleConsent(role, person)
    earlier, quoted, title = own[-1]
    moved = (*quoted.differences(terms), *((title,) if title is not None else ()))
    return RoleConsent(role, person, None, earlier, moved, earlier.place in signed)


def _strongest(
    agreements: Sequence[RecordEntry[AgreementEntry]], signed: Container[EntryPlace]
) -> RecordEntry[AgreementEntry]:
    """The agreement with the strongest evidence, of one person's to the same terms: a later one takes none away."""
    return max(reversed(agreements), key=lambda agreement: (agreement.place in signed, agreement.entry.via is not None))


def uses_agreements(plan: Plan, cycle: Cycle) -> bool:
    """Whether a cycle uses agreements: there is one, or the policy requires them. They are not mentioned otherwise.

    Where nobody manages anybody, only the policy asks for them.
    """
    if requires_agreements(plan, cycle):
        return True
    if plan.directory.is_flat and not any(
        key_result.content.manager for node in plan.in_cycle(cycle.name) for key_result in node.key_results
    ):
        return False
    return any(record.cycle == cycle.name for record in plan.agreements)


def requires_agreements(plan: Plan, cycle: Cycle) -> bool:
    """Whether policy requires agreements in a cycle."""
    required_from = plan.config.agreement.required_from
    first = plan.calendar.cycle(required_from) if required_from is not None else None
    return first is not None and cycle.start >= first.start


def asks_for_agreements(plan: Plan, cycle: Cycle) -> bool:
    """Whether everybody is asked to agree in a cycle: policy requires it, or will from a later one and some do already.

    Where policy requires it nowhere, nobody has to agree, and one who does asks nothing of the others.
    """
    return plan.config.agreement.required_from is not None and uses_agreements(plan, cycle)
