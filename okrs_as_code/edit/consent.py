"""Consent on its way into records: what waits for a person, in which role, and what they agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.edit.agreement import agreement, part_in, refuse_day_to_come
from okrs_as_code.edit.record import NewRecord
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.lookup import find_key_result
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.record import AgreementEntry, Role
from okrs_as_code.model.state import Consent, RoleConsent, counts
from okrs_as_code.model.terms import quoted_terms
from okrs_as_code.model.timeline import Said, timeline


@dataclass(frozen=True)
class Asked:
    """One key result that one person is asked about, in a role."""

    node: KeyResultNode
    role: Role
    consent: Consent
    given: Said[AgreementEntry] | None = None
    """This person's own agreement to the terms as they stand, if there is one: then there is nothing to ask."""

    @property
    def part(self) -> RoleConsent:
        """What is known of the role that is asked."""
        return next(part for part in self.consent.roles if part.role == self.role)


class ConsentDraft:
    """What one person agrees to on one day; with `role` only as owner, or only as manager.

    Raises OkrsError for a day after `today`, the day on which it is written.
    """

    def __init__(self, plan: Plan, by: str, day: date, today: date, role: Role | None = None) -> None:
        refuse_day_to_come(day, today)
        self.by = by
        self.day = day
        self.plan = plan
        self.notes: list[str] = []
        self._role = role
        self._today = today
        self._assessment = Assessment(plan, today)
        self._agreed: dict[str, Asked] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was agreed to yet."""
        return not self._agreed

    def waiting(self) -> tuple[Asked, ...]:
        """The open key results that wait for this person, of the cycles that run on the day or come after it."""
        nodes = (node for cycle in self._cycles for one in self.plan.in_cycle(cycle.name) for node in one.key_results)
        consents = ((node, self._assessment.consent(node)) for node in nodes)
        return tuple(
            Asked(node, part.role, consent)
            for node, consent in consents
            for part in consent.waits_for
            if part.person == self.by and self._role in (None, part.role)
        )

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

    def asked(self, ref: str) -> Asked:
        """What is asked about one key result.

        Raises OkrsError for one that is not there or cannot be read, that has ended, and that is not theirs to agree
        to.
        """
        found = find_key_result(self.plan, ref, self._today)
        node = found.node
        if ref not in (node.id, node.short_id):
            self.notes.extend(found.notes)
        self._refuse_ended(node)
        role, _ = part_in(self.plan, node, self._role, self.by)
        return Asked(node, role, self._assessment.consent(node), self._given(node, role))

    def add(self, asked: Asked) -> None:
        """Agrees to one key result."""
        self._agreed[asked.node.id] = asked

    def records(self) -> tuple[NewRecord, ...]:
        """The records, one for each cycle in which something was agreed to."""
        cycles = dict.fromkeys(asked.node.cycle.name for asked in self._agreed.values())
        return tuple(
            agreement(
                self.by,
                self.day,
                [(asked.node, asked.role) for asked in self._agreed.values() if asked.node.cycle.name == cycle],
            )
            for cycle in cycles
        )

    @cached_property
    def _cycles(self) -> tuple[Cycle, ...]:
        """Those that have not ended, the quarters first."""
        open_ = (cycle for cycle in self.plan.cycles if cycle.end >= self.day)
        return tuple(sorted(open_, key=lambda cycle: cycle.is_year))

    def _given(self, node: KeyResultNode, role: Role) -> Said[AgreementEntry] | None:
        """The role's agreement may be by a former manager: it counts, and this person can agree too."""
        terms, team = self.plan.terms(node), self.plan.directory.resolve_team
        said = timeline(self.plan.agreements_of.get(node.id, ()), node.owner, self._today)
        own = (one for one in reversed(said) if one.by == self.by and one.entry.as_ == role and counts(one))
        return next((one for one in own if quoted_terms(one.entry.terms, node.cycle.end, team) == terms), None)

    def _refuse_ended(self, node: KeyResultNode) -> None:
        grade = self._assessment.key_result(node).grade
        if grade is None:
            return
        ended = "was dropped" if grade.entry.dropped else f"was graded {grade.entry.score}"
        raise OkrsError(
            f"{node.id} {ended} on {grade.day}: {grade.entry.because}",
            "a grade is the last word: there is nothing left to agree to",
        )
