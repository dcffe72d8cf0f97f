"""What differs in records, which nobody should ever edit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from okrs_as_code.model.plan import Plan
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.review.change import Change, Kind
from okrs_as_code.workspace.loader import Workspace


def records(base: Workspace, head: Workspace) -> Iterator[Change]:
    """Records that are new, changed, gone, or the same in another file."""
    old, new = _by_file(base.plan), _by_file(head.plan)
    gone = {path: record for path, record in old.items() if path not in new}
    added = {path: record for path, record in new.items() if path not in old}
    for path, source in _moved(gone, added):
        record = added.pop(path)
        del gone[source]
        yield Change(Kind.RECORD_MOVED, path, before=source, after=path, record=record)
    for path, record in new.items():
        if path in added:
            yield Change(Kind.RECORD_ADDED, path, record=record)
        elif path in old and not _same(old[path], record) and not _mended(old[path], record, base):
            yield Change(Kind.RECORD_EDITED, path, before=_plain(old[path]), after=_plain(record), record=record)
    for path, record in gone.items():
        yield Change(Kind.RECORD_REMOVED, path, before=_plain(record), record=record)


def _by_file(plan: Plan) -> Mapping[str, RecordNode[Any]]:
    found: tuple[RecordNode[Any], ...] = (*plan.agreements, *plan.check_ins, *plan.grades)
    return {record.file: record for record in found}


def _moved(gone: Mapping[str, RecordNode[Any]], added: Mapping[str, RecordNode[Any]]) -> list[tuple[str, str]]:
    """Files with what another file held before; of several that held it one in the same cycle, then the first."""
    sources: dict[str, list[str]] = {}
    for path, record in gone.items():
        sources.setdefault(_content(record), []).append(path)
    found = []
    for path, record in added.items():
        held = sources.get(_content(record), [])
        near = [source for source in held if gone[source].cycle == record.cycle] or held
        if near:
            held.remove(near[0])
            found.append((path, near[0]))
    return found


def _content(record: RecordNode[Any]) -> str:
    """What a record says and of which kind it is, as one word."""
    return f"{type(record.content).__name__} {json.dumps(_plain(record), sort_keys=True)}"


def _same(one: RecordNode[Any], other: RecordNode[Any]) -> bool:
    return one.content == other.content


def _mended(before: RecordNode[Any], after: RecordNode[Any], base: Workspace) -> bool:
    """Whether nothing that could be read was changed, in a record of which something could not be read."""
    file = base.files[before.file]
    if file.is_sound or not (file.mismatches or file.document.problems):
        return False
    old, new = before.content, after.content
    kept = all(new.key_results.get(ref) == entry for ref, entry in old.key_results.items())
    return kept and (old.by, old.date, old.corrects) == (new.by, new.date, new.corrects)


def _plain(record: RecordNode[Any]) -> Any:
    content: Any = record.content
    return content.model_dump(mode="json", by_alias=True, exclude_none=True)
