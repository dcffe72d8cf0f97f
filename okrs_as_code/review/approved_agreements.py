"""The agreements that the approvals of a change were, once it is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from okrs_as_code.model.consent import EvidenceTier, is_valid_agreement
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.review.change import ChangeKind
from okrs_as_code.review.pull_request import PullRequest
from okrs_as_code.review.requirement import ReviewerRole

_ON_THE_FORGE = (EvidenceTier.OPENED, EvidenceTier.APPROVED)
_ROLES: Mapping[ReviewerRole, Role] = {ReviewerRole.OWNER: "owner", ReviewerRole.MANAGER: "manager"}


@dataclass(frozen=True)
class ApprovedAgreement:
    """That somebody agreed, on the forge, to the terms of a key result."""

    person: str
    role: Role
    node: KeyResultNode


def approved_agreements(request: PullRequest, here: Plan) -> Iterator[ApprovedAgreement]:
    """Who agreed by opening or approving a change, as what they were asked as: owner or manager of what it changes.

    Only where its terms are still those of the head, and no record of `here` says so already.
    """
    changed = _changed(request)
    for need in request.needs:
        node, role = changed.get(need.subject), _ROLES.get(need.part)
        if node is None or role is None or not _stands(node, here):
            continue
        for person in need.people:
            counted = (person == node.owner) is (role == "owner")
            if counted and _consented(request, person, node) and not _recorded(here, person, role, node):
                yield ApprovedAgreement(person, role, node)


def _changed(request: PullRequest) -> Mapping[str, KeyResultNode]:
    changed = (change.new for change in request.changes if change.kind in (ChangeKind.ADDED, ChangeKind.TERMS))
    return {node.id: node for node in changed if isinstance(node, KeyResultNode)}


def _stands(node: KeyResultNode, here: Plan) -> bool:
    found = here.resolve_key_result(node.id, node.cycle)
    now = here.key_results.get(found) if found is not None else None
    return now is not None and here.terms(now) == here.terms(node)


def _consented(request: PullRequest, person: str, node: KeyResultNode) -> bool:
    return any(one.tier in _ON_THE_FORGE and (one.exact or node.id in one.terms) for one in request.evidence_of(person))


def _recorded(here: Plan, person: str, role: Role, node: KeyResultNode) -> bool:
    found = here.resolve_key_result(node.id, node.cycle)
    return any(
        said.by == person
        and said.entry.as_ == role
        and is_valid_agreement(said)
        and here.quoted(said.entry, node) == here.terms(node)
        for said in here.agreements_of.get(found or node.id, ())
    )
