"""One key result on one sheet: its terms, where it stands, who agreed, what was said last, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.consent import RoleConsent
from okrs_as_code.model.direction import Direction
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.status import key_result_json
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import differences_since_agreement, moved_terms, progress_as_agreed
from okrs_as_code.report.wording.evidence_phrases import MEANINGS, evidence, meanings
from okrs_as_code.report.wording.terms_phrases import person_phrase, terms_json


@dataclass(frozen=True)
class KeyResultCard:
    """A key result on a day, with all that is told about it."""

    book: SiteData
    standing: KeyResultStanding

    @property
    def plan(self) -> Plan:
        """What the key result is part of."""
        return self.book.plan

    @property
    def tells_of_agreements(self) -> bool:
        """Whether its cycle uses agreements; a team that does not never reads of them."""
        return self.book.chapter(self.standing.node.cycle).agrees

    @property
    def reviewer(self) -> str | None:
        """Who reviewed the grade, if anybody did."""
        grade = self.standing.grade
        found = self.book.workspace.records.get(grade.file) if grade is not None else None
        return getattr(found, "reviewed_by", None)

    @property
    def as_agreed(self) -> str | None:
        """The progress by the measure that was agreed to, where that is another today."""
        reached = progress_as_agreed(self.plan, self.standing, self.book.today)
        return numbers.progress_bar(reached) if reached is not None else None

    def agreements(self) -> Iterator[tuple[str, str]]:
        """For each role that is asked: its name, and what can honestly be said about its agreement."""
        consent = self.standing.consent
        for role in consent.roles:
            for line, words in enumerate(self._role(role)):
                yield ("" if line else role.role), words
        if consent.manager is None:
            yield "manager", "nobody is above the owner: the owner's own agreement is enough"
        for tier, meaning in meanings(consent):
            yield str(tier), meaning

    def _role(self, role: RoleConsent) -> Iterator[str]:
        person = person_phrase(self.plan, role.person)
        if role.current is not None:
            by = person_phrase(self.plan, role.current.by)
            asked = "" if role.current.by == role.person else f"; today {person} would be asked"
            yield f"{by} agreed on {numbers.day(role.current.day)}{asked}"
            yield evidence(role)
        elif role.earlier is None:
            yield f"{person}: {MEANINGS[role.evidence]}"
        else:
            by = person_phrase(self.plan, role.earlier.by)
            yield f"{by} agreed on {numbers.day(role.earlier.day)} to earlier terms:"
            yield from self._moved(role)
            yield evidence(role)
            if self.standing.consent.is_open:
                yield f"a new agreement is needed, by {person}"

    def _moved(self, role: RoleConsent) -> Iterator[str]:
        return (
            differences_since_agreement(self.plan, self.standing.node, role.earlier)
            if role.earlier is not None
            else iter(())
        )

    def _directions(self, role: RoleConsent) -> tuple[tuple[TermsDifference, Direction], ...]:
        return moved_terms(self.plan, self.standing.node, role.earlier) if role.earlier is not None else ()

    def as_json(self) -> dict[str, Any]:
        """The data for other programs: what `okrs status` and `okrs terms` give, and the records."""
        standing, node = self.standing, self.standing.node
        grade = standing.grade
        return {
            **key_result_json(standing),
            "objective": {"id": node.objective.id, "title": node.objective.content.title},
            "file": node.file,
            **{key: value for key, value in terms_json(self.plan, node).items() if key != "key_result"},
            "agreements": [self._agreement(role) for role in standing.consent.roles],
            "check_ins": [
                {
                    "date": said.day.isoformat(),
                    "by": said.by,
                    "record": said.file,
                    **said.entry.model_dump(mode="json", exclude_none=True),
                }
                for said in standing.check_ins
            ],
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

    def _agreement(self, role: RoleConsent) -> dict[str, Any]:
        said = role.said
        return {
            "as": role.role,
            "person": role.person,
            "tier": str(role.tier),
            "current": role.current is not None,
            "by": said.by if said is not None else None,
            "date": said.day.isoformat() if said is not None else None,
            "record": said.file if said is not None else None,
            "via": said.entry.via if said is not None else None,
            "moved": [
                {"field": moved.field, "before": moved.before, "after": moved.after, "direction": str(what)}
                for moved, what in self._directions(role)
            ],
        }


def key_result_card(book: SiteData, node: KeyResultNode) -> KeyResultCard:
    """The sheet of a key result."""
    return KeyResultCard(book, book.assessment.key_result(node))
