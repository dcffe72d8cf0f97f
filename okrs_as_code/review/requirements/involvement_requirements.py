"""The approvals of what a record says about goals in which its writer has no part, and the goals that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.involvement import Involvement, ObjectiveInvolvement
from okrs_as_code.review.changes.change import Change, UnclearSubject
from okrs_as_code.review.requirements.requirement import Requirement, ReviewerRole
from okrs_as_code.review.requirements.reviewers import ReviewerSelector
from okrs_as_code.workspace.layout import record_folder


def report_requirements(subject: UnclearSubject, writer: str, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Requires the owner or the manager of what somebody reports on without having a part in it at the base."""
    reason = f"{writer} reports on it and has no part in it"
    base, head = selector.reviewers.base, selector.head
    for node in subject.nodes:
        if not Involvement.may_report(writer, node, base, head):
            yield _owner_or_manager(subject.id, node, reason, selector)
    if not subject.nodes:
        yield from _anybody_named(subject, writer, reason, selector)


def objective_report_requirements(
    change: Change, ref: str, writer: str, selector: ReviewerSelector
) -> Iterator[Requirement]:
    """Requires the owner or their manager of an objective on which somebody without a part in it reports."""
    reason = f"{writer} reports on it and has no part in it"
    if ref in change.unclear:
        yield from _anybody_named(change.unclear[ref], writer, reason, selector)
        return
    base, head = selector.reviewers.base, selector.head
    at_base, at_head = (_find_objective(change, ref, plan) for plan in (base, head))
    node = at_base or at_head
    if node is None or ObjectiveInvolvement.may_report(writer, node, base, head):
        return
    yield owner_or_manager_of_objective((at_head or node).id, node, reason, selector)


def owner_or_manager_of_objective(
    subject: str, node: ObjectiveNode, reason: str, selector: ReviewerSelector
) -> Requirement:
    """Requires the owner of an objective or their manager.

    Where it has no owner, the owners of its key results or their managers, and without any a steward.
    """
    owner = node.content.owner
    owners = (owner,) if owner is not None else tuple(key_result.owner for key_result in node.key_results)
    managers = (selector.manager_of_person(person) for person in owners)
    people = tuple(dict.fromkeys(person for person in (*owners, *managers) if person is not None))
    if not people:
        return selector.require_steward(subject, reason)
    return Requirement(subject, people, ReviewerRole.OWNER_OR_MANAGER, (reason,))


def ownership_requirements(subject: UnclearSubject, writer: str, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Requires the owner or the manager of what somebody agrees to as its owner and does not own, before or after."""
    reason = f"{writer} agrees to it as its owner, and is not"
    at_head = selector.head.key_results.get(subject.id)
    if at_head is not None and at_head.owner == writer:
        return
    if all(node.owner != writer for node in subject.nodes):
        for node in subject.nodes:
            yield _owner_or_manager(subject.id, node, reason, selector)
        if not subject.nodes:
            yield from _anybody_named(subject, writer, reason, selector)


def _owner_or_manager(subject: str, node: KeyResultNode, reason: str, selector: ReviewerSelector) -> Requirement:
    manager = selector.manager_of(node)
    people = (node.owner, *((manager,) if manager is not None else ()))
    return Requirement(subject, people, ReviewerRole.OWNER_OR_MANAGER, (reason,))


def _anybody_named(
    subject: UnclearSubject, writer: str, reason: str, selector: ReviewerSelector
) -> Iterator[Requirement]:
    """Requires each of those whom something that was never readable names, or their manager; else a steward.

    Nobody where the writer is one of the two: then they have a part in it.
    """
    named = [one for one in subject.named if selector.reviewers.knows(one.owner)]
    for owner, raw_manager in named:
        is_known = raw_manager is not None and raw_manager != owner and selector.reviewers.knows(raw_manager)
        manager = raw_manager if is_known else selector.manager_of_person(owner)
        people = (owner, manager) if manager is not None else (owner,)
        if writer not in people:
            yield Requirement(subject.id, people, ReviewerRole.OWNER_OR_MANAGER, (reason,))
    if not named:
        yield selector.require_steward(subject.id, reason)


def subject_of(change: Change, ref: str, selector: ReviewerSelector) -> UnclearSubject | None:
    """The subject that a record names, as the base has it, under the id of the head; None where that is nowhere."""
    if ref in change.unclear:
        return change.unclear[ref]
    base, head = selector.reviewers.base, selector.head
    node = find_key_result(change, ref, (base, head))
    at_head = find_key_result(change, ref, (head,))
    return UnclearSubject((at_head or node).id, (node,)) if node is not None else None


def find_key_result(change: Change, ref: str, plans: Sequence[Plan]) -> KeyResultNode | None:
    """The key result that a record names, in the first of some plans in which that leads anywhere."""
    for plan in plans:
        id_ = plan.references.key_result_in(ref, _cycle_name(change))
        if id_ is not None and id_ in plan.key_results:
            return plan.key_results[id_]
    return None


def _find_objective(change: Change, ref: str, plan: Plan) -> ObjectiveNode | None:
    id_ = plan.references.objective_in(ref, _cycle_name(change))
    return plan.objectives.get(id_) if id_ is not None else None


def _cycle_name(change: Change) -> str:
    place = record_folder(change.subject)
    return place[0] if place is not None else ""
