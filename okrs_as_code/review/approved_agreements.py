"""The agreements that the approvals of a change amount to, once it is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from okrs_as_code.model.consent import EvidenceTier, is_valid_agreement
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.review.change import ChangeKind
from okrs_as_code.review.pull_request import PullRequest
from okrs_as_code.review.requirement import AGREEMENT_ROLES

_FORGE_TIERS = (EvidenceTier.OPENED, EvidenceTier.APPROVED)


@dataclass(frozen=True)
class ApprovedAgreement:
    """A person's agreement, given on the forge, to the terms of a key result."""

    person: str
    role: Role
    node: KeyResultNode


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
            if is_counted and _agreed_on_forge(request, person, node) and not _is_recorded(current, person, role, node):
                yield ApprovedAgreement(person, role, node)


def _changed_key_results(request: PullRequest) -> Mapping[str, KeyResultNode]:
    nodes = (change.new for change in request.changes if change.kind in (ChangeKind.ADDED, ChangeKind.TERMS))
    return {node.id: node for node in nodes if isinstance(node, KeyResultNode)}


def _has_current_terms(node: KeyResultNode, current: Plan) -> bool:
    """Whether a key result of the head still has the same terms."""
    id_ = current.resolve_key_result(node.id, node.cycle)
    current_node = current.key_results.get(id_) if id_ is not None else None
    return current_node is not None and current.terms(current_node) == current.terms(node)


def _agreed_on_forge(request: PullRequest, person: str, node: KeyResultNode) -> bool:
    return any(
        evidence.tier in _FORGE_TIERS and (evidence.covers_head or node.id in evidence.subjects)
        for evidence in request.evidence_of(person)
    )


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
