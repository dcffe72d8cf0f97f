"""The changes of records: new, edited, removed, or under another name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import (
    RecordEntry,
    RecordNode,
    entries_by_key_result,
    entries_by_objective,
    objective_entries,
    timeline,
)
from okrs_as_code.review.changes.change import Change, ChangeKind, plain_data
from okrs_as_code.workspace.loader import Workspace


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
        keeps_place = _keeps_meaning(removed.pop(source), record, new.values())
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


def _keeps_meaning(before: RecordNode[Any], after: RecordNode[Any], records: Iterable[RecordNode[Any]]) -> bool:
    """Whether a record that has another name says what it said, among the `records` of the head.

    The name has who says it and when, its suffix what was said last on a day; corrections name what they correct.
    """
    if before.name.partition(".")[0] != after.name.partition(".")[0]:
        return False
    kind = type(after.content)
    others = [one for one in records if type(one.content) is kind and one.cycle == after.cycle and one is not after]
    return _sequence((*others, after), after) == _sequence((*others, before._replace(content=after.content)), after)


def _sequence(records: Iterable[RecordNode[Any]], renamed: RecordNode[Any]) -> dict[str, list[int]]:
    """The records that stand, by what they are about, in their order; each by the identity of its content."""
    subjects = {*renamed.content.key_results, *objective_entries(renamed.content)}
    in_order = sorted(records, key=lambda record: record.file)
    contents = {record.file: id(record.content) for record in in_order}

    def known(ref: str, _: str) -> str | None:
        return ref if ref in subjects else None

    entries: dict[str, Sequence[RecordEntry[Any]]] = {
        **entries_by_key_result(in_order, known),
        **entries_by_objective(in_order, known),
    }
    return {
        ref: [contents[entry.file] for entry in timeline(of_one, "", renamed.content.date.max)]
        for ref, of_one in entries.items()
    }


def _is_repaired(before: RecordNode[Any], after: RecordNode[Any], base: Workspace) -> bool:
    """Whether more of a record can be read than before, and nothing that could be read was changed."""
    file = base.files[before.file]
    if before.content == after.content or file.is_sound or not (file.mismatches or file.document.problems):
        return False
    old, new = before.content, after.content
    keeps_entries = all(new.key_results.get(ref) == entry for ref, entry in old.key_results.items())
    kept_objectives = objective_entries(new)
    keeps_entries &= all(kept_objectives.get(ref) == entry for ref, entry in objective_entries(old).items())
    return keeps_entries and (old.by, old.date, old.corrects) == (new.by, new.date, new.corrects)


def _record_data(record: RecordNode[Any]) -> Any:
    content: Any = record.content
    return plain_data(content)
