"""The agreements that the approvals of a change were, once it is merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.record import Role
from okrs_as_code.model.state import Tier, counts
from okrs_as_code.model.terms import quoted_terms
from okrs_as_code.review.change import Kind
from okrs_as_code.review.pull_request import PullRequest

_ON_THE_FORGE = (Tier.OPENED, Tier.APPROVED)


@dataclass(frozen=True)
class Given:
    """That somebody agreed, on the forge, to the terms of a key result."""

    person: str
    role: Role
    node: KeyResultNode


def given(request: PullRequest, here: Plan) -> Iterator[Given]:
    """Who agreed by opening or approving a change, as owner or manager of what the head has.

    Only of key results whose terms it changed, and nothing that a record says already, of the head or `here`.
    """
    head = request.head.plan
    for node in _changed(request):
        roles: tuple[tuple[Role, str | None], ...] = (
            ("owner", node.owner),
            ("manager", head.directory.manager_of(node.content)),
        )
        for role, person in roles:
            if person is not None and _consented(request, person, node) and not _recorded(here, person, role, node):
                yield Given(person, role, node)


def _changed(request: PullRequest) -> Iterator[KeyResultNode]:
    changed = (change.new for change in request.changes if change.kind in (Kind.ADDED, Kind.TERMS))
    yield from dict.fromkeys(node for node in changed if isinstance(node, KeyResultNode))


def _consented(request: PullRequest, person: str, node: KeyResultNode) -> bool:
    return any(one.tier in _ON_THE_FORGE and (one.exact or node.id in one.terms) for one in request.evidence_of(person))


def _recorded(here: Plan, person: str, role: Role, node: KeyResultNode) -> bool:
    team = here.directory.resolve_team
    return any(
        said.by == person
        and said.entry.as_ == role
        and counts(said)
        and quoted_terms(said.entry.terms, node.cycle.end, team) == here.terms(node)
        for said in here.agreements_of.get(node.id, ())
    )
