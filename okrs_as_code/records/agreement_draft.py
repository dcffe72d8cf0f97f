"""Drafts of agreements: the key results that wait for a person, in which role, and those that they agreed to."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import SIGNERS_FILE
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import Consent, EvidenceTier, RoleConsent, is_valid_agreement
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.record import AgreementEntry, Role
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.lookup import find_key_result
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.timeline import EntryPlace, RecordEntry, timeline
from okrs_as_code.records.agreement import new_agreement, refuse_future_day, resolve_role
from okrs_as_code.records.agreement_signing import AgreementSigner, refuse_invalid_signatures
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.signing.status import Signatures


@dataclass(frozen=True)
class AgreementRequest:
    """One key result that one person is asked about, in a role."""

    node: KeyResultNode
    role: Role
    consent: Consent
    agreement: RecordEntry[AgreementEntry] | None = None
    """The agreement of this person to the terms as they stand, if there is one: then there is nothing to ask."""

    @property
    def role_consent(self) -> RoleConsent:
        """The consent of the role that is asked."""
        return next(consent for consent in self.consent.roles if consent.role == self.role)


class AgreementDraft:
    """The agreements of one person on one day; with `role` only as owner, or only as manager.

    `check_signatures` finds the valid signatures under agreements to some key results. With `signer` every agreement is
    signed, and one that the person gave without a signature can be given again. Raises OkrsError for a day after
    `today`, the day on which it is written.
    """

    def __init__(
        self,
        plan: Plan,
        by: str,
        day: date,
        today: date,
        role: Role | None = None,
        *,
        check_signatures: Callable[[Sequence[KeyResultNode]], Signatures] = lambda _: Signatures(),
        signer: AgreementSigner | None = None,
    ) -> None:
        refuse_future_day(day, today)
        self.by = by
        self.day = day
        self.plan = plan
        self.notes: list[str] = []
        self._role = role
        self._today = today
        self._check_signatures = check_signatures
        self.signer = signer
        self._assessment = Assessment(plan, today)
        self._agreed: dict[str, AgreementRequest] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was agreed to yet."""
        return not self._agreed

    def pending_requests(self) -> tuple[AgreementRequest, ...]:
        """The open key results that wait for this person, of the cycles that run on the day or come after it."""
        nodes = (
            node
            for cycle in self._cycles
            for objective in self.plan.in_cycle(cycle.name)
            for node in objective.key_results
        )
        candidates = [node for node in nodes if self._is_asked(self._assessment.consent(node))]
        assessment = Assessment(self.plan, self._today, self._signed_places(candidates))
        consents = ((node, assessment.consent(node)) for node in candidates)
        return tuple(
            AgreementRequest(node, role_consent.role, consent)
            for node, consent in consents
            for role_consent in consent.roles
            if self._is_asked_for(role_consent)
        )

    def _is_asked(self, consent: Consent) -> bool:
        return consent.is_open and any(self._is_asked_for(role_consent) for role_consent in consent.roles)

    def _is_asked_for(self, role_consent: RoleConsent) -> bool:
        """Whether the consent of a role is this person's to give, and they have not given it in the same way yet."""
        is_signed, is_given = role_consent.tier is EvidenceTier.SIGNED, role_consent.current is not None
        is_settled = is_given if self.signer is None else is_signed
        return role_consent.person == self.by and self._role in (None, role_consent.role) and not is_settled

    def _signed_places(self, nodes: Sequence[KeyResultNode]) -> frozenset[EntryPlace]:
        """Places of agreements to these key results whose signature is valid; adds a note if any was not checked."""
        signatures = self._check_signatures(nodes)
        if signatures.note is not None:
            self.notes.append(signatures.note)
        return signatures.valid

    @property
    def unreadable(self) -> tuple[UnreadableElement, ...]:
        """The goals of these cycles that cannot be read, so that more may wait for this person."""
        return self.plan.unreadable_goals(self.day)

    def request(self, ref: str) -> AgreementRequest:
        """The request for agreement to one key result.

        Raises OkrsError for one that is not there or cannot be read, that has ended, and that is not theirs to agree
        to.
        """
        match = find_key_result(self.plan, ref, self._today)
        node = match.node
        if ref not in (node.id, node.short_id):
            self.notes.extend(match.notes)
        self._refuse_ended(node)
        role, _ = resolve_role(self.plan, node, self._role, self.by)
        signed = self._signed_places([node])
        consent = Assessment(self.plan, self._today, signed).consent(node)
        return AgreementRequest(node, role, consent, self._current_agreement(node, role, signed))

    def add(self, request: AgreementRequest) -> None:
        """Agrees to one key result."""
        self._agreed[request.node.id] = request

    def records(self) -> tuple[NewRecord, ...]:
        """The records, one for each cycle in which something was agreed to.

        Raises OkrsError where it was to be signed and could not be, or not so that it would count.
        """
        key_results = [(request.node, request.role) for request in self._agreed.values()]
        if self.signer is None:
            return self._records_by_cycle(key_results, {})
        signed = zip(key_results, self.signer.signatures(key_results), strict=True)
        records = self._records_by_cycle(key_results, {node.id: signature for (node, _), signature in signed})
        for record in records:
            refuse_invalid_signatures(record, self.plan, self.signer.signers, SIGNERS_FILE)
        return records

    def _records_by_cycle(
        self, key_results: Sequence[tuple[KeyResultNode, Role]], signatures: Mapping[str, str]
    ) -> tuple[NewRecord, ...]:
        by_cycle: dict[str, list[tuple[KeyResultNode, Role]]] = {}
        for node, role in key_results:
            by_cycle.setdefault(node.cycle.name, []).append((node, role))
        return tuple(new_agreement(self.by, self.day, group, signatures=signatures) for group in by_cycle.values())

    @cached_property
    def _cycles(self) -> tuple[Cycle, ...]:
        """The cycles that have not ended, in their order; those that lie in others before these."""
        not_ended = (cycle for cycle in self.plan.cycles if cycle.end >= self.day)
        return tuple(sorted(not_ended, key=lambda cycle: cycle.is_long))

    def _current_agreement(
        self, node: KeyResultNode, role: Role, signed: Container[EntryPlace]
    ) -> RecordEntry[AgreementEntry] | None:
        """This person's latest agreement to the terms as they stand; None where they gave none.

        The role's agreement may be by a former manager: it counts, and this person can agree too.
        """
        for agreement in reversed(timeline(self.plan.agreements_of.get(node.id, ()), node.owner, self._today)):
            is_own = agreement.by == self.by and agreement.entry.as_ == role and is_valid_agreement(agreement)
            if not is_own or (self.signer is not None and agreement.place not in signed):
                continue
            if self.plan.is_current(agreement.entry, node):
                return agreement
        return None

    def _refuse_ended(self, node: KeyResultNode) -> None:
        grade = self._assessment.key_result(node).grade
        if grade is None:
            return
        ended = "was dropped" if grade.entry.dropped else f"was graded {grade.entry.score}"
        raise OkrsError(
            f"{node.id} {ended} on {grade.day}: {grade.entry.because}",
            "a grade is the last word: there is nothing left to agree to",
        )
