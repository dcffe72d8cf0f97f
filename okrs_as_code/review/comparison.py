"""Compares two revisions: parsed data against parsed data, never lines of text."""

from __future__ import annotations

from okrs_as_code.review.changes.backlog_changes import backlog_changes
from okrs_as_code.review.changes.captured_records import captured_record_changes
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.changes.goal_changes import goal_changes
from okrs_as_code.review.changes.matching import Matching
from okrs_as_code.review.changes.policy_changes import policy_changes
from okrs_as_code.review.changes.record_changes import record_changes
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.review.unreadable.changes import unreadable_changes
from okrs_as_code.review.unreadable.misplaced import misplaced_changes
from okrs_as_code.review.unreadable.records import (
    last_readable_records,
    unreadable_record_changes,
)
from okrs_as_code.review.unreadable.restored_base import RestoredBase
from okrs_as_code.review.unreadable.subjects import UnclearSubjects

_MOVES = (ChangeKind.RECORD_MOVED, ChangeKind.RECORD_REORDERED)


def compare(base: Revision, head: Revision) -> tuple[Change, ...]:
    """Returns every difference: goals, then records, then backlog, people, teams, policy and the files of the gate."""
    restored = RestoredBase(base, head)
    matching = Matching(restored.plan, head.plan)
    return (
        *goal_changes(restored.plan, head.plan, matching),
        *unreadable_changes(base.workspace, head.workspace, restored, matching),
        *_all_record_changes(base, head),
        *captured_record_changes(restored.plan, head.plan),
        *backlog_changes(base, head),
        *policy_changes(base, head, matching),
    )


def _all_record_changes(base: Revision, head: Revision) -> tuple[Change, ...]:
    """The changes of records, those of what cannot be read in them included."""
    states = last_readable_records(base, head)
    changes = tuple(record_changes(base.workspace, head.workspace, states))
    moved = (change.before for change in changes if change.kind in _MOVES)
    covered = {*moved, *states, *(change.subject for change in changes)}
    unreadable = unreadable_record_changes(base, head, covered)
    about_key_results = map(UnclearSubjects(base, head).with_subjects, (*changes, *unreadable))
    return (*about_key_results, *misplaced_changes(base, head))
