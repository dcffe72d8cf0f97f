"""What is there of consent, in one form whatever it comes from: an approval on a forge, a commit, or a record."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from okrs_as_code.model.consent import EvidenceTier, is_valid_agreement
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.review.change import ChangedNode
from okrs_as_code.review.goal_changes import terms_at_head
from okrs_as_code.review.matching import Matching, Pair
from okrs_as_code.signing.verification import Signatures, check_signatures
from okrs_as_code.workspace.loader import Workspace

_OF_OBJECTIVE = 2
"""How many `/` the complete id of an objective has."""


@dataclass(frozen=True)
class Evidence:
    """That somebody consented, and to what.

    `account` is the login on a forge, in lower case; where git or a record tells it is None, and `person` says who.
    """

    tier: EvidenceTier
    account: str | None = None
    person: str | None = None
    exact: bool = False
    """To all that stands at the head."""
    terms: frozenset[str] = frozenset()
    """Key results whose terms, and objectives whose owner, were there what they are at the head."""
    role: Role | None = None
    """Only in this role, as an agreement says; else in whatever part the person has."""
    record: str | None = None
    """The path of a record of which every word is signed, so that it can only be theirs."""


def same_terms(seen: Plan, head: Plan, subjects: Iterable[str], fork: Plan) -> frozenset[str]:
    """Of some key results those whose terms somewhere else are what they are at the head, under whatever id.

    Of an objective it is the owner. What is gone at the head since `fork` has to be gone there too, and not only to
    have another id.
    """
    before = {pair.after.id: pair.before for pair in _pairs(seen, head) if pair.after is not None}
    goes_on = {pair.before.id for pair in _pairs(fork, seen) if pair.before is not None and pair.after is not None}
    return frozenset(id_ for id_ in subjects if _is_same(id_, before, goes_on, seen, head))


def _pairs(one: Plan, other: Plan) -> tuple[Pair[KeyResultNode] | Pair[ObjectiveNode], ...]:
    matching = Matching(one, other)
    return (*matching.key_results, *matching.objectives)


def _is_same(
    id_: str, before: Mapping[str, ChangedNode | None], goes_on: Container[str], seen: Plan, head: Plan
) -> bool:
    now, there = _node(id_, head), _named(id_, seen)
    if now is None:
        return there is None and id_ not in goes_on and _named(id_, head) is None
    then = before.get(id_) or _node(there, seen)
    if isinstance(now, KeyResultNode):
        return isinstance(then, KeyResultNode) and terms_at_head(then, head) == terms_at_head(now, head)
    return isinstance(then, ObjectiveNode) and then.content.owner == now.content.owner


def _node(id_: str | None, plan: Plan) -> ChangedNode | None:
    return plan.key_results.get(id_ or "") or plan.objectives.get(id_ or "")


def _named(id_: str, plan: Plan) -> str | None:
    """What a complete id, or a former one, is called in a plan."""
    cycle = plan.calendar.cycle(id_.split("/")[0])
    if cycle is None:
        return None
    is_objective = id_.count("/") == _OF_OBJECTIVE
    return plan.resolve_objective(id_, cycle) if is_objective else plan.resolve_key_result(id_, cycle)


def recorded_agreements(
    head: Plan, key_results: Iterable[str], signed: frozenset[tuple[str, str]]
) -> Iterator[Evidence]:
    """The agreements at the head that are current; `signed` has file and key result of those that are signed."""
    for id_ in key_results:
        node = head.key_results.get(id_)
        if node is None:
            continue
        for said in head.agreements_of.get(id_, ()):
            if is_valid_agreement(said) and head.quoted(said.entry, node) == head.terms(node):
                tier = EvidenceTier.SIGNED if (said.file, said.ref) in signed else EvidenceTier.CLAIMED
                yield Evidence(tier, person=said.by, terms=frozenset((id_,)), role=said.entry.as_)


def signed_agreements(head: Plan, signed: frozenset[tuple[str, str]]) -> Iterator[Evidence]:
    """Agreements at the head of which every word is signed: whoever brings them, their writer wrote them."""
    for record in head.agreements:
        refs = record.content.key_results
        if refs and all((record.file, ref) in signed for ref in refs):
            yield Evidence(EvidenceTier.SIGNED, person=record.content.by, record=record.file)


def foreign_terms(merged: Plan, base: Plan, head: Plan) -> tuple[str, ...]:
    """Key results whose terms, once merged, are those of neither the base nor the head: nobody saw them."""
    wanted = frozenset((*merged.key_results, *base.key_results, *head.key_results))
    seen = same_terms(base, merged, wanted, base) | same_terms(head, merged, wanted, base)
    return tuple(sorted(wanted - seen))


def signatures_at(base: Workspace, head: Workspace, today: date) -> Signatures:
    """Signatures under agreements of the head, by keys that the base lists, for the repository that the base names.

    What the head says of signers, people and the repository counts nothing. Under an agreement that the base does not
    have, the key has to be valid today as well as on the day of the record: who has an old key can write an old day.
    Raises OkrsError where ssh-keygen is needed for that and cannot be run.
    """
    nodes = tuple(head.plan.key_results.values())
    then = check_signatures(head.plan, base.signers, head.verdicts, nodes)
    new = {place for place in then.valid if base.records.get(place[0]) != head.records[place[0]]}
    asked = tuple(node for node in nodes if any(said.place in new for said in head.plan.agreements_of.get(node.id, ())))
    now = check_signatures(head.plan, base.signers, head.verdicts, asked, day=today)
    verdicts = {place: now.verdicts[place] if place in new else verdict for place, verdict in then.verdicts.items()}
    return Signatures(verdicts, then.obstacle)
