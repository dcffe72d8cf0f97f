"""The approvals that a change of records requires: of those they speak for, and of those whose goals they grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals import KeyResultNode
from okrs_as_code.model.involvement import Involvement
from okrs_as_code.model.plan import Plan
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.requirement import Requirement, ReviewerRole
from okrs_as_code.review.reviewers import ReviewerSelector
from okrs_as_code.workspace.layout import RECORD_KINDS, FileKind

RECORD_CHANGES = frozenset((ChangeKind.RECORD_ADDED, ChangeKind.RECORD_EDITED, ChangeKind.RECORD_REMOVED))


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
    return RECORD_KINDS.get(change.subject.split("/")[-2])


def record_requirements(change: Change, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Yields the requirements for a record's writer and for what it grades; before it was edited, too."""
    record = change.record
    if record is None:
        return
    before = change.before if change.kind is ChangeKind.RECORD_EDITED else {}
    for writer in dict.fromkeys((before.get("by", record.content.by), record.content.by)):
        yield from _writer_requirements(change, writer, selector)
    if _record_kind(change) is FileKind.CHECK_IN and change.kind is not ChangeKind.RECORD_REMOVED:
        for ref in record.content.key_results:
            yield from _report_requirements(record, ref, selector)
    if _record_kind(change) is FileKind.GRADE:
        for ref in dict.fromkeys((*before.get("key_results", ()), *record.content.key_results)):
            yield from _grade_requirements(change, ref, record.content.key_results.get(ref), selector)


def unreadable_record_requirements(change: Change, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Yields the requirements for a record that cannot be read: who wrote it, by its name, and of a grade for whom.

    Where the name is nobody's, a steward.
    """
    reason = "it cannot be read, or could not, and it changes"
    writers = [one.owner for one in change.named if selector.reviewers.knows(one.owner)]
    for writer in writers:
        if not selector.is_author(writer):
            manager = selector.manager_of_person(writer)
            people = (writer,) if manager is None else (writer, manager)
            yield Requirement(change.subject, people, ReviewerRole.WRITER, (reason,))
    if not writers:
        yield selector.require_steward(change.subject, reason)
    if _record_kind(change) is FileKind.GRADE:
        for ref in change.before:
            node = _find_key_result(ref, change.subject.split("/")[-3], (selector.head, selector.reviewers.base))
            if node is not None:
                yield from selector.require_owner_and_manager(node.id, node, reason, terms_suffice=False)


def _writer_requirements(change: Change, writer: str, selector: ReviewerSelector) -> Iterator[Requirement]:
    if not selector.is_author(writer):
        is_agreement = _record_kind(change) is FileKind.AGREEMENT
        manager = None if is_agreement else selector.manager_of_person(writer)
        people = (writer,) if manager is None else (writer, manager)
        reason = f"it says what {writer} says, and somebody else proposes it"
        yield Requirement(change.subject, people, ReviewerRole.WRITER, (reason,))


def _report_requirements(record: RecordNode[Any], ref: str, selector: ReviewerSelector) -> Iterator[Requirement]:
    """Requires the owner or the manager of what somebody reports on without having a part in it at the base."""
    base, head, writer = selector.reviewers.base, selector.head, record.content.by
    node = _find_key_result(ref, record.cycle, (base, head))
    if node is None:
        return
    plan = base if base.key_results.get(node.id) is node else head
    reported = _find_key_result(ref, record.cycle, (head,))
    entries = head.check_ins_of.get(reported.id, ()) if reported is not None else ()
    day = next((entry.day for entry in entries if entry.file == record.file), record.content.date)
    if not Involvement(plan, node).includes(writer, day):
        manager = selector.manager_of(node)
        people = (node.owner, *((manager,) if manager is not None else ()))
        reason = f"{writer} reports on it and has no part in it"
        subject = reported.id if reported is not None else node.id
        yield Requirement(subject, people, ReviewerRole.OWNER_OR_MANAGER, (reason,))


def _grade_requirements(change: Change, ref: str, entry: Any, selector: ReviewerSelector) -> Iterator[Requirement]:
    if change.kind is ChangeKind.RECORD_ADDED:
        reason = "it is dropped" if entry.dropped else "it is graded"
    else:
        reason = "its grade is edited" if change.kind is ChangeKind.RECORD_EDITED else "its grade is removed"
    node = _find_key_result(ref, change.subject.split("/")[-3], (selector.head, selector.reviewers.base))
    if node is not None:
        yield from selector.require_owner_and_manager(node.id, node, reason, terms_suffice=False)


def _find_key_result(ref: str, cycle_name: str, plans: Sequence[Plan]) -> KeyResultNode | None:
    """The key result that a record names, in the first of some plans in which that leads anywhere."""
    for plan in plans:
        cycle = plan.calendar.cycle(cycle_name)
        id_ = plan.resolve_key_result(ref, cycle) if cycle is not None else None
        if id_ is not None and id_ in plan.key_results:
            return plan.key_results[id_]
    return None
