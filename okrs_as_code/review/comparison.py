"""What differs between two revisions: parsed data against parsed data, never lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from okrs_as_code.model.plan import Plan
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.goal_changes import goal_changes
from okrs_as_code.review.matching import Matching
from okrs_as_code.review.policy_changes import policy_changes
from okrs_as_code.review.revision import Revision
from okrs_as_code.workspace.loader import Workspace


def compare(base: Revision, head: Revision) -> tuple[Change, ...]:
    """Every difference: goals first, then records, then people, teams, policy and the files of the gate."""
    return tuple(_found(base, head))


def _found(base: Revision, head: Revision) -> Iterator[Change]:
    matching = Matching(base.plan, head.plan)
    yield from goal_changes(base.plan, head.plan, matching)
    yield from record_changes(base.workspace, head.workspace)
    yield from policy_changes(base, head, matching)


def record_changes(base: Workspace, head: Workspace) -> Iterator[Change]:
    """Records that are new, changed, gone, or the same in another file of their cycle.

    What nobody could read at the base and somebody mended is new: nobody was asked about what it says now.
    """
    old, new = _by_file(base.plan), _by_file(head.plan)
    gone = {path: record for path, record in old.items() if path not in new}
    added = {path: record for path, record in new.items() if path not in old}
    for path, source in _moved(gone, added):
        record = added.pop(path)
        del gone[source]
        yield Change(ChangeKind.RECORD_MOVED, path, before=source, after=path, record=record)
    for path, record in new.items():
        before = old.get(path)
        if path in added or (before is not None and _mended(before, record, base)):
            yield Change(ChangeKind.RECORD_ADDED, path, record=record)
        elif before is not None and not _same(before, record):
            yield Change(ChangeKind.RECORD_EDITED, path, before=_plain(before), after=_plain(record), record=record)
    for path, record in gone.items():
        yield Change(ChangeKind.RECORD_REMOVED, path, before=_plain(record), record=record)


def _by_file(plan: Plan) -> Mapping[str, RecordNode[Any]]:
    found: tuple[RecordNode[Any], ...] = (*plan.agreements, *plan.check_ins, *plan.grades)
    return {record.file: record for record in found}


def _moved(gone: Mapping[str, RecordNode[Any]], added: Mapping[str, RecordNode[Any]]) -> list[tuple[str, str]]:
    """Files with what another file of the same cycle held before; in another one it says something else."""
    sources: dict[str, list[str]] = {}
    for path, record in gone.items():
        sources.setdefault(_content(record), []).append(path)
    held = ((path, sources.get(_content(record), [])) for path, record in added.items())
    return [(path, paths.pop(0)) for path, paths in held if paths]


def _content(record: RecordNode[Any]) -> str:
    """What a record says, of which kind it is, and of which cycle, as one word."""
    return f"{type(record.content).__name__} {record.cycle} {json.dumps(_plain(record), sort_keys=True)}"


def _same(one: RecordNode[Any], other: RecordNode[Any]) -> bool:
    return one.content == other.content


def _mended(before: RecordNode[Any], after: RecordNode[Any], base: Workspace) -> bool:
    """Whether something more can be read, and nothing that could be was changed."""
    file = base.files[before.file]
    if _same(before, after) or file.is_sound or not (file.mismatches or file.document.problems):
        return False
    old, new = before.content, after.content
    kept = all(new.key_results.get(ref) == entry for ref, entry in old.key_results.items())
    return kept and (old.by, old.date, old.corrects) == (new.by, new.date, new.corrects)


def _plain(record: RecordNode[Any]) -> Any:
    content: Any = record.content
    return content.model_dump(mode="json", by_alias=True, exclude_none=True)
