"""Who has to approve what a change does to records: who they speak for, and for what they grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.plan import KeyResultNode
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.requirement import Requirement, ReviewerRole
from okrs_as_code.review.reviewers import ReviewerSelector
from okrs_as_code.workspace.layout import RECORD_KINDS, FileKind

RECORDS = frozenset((ChangeKind.RECORD_ADDED, ChangeKind.RECORD_EDITED, ChangeKind.RECORD_REMOVED))


def only_brings_agreements(changes: Sequence[Change]) -> bool:
    """Whether a change is nothing but agreements that say where else they were given."""
    return bool(changes) and all(
        change.kind is ChangeKind.RECORD_ADDED
        and _kind_of_record(change) is FileKind.AGREEMENT
        and _all_given_elsewhere(change)
        for change in changes
    )


def _all_given_elsewhere(change: Change) -> bool:
    record = change.record
    return record is not None and all(
        isinstance(entry, AgreementEntry) and entry.via is not None for entry in record.content.key_results.values()
    )


def _kind_of_record(change: Change) -> FileKind | None:
    return RECORD_KINDS.get(change.subject.split("/")[-2])


def record_requirements(change: Change, asking: ReviewerSelector) -> Iterator[Requirement]:
    """Who is spoken for, and what is graded: by the record as it is, and as it was where it is edited."""
    record = change.record
    if record is None:
        return
    was = change.before if change.kind is ChangeKind.RECORD_EDITED else {}
    for by in dict.fromkeys((was.get("by", record.content.by), record.content.by)):
        yield from _writer(change, by, asking)
    if _kind_of_record(change) is FileKind.GRADE:
        for ref in dict.fromkeys((*was.get("key_results", ()), *record.content.key_results)):
            yield from _graded(change, ref, record.content.key_results.get(ref), asking)


def _writer(change: Change, by: str, asking: ReviewerSelector) -> Iterator[Requirement]:
    if not asking.is_own(by):
        manager = asking.manager_of_person(by) if _kind_of_record(change) is not FileKind.AGREEMENT else None
        people = (by,) if manager is None else (by, manager)
        yield Requirement(
            change.subject, people, ReviewerRole.WRITER, (f"it says what {by} says, and somebody else proposes it",)
        )


def _graded(change: Change, ref: str, entry: Any, asking: ReviewerSelector) -> Iterator[Requirement]:
    if change.kind is ChangeKind.RECORD_ADDED:
        because = "it is dropped" if entry.dropped else "it is graded"
    else:
        because = "its grade is edited" if change.kind is ChangeKind.RECORD_EDITED else "its grade is removed"
    node = _named(ref, change.subject.split("/")[-3], asking)
    if node is None:
        return
    for need in asking.owner_and_manager(node.id, node, because):
        yield replace(need, of_terms=False)


def _named(ref: str, folder: str, asking: ReviewerSelector) -> KeyResultNode | None:
    """What a record means: in the head, or what it meant in the base where the head leads nowhere."""
    for plan in (asking.head, asking.standing.base):
        cycle = plan.calendar.cycle(folder)
        found = plan.resolve_key_result(ref, cycle) if cycle is not None else None
        if found is not None and found in plan.key_results:
            return plan.key_results[found]
    return None
