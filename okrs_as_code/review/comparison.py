"""Compares two revisions: parsed data against parsed data, never lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from okrs_as_code.model.plan import Plan
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.review.captured_records import captured_entries
from okrs_as_code.review.change import Change, ChangeKind, plain_data
from okrs_as_code.review.goal_changes import goal_changes
from okrs_as_code.review.matching import Matching
from okrs_as_code.review.policy_changes import policy_changes
from okrs_as_code.review.record_order import keeps_meaning
from okrs_as_code.review.revision import Revision
from okrs_as_code.review.unreadable.changes import unreadable_changes
from okrs_as_code.review.unreadable.misplaced import misplaced_changes
from okrs_as_code.review.unreadable.records import (
    last_readable_records,
    unreadable_record_changes,
    unreadable_records_added,
)
from okrs_as_code.review.unreadable.restored_base import RestoredBase
from okrs_as_code.review.unreadable.subjects import UnclearSubjects
from okrs_as_code.workspace.loader import Workspace

_MOVES = (ChangeKind.RECORD_MOVED, ChangeKind.RECORD_REORDERED)


def compare(base: Revision, head: Revision) -> tuple[Change, ...]:
    """Returns every difference: goals first, then records, then people, teams, policy and the files of the gate."""
    restored = RestoredBase(base, head)
    matching = Matching(restored.plan, head.plan)
    return (
        *goal_changes(restored.plan, head.plan, matching),
        *unreadable_changes(base.workspace, head.workspace, restored, matching),
        *_all_record_changes(base, head),
        *captured_record_changes(restored.plan, head.plan),
        *policy_changes(base, head, matching),
    )


def _all_record_changes(base: Revision, head: Revision) -> tuple[Change, ...]:
    """The changes of records, those of what cannot be read in them included."""
    states = last_readable_records(base.workspace, head.workspace, base.versions)
    changes = tuple(record_changes(base.workspace, head.workspace, states))
    moved = (change.before for change in changes if change.kind in _MOVES)
    covered = {*moved, *states, *(change.subject for change in changes)}
    unreadable = unreadable_record_changes(base.workspace, head.workspace, covered)
    added = unreadable_records_added(base.workspace, head.workspace)
    about_key_results = map(UnclearSubjects(base, head).with_subjects, (*changes, *unreadable, *added))
    return (*about_key_results, *misplaced_changes(base.workspace, head.workspace))


def captured_record_changes(base: Plan, head: Plan) -> Iterator[Change]:
    """Yields a change for each entry of a record that means another key result at the head."""
    for entry in captured_entries(base, head):
        old = base.key_results.get(entry.before)
        yield Change(
            ChangeKind.RECORD_CAPTURED,
            entry.record.file,
            entry.ref,
            before=entry.before,
            after=entry.after,
            captured=old,
            record=entry.record,
        )


def record_changes(
    base: Workspace, head: Workspace, states: Mapping[str, RecordNode[Any]] = MappingProxyType({})
) -> Iterator[Change]:
    """Yields records that are new, changed, gone, or with the same content in another file of their cycle.

    A record that nobody could read at the base is compared with its last readable one of `states`; without one it is
    new once it is repaired, as nobody was asked about what it says now.
    """
    old, new = _records_by_file(base.plan), _records_by_file(head.plan)
    old = {**old, **states}
    removed = {path: record for path, record in old.items() if path not in new}
    added = {path: record for path, record in new.items() if path not in old}
    for path, source in _moved_files(removed, added):
        record = added.pop(path)
        keeps_place = keeps_meaning(removed.pop(source), record, new.values())
        kind = ChangeKind.RECORD_MOVED if keeps_place else ChangeKind.RECORD_REORDERED
        yield Change(kind, path, before=source, after=path, record=record)
    for path, record in new.items():
        before = old.get(path)
        if path in added or (before is not None and _is_repaired(before, record, base)):
            yield Change(ChangeKind.RECORD_ADDED, path, record=record)
        elif before is not None and before.content != record.content:
            yield Change(
                ChangeKind.RECORD_EDITED, path, before=_record_data(before), after=_record_data(record), record=record
            )
    for path, record in removed.items():
        yield Change(ChangeKind.RECORD_REMOVED, path, before=_record_data(record), record=record)


def _records_by_file(plan: Plan) -> Mapping[str, RecordNode[Any]]:
    records: tuple[RecordNode[Any], ...] = (*plan.agreements, *plan.check_ins, *plan.grades)
    return {record.file: record for record in records}


def _moved_files(removed: Mapping[str, RecordNode[Any]], added: Mapping[str, RecordNode[Any]]) -> list[tuple[str, str]]:
    """Pairs added files with removed ones of the same content and cycle; in another cycle it says something else."""
    sources: dict[str, list[str]] = {}
    for path, record in removed.items():
        sources.setdefault(_fingerprint(record), []).append(path)
    candidates = ((path, sources.get(_fingerprint(record), [])) for path, record in added.items())
    return [(path, paths.pop(0)) for path, paths in candidates if paths]


def _fingerprint(record: RecordNode[Any]) -> str:
    """Kind, cycle and content of a record in one string."""
    return f"{type(record.content).__name__} {record.cycle} {json.dumps(_record_data(record), sort_keys=True)}"


def _is_repaired(before: RecordNode[Any], after: RecordNode[Any], base: Workspace) -> bool:
    """Whether more of a record can be read than before, and nothing that could be read was changed."""
    file = base.files[before.file]
    if before.content == after.content or file.is_sound or not (file.mismatches or file.document.problems):
        return False
    old, new = before.content, after.content
    keeps_entries = all(new.key_results.get(ref) == entry for ref, entry in old.key_results.items())
    return keeps_entries and (old.by, old.date, old.corrects) == (new.by, new.date, new.corrects)


def _record_data(record: RecordNode[Any]) -> Any:
    content: Any = record.content
    return plain_data(content)
