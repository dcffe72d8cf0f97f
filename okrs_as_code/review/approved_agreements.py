"""The agreements that the approvals of a change amount to, once it is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from okrs_as_code.model.consent import EvidenceTier, is_valid_agreement
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.changes.change import ChangeKind
from okrs_as_code.review.evidence import Evidence
from okrs_as_code.review.pull_request import PullRequest
from okrs_as_code.review.requirements.requirement import AGREEMENT_ROLES

_FORGE_TIERS = (EvidenceTier.OPENED, EvidenceTier.APPROVED)
"""Evidence that a forge gives, the weaker first."""


@dataclass(frozen=True)
class ApprovedAgreement:
    """A person's agreement, given on the forge, to the terms of a key result."""

    person: str
    role: Role
    node: KeyResultNode
    day: date | None = None
    """Day of the approval, in UTC; None where opening the pull request was the agreement, or the forge does not say."""

    @property
    def key(self) -> tuple[str, Role, str]:
        """The person who agreed, the role, and the id of the key result."""
        return self.person, self.role, self.node.id


def approved_agreements(request: PullRequest, current: Plan) -> Iterator[ApprovedAgreement]:
    """Yields the agreements of those who opened or approved a change, in the role in which they were asked.

    That is as owner or manager of what it changes. Only where its terms are still those of the head, and no record of
    `current` says so already.
    """
    changed = _changed_key_results(request)
    for requirement in request.requirements:
        node, role = changed.get(requirement.subject), AGREEMENT_ROLES.get(requirement.reviewer_role)
        if node is None or role is None or not _has_current_terms(node, current):
            continue
        for person in requirement.people:
            stands_in = requirement.instead_of in requirement.people and person != requirement.instead_of
            is_counted = not stands_in and (person == node.owner) is (role == "owner")
            evidence = _evidence_on_forge(request, person, node) if is_counted else None
            if evidence is not None and not _is_recorded(current, person, role, node):
                yield ApprovedAgreement(person, role, node, evidence.day)


def _changed_key_results(request: PullRequest) -> Mapping[str, KeyResultNode]:
    nodes = (change.new for change in request.changes if change.kind in (ChangeKind.ADDED, ChangeKind.TERMS))
    return {node.id: node for node in nodes if isinstance(node, KeyResultNode)}


def _has_current_terms(node: KeyResultNode, current: Plan) -> bool:
    """Whether a key result of the head still has the same terms."""
    id_ = current.resolve_key_result(node.id, node.cycle)
    current_node = current.key_results.get(id_) if id_ is not None else None
    return current_node is not None and current.terms(current_node) == current.terms(node)


def _evidence_on_forge(request: PullRequest, person: str, node: KeyResultNode) -> Evidence | None:
    """The strongest evidence that somebody agreed on the forge: an approval, else that they opened it."""
    evidence = [
        evidence
        for evidence in request.evidence_of(person)
        if evidence.tier in _FORGE_TIERS and (evidence.covers_head or node.id in evidence.subjects)
    ]
    return max(evidence, key=lambda evidence: _FORGE_TIERS.index(evidence.tier), default=None)


def _is_recorded(current: Plan, person: str, role: Role, node: KeyResultNode) -> bool:
    """Whether a record holds the agreement of a person, in a role, to these terms."""
    id_ = current.resolve_key_result(node.id, node.cycle)
    return any(
        agreement.by == person
        and agreement.entry.as_ == role
        and is_valid_agreement(agreement)
        and current.is_current(agreement.entry, node)
        for agreement in current.agreements_of.get(id_ or node.id, ())
    )
