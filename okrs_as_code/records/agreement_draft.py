"""Consent on its way into records: what waits for a person, in which role, and what they agreed to."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import SIGNERS_FILE
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import Consent, EvidenceTier, RoleConsent, is_valid_agreement
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.files.record import AgreementEntry, Role
from okrs_as_code.model.lookup import find_key_result
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.timeline import EntryPlace, RecordEntry, timeline
from okrs_as_code.records.agreement import new_agreement, refuse_future_day, role_of
from okrs_as_code.records.agreement_signing import AgreementSigner, refuse_invalid_signatures
from okrs_as_code.records.new_record import NewRecord
from okrs_as_code.signing.verification import Signatures


@dataclass(frozen=True)
class AgreementRequest:
    """One key result that one person is asked about, in a role."""

    node: KeyResultNode
    role: Role
    consent: Consent
    given: RecordEntry[AgreementEntry] | None = None
    """This person's own agreement to the terms as they stand, if there is one: then there is nothing to ask."""

    @property
    def part(self) -> RoleConsent:
        """What is known of the role that is asked."""
        return next(part for part in self.consent.roles if part.role == self.role)


class AgreementDraft:
    """What one person agrees to on one day; with `role` only as owner, or only as manager.

    `check` says which signatures under agreements to some key results hold. With `signing` what is agreed to is signed,
    and what the person agreed to without a signature can be agreed to again. Raises OkrsError for a day after `today`,
    the day on which it is written.
    """

    def __init__(
        self,
        plan: Plan,
        by: str,
        day: date,
        today: date,
        role: Role | None = None,
        *,
        check: Callable[[Sequence[KeyResultNode]], Signatures] = lambda _: Signatures(),
        signing: AgreementSigner | None = None,
    ) -> None:
        refuse_future_day(day, today)
        self.by = by
        self.day = day
        self.plan = plan
        self.notes: list[str] = []
        self._role = role
        self._today = today
        self._check = check
        self.signing = signing
        self._assessment = Assessment(plan, today)
        self._agreed: dict[str, AgreementRequest] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was agreed to yet."""
        return not self._agreed

    def waiting(self) -> tuple[AgreementRequest, ...]:
        """The open key results that wait for this person, of the cycles that run on the day or come after it."""
        nodes = (node for cycle in self._cycles for one in self.plan.in_cycle(cycle.name) for node in one.key_results)
        theirs = [node for node in nodes if self._has_part(self._assessment.consent(node))]
        assessment = Assessment(self.plan, self._today, self._signed(theirs))
        consents = ((node, assessment.consent(node)) for node in theirs)
        return tuple(
            AgreementRequest(node, part.role, consent)
            for node, consent in consents
            for part in consent.roles
            if self._asks(part)
        )

    def _has_part(self, consent: Consent) -> bool:
        return consent.is_open and any(self._asks(part) for part in consent.roles)

    def _asks(self, part: RoleConsent) -> bool:
        """Whether this person is asked for a part, and has not given it as well as they are about to."""
        given = part.current is not None if self.signing is None else part.tier is EvidenceTier.SIGNED
        return part.person == self.by and self._role in (None, part.role) and not given

    def _signed(self, nodes: Sequence[KeyResultNode]) -> frozenset[EntryPlace]:
        """Where there are agreements to these key results whose signature holds; a note says what was not checked."""
        found = self._check(nodes)
        if found.note is not None:
            self.notes.append(found.note)
        return found.valid

    @property
    def hidden(self) -> bool:
        """Whether there is something in these cycles that cannot be read, so that more may wait."""
        names = {cycle.name for cycle in self._cycles}
        unread = {objective.split("/")[0] for objective in self.plan.unreadable_objectives}
        broken = any(len(one.ids) > len(one.key_results) for name in names for one in self.plan.in_cycle(name))
        return broken or any(
            name in names or (cycle is not None and cycle.end >= self.day)
            for name in unread
            for cycle in [self.plan.calendar.cycle(name)]
        )

    def asked(self, ref: str) -> AgreementRequest:
        """What is asked about one key result.

        Raises OkrsError for one that is not there or cannot be read, that has ended, and that is not theirs to agree
        to.
        """
        found = find_key_result(self.plan, ref, self._today)
        node = found.node
        if ref not in (node.id, node.short_id):
            self.notes.extend(found.notes)
        self._refuse_ended(node)
        role, _ = role_of(self.plan, node, self._role, self.by)
        signed = self._signed([node])
        consent = Assessment(self.plan, self._today, signed).consent(node)
        return AgreementRequest(node, role, consent, self._given(node, role, signed))

    def add(self, asked: AgreementRequest) -> None:
        """Agrees to one key result."""
        self._agreed[asked.node.id] = asked

    def records(self) -> tuple[NewRecord, ...]:
        """The records, one for each cycle in which something was agreed to.

        Raises OkrsError where it was to be signed and could not be, or not so that it would count.
        """
        agreed = [(asked.node, asked.role) for asked in self._agreed.values()]
        if self.signing is None:
            return self._records(agreed, {})
        signed = zip(agreed, self.signing.signatures(agreed), strict=True)
        records = self._records(agreed, {node.id: signature for (node, _), signature in signed})
        for record in records:
            refuse_invalid_signatures(record, self.plan, self.signing.signers, SIGNERS_FILE)
        return records

    def _records(
        self, agreed: Sequence[tuple[KeyResultNode, Role]], signatures: Mapping[str, str]
    ) -> tuple[NewRecord, ...]:
        cycles = dict.fromkeys(node.cycle.name for node, _ in agreed)
        return tuple(
            new_agreement(
                self.by, self.day, [one for one in agreed if one[0].cycle.name == cycle], signatures=signatures
            )
            for cycle in cycles
        )

    @cached_property
    def _cycles(self) -> tuple[Cycle, ...]:
        """Those that have not ended, the quarters first."""
        open_ = (cycle for cycle in self.plan.cycles if cycle.end >= self.day)
        return tuple(sorted(open_, key=lambda cycle: cycle.is_year))

    def _given(
        self, node: KeyResultNode, role: Role, signed: Container[EntryPlace]
    ) -> RecordEntry[AgreementEntry] | None:
        """The role's agreement may be by a former manager: it counts, and this person can agree too."""
        terms = self.plan.terms(node)
        said = timeline(self.plan.agreements_of.get(node.id, ()), node.owner, self._today)
        own = (one for one in reversed(said) if one.by == self.by and one.entry.as_ == role and is_valid_agreement(one))
        if self.signing is not None:
            own = (one for one in own if one.place in signed)
        return next((one for one in own if self.plan.quoted(one.entry, node) == terms), None)

    def _refuse_ended(self, node: KeyResultNode) -> None:
        grade = self._assessment.key_result(node).grade
        if grade is None:
            return
        ended = "was dropped" if grade.entry.dropped else f"was graded {grade.entry.score}"
        raise OkrsError(
            f"{node.id} {ended} on {grade.day}: {grade.entry.because}",
            "a grade is the last word: there is nothing left to agree to",
        )
