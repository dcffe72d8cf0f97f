"""The approvals that a change of records requires: of those they speak for, and of those whose goals they grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode, names_key_result
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.involvement import Involvement, ObjectiveInvolvement
from okrs_as_code.model.timeline import objective_entries
from okrs_as_code.review.changes.change import Change, ChangeKind, UnclearSubject
from okrs_as_code.review.requirements.key_result_requirements import UNREADABLE_REASON, KeyResultRequirements
from okrs_as_code.review.requirements.requirement import Requirement, ReviewerRole
from okrs_as_code.review.requirements.reviewers import ReviewerSelector
from okrs_as_code.workspace.layout import RECORD_KINDS, FileKind, record_folder

RECORD_CHANGES = frozenset(
    (
        ChangeKind.RECORD_ADDED,
        ChangeKind.RECORD_EDITED,
        ChangeKind.RECORD_REMOVED,
        ChangeKind.RECORD_REORDERED,
        ChangeKind.RECORD_CAPTURED,
    )
)

UNREADABLE_RECORD_CHANGES = frozenset(
    (
        ChangeKind.RECORD_UNREADABLE,
        ChangeKind.RECORD_UNREADABLE_ADDED,
        ChangeKind.MISPLACED_EDITED,
        ChangeKind.MISPLACED_REMOVED,
    )
)
"""Changes of records that cannot be read; those of misplaced files may be about something else."""
_UNREADABLE_REASONS = {
    ChangeKind.RECORD_UNREADABLE_ADDED: "it is new, and cannot be read",
    ChangeKind.MISPLACED_EDITED: "nothing reads it where it is, and it changes",
    ChangeKind.MISPLACED_REMOVED: "nothing read it where it was, and it is gone",
}


def only_brings_agreements(changes: Sequence[Change]) -> bool:
    """Whether a change is nothing but agreements that say where else they were given."""
    return bool(changes) and all(
        change.kind is ChangeKind.RECORD_ADDED
        and _record_kind(change) is FileKind.AGREEMENT
        and _all_given_elsewhere(change)
        for change in changes
    )


def _all_given_elsewhere(change: Change) -> bool:
    record = change.record
    return record is not None and all(
        isinstance(entry, AgreementEntry) and entry.via is not None for entry in record.content.key_results.values()
    )


def _record_kind(change: Change) -> FileKind | None:
    place = record_folder(change.subject)
    return RECORD_KINDS[place[1]] if place is not None else None


def record_requirements(change: Change, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Yields the requirements for a record's writer and for what it is about; before it was edited, too."""
    record = change.record
    if record is None:
        return
    if change.kind is ChangeKind.RECORD_CAPTURED:
        yield from _capture_requirements(change, record.content.by, selector)
        return
    before = change.before if change.kind is ChangeKind.RECORD_EDITED else {}
    for writer in dict.fromkeys((before.get("by", record.content.by), record.content.by)):
        yield from _writer_requirements(change, writer, selector)
    if change.kind is ChangeKind.RECORD_REORDERED:
        return
    kind = _record_kind(change)
    if kind is FileKind.GRADE:
        for ref in dict.fromkeys((*before.get("key_results", ()), *record.content.key_results)):
            yield from _grade_requirements(change, ref, record.content.key_results.get(ref), selector)
    elif change.kind is not ChangeKind.RECORD_REMOVED:
        for ref, entry in record.content.key_results.items():
            subject = _subject_of(change, ref, selector)
            if subject is not None and kind is FileKind.CHECK_IN:
                yield from _report_requirements(subject, record.content.by, selector)
            elif subject is not None and entry.as_ == "owner":
                yield from _ownership_requirements(subject, record.content.by, selector)
        for ref in objective_entries(record.content):
            yield from _objective_report_requirements(change, ref, record.content.by, selector)


