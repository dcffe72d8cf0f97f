"""Evidence of consent, in one form whatever it comes from: an approval on a forge, a commit, or a record."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from okrs_as_code.model.consent import EvidenceTier, is_valid_agreement
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.terms import same_title
from okrs_as_code.model.timeline import EntryPlace
from okrs_as_code.review.changes.change import ChangedNode
from okrs_as_code.review.changes.goal_changes import terms_at_head
from okrs_as_code.review.changes.matching import Matching, Pair
from okrs_as_code.signing.status import Signatures
from okrs_as_code.signing.verification import check_signatures
from okrs_as_code.workspace.loader import Workspace

_SLASHES_IN_OBJECTIVE_ID = 2


@dataclass(frozen=True)
class Evidence:
    """Evidence that somebody consented, and to what.

    `account` is the login on a forge, in lower case; it is None where git or a record names the `person`.
    """

    tier: EvidenceTier
    account: str | None = None
    person: str | None = None
    covers_head: bool = False
    """Whether they consented to all that the head contains."""
    subjects: frozenset[str] = frozenset()
    """Key results whose terms and title, and objectives whose owner, were then what they are at the head."""
    role: Role | None = None
    """The only role in which they consented, as an agreement says; else any that they have."""
    quotes_title: bool = True
    """Whether it is consent to the title as well, which an agreement is only where it quotes that."""
    record: str | None = None
    """Path of a record of which every word is signed, so that it can only be theirs."""
    day: date | None = None
    """Day of an approval in UTC, where the forge says it."""


def same_terms(seen: Plan, head: Plan, subjects: Iterable[str], fork: Plan) -> frozenset[str]:
    """Returns the subjects whose terms and title in the plan `seen` are what they are at the head, under whatever id.

    Of an objective it is the owner. What is gone at the head since `fork` has to be gone in `seen`, too, and not only
    to have another id.
    """
    before = {pair.after.id: pair.before for pair in _pairs(seen, head) if pair.after is not None}
    surviving = {pair.before.id for pair in _pairs(fork, seen) if pair.before is not None and pair.after is not None}
    return frozenset(id_ for id_ in subjects if _has_same_terms(id_, before, surviving, seen, head))


def _pairs(before: Plan, after: Plan) -> tuple[Pair[KeyResultNode] | Pair[ObjectiveNode], ...]:
    matching = Matching(before, after)
    return (*matching.key_results, *matching.objectives)


def _has_same_terms(
    id_: str, before: Mapping[str, ChangedNode | None], surviving: Container[str], seen: Plan, head: Plan
) -> bool:
    head_node, seen_id = _node(id_, head), _resolve(id_, seen)
    if head_node is None:
        return seen_id is None and id_ not in surviving and _resolve(id_, head) is None
    seen_node = before.get(id_) or _node(seen_id, seen)
    if isinstance(head_node, KeyResultNode):
        return isinstance(seen_node, KeyResultNode) and _says_the_same(seen_node, head_node, head)
    return isinstance(seen_node, ObjectiveNode) and seen_node.content.owner == head_node.content.owner


def _says_the_same(seen: KeyResultNode, current: KeyResultNode, head: Plan) -> bool:
    """Whether a key result had the terms of the head, and a title that says the same."""
    return same_title(seen.content.title, current.content.title) and (
        terms_at_head(seen, head) == terms_at_head(current, head)
    )


def _node(id_: str | None, plan: Plan) -> ChangedNode | None:
    return plan.key_results.get(id_ or "") or plan.objectives.get(id_ or "")


def _resolve(id_: str, plan: Plan) -> str | None:
    """A plan's own complete id of an objective or key result, by its complete id or a former one."""
    cycle = plan.calendar.cycle(id_.split("/")[0])
    if cycle is None:
        return None
    is_objective = id_.count("/") == _SLASHES_IN_OBJECTIVE_ID
    return plan.resolve_objective(id_, cycle) if is_objective else plan.resolve_key_result(id_, cycle)


def agreement_evidence(head: Plan, key_results: Iterable[str], signed: Container[EntryPlace]) -> Iterator[Evidence]:
    """Yields the evidence of agreements at the head that are current; `signed` has the places of signed ones."""
    for id_ in key_results:
        node = head.key_results.get(id_)
        if node is None:
            continue
        for agreement in head.agreements_of.get(id_, ()):
            entry = agreement.entry
            if is_valid_agreement(agreement) and head.is_current(entry, node):
                tier = EvidenceTier.SIGNED if agreement.place in signed else EvidenceTier.CLAIMED
                quotes_title = entry.title is not None
                yield Evidence(tier, None, agreement.by, False, frozenset((id_,)), entry.as_, quotes_title=quotes_title)


def signed_record_evidence(head: Plan, signed: Container[EntryPlace]) -> Iterator[Evidence]:
    """Yields the evidence of agreements of which every word is signed: whoever brings them, their writer wrote them."""
    for record in head.agreements:
        refs = record.content.key_results
        if refs and all((record.file, ref) in signed for ref in refs):
            yield Evidence(EvidenceTier.SIGNED, person=record.content.by, record=record.file)


def foreign_terms(merged: Plan, base: Plan, head: Plan) -> tuple[str, ...]:
    """Key results whose terms, once merged, are those of neither the base nor the head: nobody saw them."""
    subjects = frozenset((*merged.key_results, *base.key_results, *head.key_results))
    reviewed = same_terms(base, merged, subjects, base) | same_terms(head, merged, subjects, base)
    return tuple(sorted(subjects - reviewed))


def signatures_at(base: Workspace, head: Workspace, today: date) -> Signatures:
    """Signatures under agreements of the head, by keys that the base lists, for the repository that the base names.

    What the head says of signers, people and the repository counts nothing. Under an agreement that the base does not
    have, the key has to be valid today as well as on the day of the record: who has an old key can write an old day.
    Raises OkrsError where ssh-keygen is needed for that and cannot be run.
    """
    nodes = tuple(head.plan.key_results.values())
    on_written_day = check_signatures(head.plan, base.signers, head.signature_statuses, nodes)
    new_places = {place for place in on_written_day.valid if base.records.get(place[0]) != head.records[place[0]]}
    new_nodes = tuple(
        node for node in nodes if any(entry.place in new_places for entry in head.plan.agreements_of.get(node.id, ()))
    )
    on_this_day = check_signatures(head.plan, base.signers, head.signature_statuses, new_nodes, day=today)
    statuses = {
        place: on_this_day.statuses[place] if place in new_places else status
        for place, status in on_written_day.statuses.items()
    }
    return Signatures(statuses, on_written_day.obstacle)
