"""A key result with all that `okrs show` prints: terms, standing, agreements, check-ins and the grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from okrs_as_code.model.consent import RoleConsent
from okrs_as_code.model.direction import Direction
from okrs_as_code.model.files.record import Grade, GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.key_result_data import key_result_json
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import (
    differences_since_agreement,
    moved_terms,
    progress_bar_as_agreed,
)
from okrs_as_code.report.wording.evidence_phrases import EVIDENCE_MEANINGS, evidence_meanings, evidence_phrase
from okrs_as_code.report.wording.terms_phrases import person_phrase, terms_json
from okrs_as_code.workspace.loader import Workspace


@dataclass(frozen=True)
class KeyResultCard:
    """A key result on a day, with its agreements and records."""

    site: SiteData
    standing: KeyResultStanding

    @property
    def plan(self) -> Plan:
        """The plan that the key result is part of."""
        return self.site.plan

    @property
    def shows_agreements(self) -> bool:
        """Whether its cycle uses agreements, and anybody is asked for one to it; they are not mentioned otherwise."""
        consent = self.standing.consent
        is_asked = consent.is_asked or not consent.is_open
        return is_asked and self.site.cycle_data(self.standing.node.cycle).uses_agreements

    @property
    def reviewer(self) -> str | None:
        """The person who reviewed the grade; None where nobody did, or there is no grade."""
        grade = self.standing.grade
        return reviewer_of(self.site.workspace, grade) if grade is not None else None

    @property
    def as_agreed(self) -> str | None:
        """The progress by the measure that was agreed to; None where that is today's measure."""
        return progress_bar_as_agreed(self.plan, self.standing, self.site.today)

    def agreements(self) -> Iterator[tuple[str, str]]:
        """The lines on each role's agreement: the role, which is empty where the line before goes on, and the words.

        At the end, the meaning of each tier of evidence among them.
        """
        consent = self.standing.consent
        for role in consent.roles:
            for index, line in enumerate(self._role_lines(role)):
                yield ("" if index else role.role), line
        if consent.manager is None:
            yield "manager", "nobody is above the owner: the owner's own agreement is enough"
        for tier, meaning in evidence_meanings(consent):
            yield str(tier), meaning

    def _role_lines(self, role: RoleConsent) -> Iterator[str]:
        person = person_phrase(self.plan, role.person)
        if role.current is not None:
            by = person_phrase(self.plan, role.current.by)
            remark = "" if role.current.by == role.person else f"; today {person} would be asked"
            yield f"{by} agreed on {numbers.day(role.current.day)}{remark}"
            yield evidence_phrase(role)
        elif role.earlier is None:
            yield f"{person}: {EVIDENCE_MEANINGS[role.evidence]}"
        else:
            by = person_phrase(self.plan, role.earlier.by)
            yield f"{by} agreed on {numbers.day(role.earlier.day)} to earlier terms:"
            yield from differences_since_agreement(self.plan, self.standing.node, role.earlier)
            yield evidence_phrase(role)
            if self.standing.consent.is_open:
                yield f"a new agreement is needed, by {person}"

    def as_json(self) -> dict[str, Any]:
        """The data for other programs: those of `okrs status` and `okrs terms`, and the records."""
        standing, node = self.standing, self.standing.node
        grade = standing.grade
        return {
            **key_result_json(standing),
            "objective": {"id": node.objective.id, "title": node.objective.content.title},
            "file": node.file,
            **{key: value for key, value in terms_json(self.plan, node).items() if key != "key_result"},
            "agreements": [self._agreement_json(role) for role in standing.consent.roles],
            "check_ins": [
                {
                    "date": check_in.day.isoformat(),
                    "by": check_in.by,
                    "record": check_in.file,
                    **check_in.entry.model_dump(mode="json", exclude_none=True),
                    **({} if check_in in standing.counted else {"counts": False}),
                }
                for check_in in standing.check_ins
            ],
            "unreadable": [element.as_json() for element in standing.unreadable],
            "grade": None
            if grade is None
            else {
                "date": grade.day.isoformat(),
                "by": grade.by,
                "reviewed_by": self.reviewer,
                "record": grade.file,
                **grade.entry.model_dump(mode="json", exclude_none=True),
            },
        }

    def _agreement_json(self, role: RoleConsent) -> dict[str, Any]:
        node, agreement, earlier = self.standing.node, role.agreement, role.earlier
        return {
            "as": role.role,
            "person": role.person,
            "tier": str(role.tier),
            "current": role.current is not None,
            "by": agreement.by if agreement is not None else None,
            "date": agreement.day.isoformat() if agreement is not None else None,
            "record": agreement.file if agreement is not None else None,
            "via": agreement.entry.via if agreement is not None else None,
            "moved": [
                difference_json(difference, direction)
                for difference, direction in (moved_terms(self.plan, node, earlier) if earlier is not None else ())
            ],
        }


def key_result_card(site: SiteData, node: KeyResultNode) -> KeyResultCard:
    """The card of a key result."""
    return KeyResultCard(site, site.assessment.key_result(node))


def reviewer_of(workspace: Workspace, grade: RecordEntry[GradeEntry]) -> str | None:
    """The person who reviewed a grade; None where nobody did."""
    record = workspace.records.get(grade.file)
    return record.reviewed_by if isinstance(record, Grade) else None


def difference_json(difference: TermsDifference, direction: Direction) -> dict[str, Any]:
    """A field of the terms that moved, for other programs."""
    return {
        "field": difference.field,
        "before": difference.before,
        "after": difference.after,
        "direction": str(direction),
    }