def unreadable_record_requirements(change: Change, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Yields the requirements for a record that cannot be read: who wrote it, by its name, and of a grade for whom.

    Where the name is nobody's, a steward. Where a file that nothing reads is no record, a steward and whom it names.
    """
    reason = _UNREADABLE_REASONS.get(change.kind, UNREADABLE_REASON)
    if _record_kind(change) is None:
        yield selector.require_steward(change.subject, reason)  # nobody ever approved whom it names
        if change.named:
            yield from KeyResultRequirements(selector).of_nameless(change, reason)
        return
    writers = [one.owner for one in change.named if selector.reviewers.knows(one.owner)]
    for writer in writers:
        if not selector.is_author(writer):
            manager = selector.manager_of_person(writer)
            people = (writer,) if manager is None else (writer, manager)
            yield Requirement(change.subject, people, ReviewerRole.WRITER, (reason,))
    if not writers:
        yield selector.require_steward(change.subject, reason)
    kind = _record_kind(change)
    key_results = tuple(filter(names_key_result, change.before))
    for ref in key_results if kind is FileKind.GRADE else ():
        yield from _all_owners_and_managers(change, ref, reason, selector)
    for writer in writers if kind is FileKind.CHECK_IN else ():
        for subject in (_subject_of(change, ref, selector) for ref in key_results):
            if subject is not None:
                yield from _report_requirements(subject, writer, selector)
        for ref in (ref for ref in change.before if ref not in key_results):
            yield from _objective_report_requirements(change, ref, writer, selector)


def _writer_requirements(change: Change, writer: str, selector: ReviewerSelector) -> Iterator[Requirement]:
    if not selector.is_author(writer):
        is_agreement = _record_kind(change) is FileKind.AGREEMENT
        manager = None if is_agreement else selector.manager_of_person(writer)
        people = (writer,) if manager is None else (writer, manager)
        reason = f"it says what {writer} says, and somebody else proposes it"
        yield Requirement(change.subject, people, ReviewerRole.WRITER, (reason,))


def _capture_requirements(change: Change, writer: str, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Requires who wrote a captured record, and owner and manager of what it was about; of an objective one of them."""
    yield from _writer_requirements(change, writer, selector)
    reason = "what was said of it is taken over by another"
    if isinstance(change.captured, ObjectiveNode):
        yield _owner_or_manager_of_objective(change.before, change.captured, reason, selector)
        return
    yield from selector.require_owner_and_manager(change.before, change.captured, reason, terms_suffice=False)


def _report_requirements(subject: UnclearSubject, writer: str, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Requires the owner or the manager of what somebody reports on without having a part in it at the base."""
    reason = f"{writer} reports on it and has no part in it"
    base, head = selector.reviewers.base, selector.head
    for node in subject.nodes:
        if not Involvement.may_report(writer, node, base, head):
            yield _owner_or_manager(subject.id, node, reason, selector)
    if not subject.nodes:
        yield from _anybody_named(subject, writer, reason, selector)


def _objective_report_requirements(
    change: Change, ref: str, writer: str, selector: ReviewerSelector
) -> Iterator[Requirement]:
    """Requires the owner or their manager of an objective on which somebody without a part in it reports."""
    reason = f"{writer} reports on it and has no part in it"
    if ref in change.unclear:
        yield from _anybody_named(change.unclear[ref], writer, reason, selector)
        return
    base, head = selector.reviewers.base, selector.head
    at_base, at_head = (_find_objective(ref, _cycle_name(change), plan) for plan in (base, head))
    node = at_base or at_head
    if node is None or ObjectiveInvolvement.may_report(writer, node, base, head):
        return
    yield _owner_or_manager_of_objective((at_head or node).id, node, reason, selector)


def _owner_or_manager_of_objective(
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


def _find_objective(ref: str, cycle_name: str, plan: Plan) -> ObjectiveNode | None:
    cycle = plan.calendar.cycle(cycle_name)
    id_ = plan.resolve_objective(ref, cycle) if cycle is not None else None
    return plan.objectives.get(id_) if id_ is not None else None


def _ownership_requirements(subject: UnclearSubject, writer: str, selector: ReviewerSelector) -> Iterator[Requirement]:
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


def _grade_requirements(change: Change, ref: str, entry: Any, selector: ReviewerSelector) -> Iterator[Requirement]:
    if change.kind is ChangeKind.RECORD_ADDED:
        reason = "it is dropped" if entry.dropped else "it is graded"
    else:
        reason = "its grade is edited" if change.kind is ChangeKind.RECORD_EDITED else "its grade is removed"
    yield from _all_owners_and_managers(change, ref, reason, selector)


def _all_owners_and_managers(
    change: Change, ref: str, reason: str, selector: ReviewerSelector
) -> Iterator[Requirement]:
    """Requires owner and manager of what a record names; of all that may be meant, where that is not clear."""
    unclear = change.unclear.get(ref)
    if unclear is not None and not unclear.nodes:
        nameless = Change(ChangeKind.UNREADABLE, unclear.id, named=unclear.named)
        yield from KeyResultRequirements(selector).of_nameless(nameless)
        return
    plans = (selector.head, selector.reviewers.base)
    node = _find_key_result(ref, _cycle_name(change), plans) if unclear is None else None
    for one in unclear.nodes if unclear is not None else (node,):
        subject = unclear.id if unclear is not None else one.id if one is not None else ""
        yield from selector.require_owner_and_manager(subject, one, reason, terms_suffice=False)


def _subject_of(change: Change, ref: str, selector: ReviewerSelector) -> UnclearSubject | None:
    """The subject that a record names, as the base has it, under the id of the head; None where that is nowhere."""
    if ref in change.unclear:
        return change.unclear[ref]
    base, head = selector.reviewers.base, selector.head
    node = _find_key_result(ref, _cycle_name(change), (base, head))
    at_head = _find_key_result(ref, _cycle_name(change), (head,))
    return UnclearSubject((at_head or node).id, (node,)) if node is not None else None


def _cycle_name(change: Change) -> str:
    place = record_folder(change.subject)
    return place[0] if place is not None else ""


def _find_key_result(ref: str, cycle_name: str, plans: Sequence[Plan]) -> KeyResultNode | None:
    """The key result that a record names, in the first of some plans in which that leads anywhere."""
    for plan in plans:
        cycle = plan.calendar.cycle(cycle_name)
        id_ = plan.resolve_key_result(ref, cycle) if cycle is not None else None
        if id_ is not None and id_ in plan.key_results:
            return plan.key_results[id_]
    return None
