"""The approvals that a change of records requires: of those they speak for, and of those whose goals they grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals.goal import ObjectiveNode, names_key_result
from okrs_as_code.model.timeline import objective_entries
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.requirements.involvement_requirements import (
    find_key_result,
    objective_report_requirements,
    owner_or_manager_of_objective,
    ownership_requirements,
    report_requirements,
    subject_of,
)
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
            subject = subject_of(change, ref, selector)
            if subject is not None and kind is FileKind.CHECK_IN:
                yield from report_requirements(subject, record.content.by, selector)
            elif subject is not None and entry.as_ == "owner":
                yield from ownership_requirements(subject, record.content.by, selector)
        for ref in objective_entries(record.content):
            yield from objective_report_requirements(change, ref, record.content.by, selector)


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
        for subject in (subject_of(change, ref, selector) for ref in key_results):
            if subject is not None:
                yield from report_requirements(subject, writer, selector)
        for ref in (ref for ref in change.before if ref not in key_results):
            yield from objective_report_requirements(change, ref, writer, selector)


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
        yield owner_or_manager_of_objective(change.before, change.captured, reason, selector)
        return
    yield from selector.require_owner_and_manager(change.before, change.captured, reason, terms_suffice=False)


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
    node = find_key_result(change, ref, plans) if unclear is None else None
    for one in unclear.nodes if unclear is not None else (node,):
        subject = unclear.id if unclear is not None else one.id if one is not None else ""
        yield from selector.require_owner_and_manager(subject, one, reason, terms_suffice=False)
