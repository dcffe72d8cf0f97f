"""Captured records: those that mean another key result after a change, although nobody touched them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from okrs_as_code.model.plan import Plan
from okrs_as_code.model.timeline import EntryPlace, RecordNode
from okrs_as_code.review.change import Change, ChangeKind


@dataclass(frozen=True)
class CapturedEntry:
    """An entry of a record that named the key result `before` at the base, and names another at the head.

    Both are complete ids; `after` is None where several objectives may be meant from now on. `captors` are the complete
    ids of all other objectives that may be meant.
    """

    record: RecordNode[Any]
    ref: str
    before: str
    after: str | None
    captors: tuple[str, ...]


def captured_entries(base: Plan, head: Plan) -> Iterator[CapturedEntry]:
    """Yields the entries of records on both sides whose key result is another, and not the same under another id."""
    subjects = _subjects(head)
    if not subjects:
        return
    records = {record.file: record for record in _records(head)}
    sources = _sources(base, records)
    for (file, ref), before in _subjects(base).items():
        record = records.get(sources.get(file, file))
        after = subjects.get((record.file, ref)) if record is not None else None
        if record is None or not before or after is None or after == before:
            continue
        cycle = head.calendar.cycle(before.split("/")[0])
        same = head.resolve_key_result(before, cycle) if cycle is not None else None
        if after and after != same:
            yield CapturedEntry(record, ref, before, after, (after.rpartition("/")[0],))
        elif not after and same is not None and (home := head.calendar.cycle(record.cycle)) is not None:
            meant = head.meant_objectives(ref.rpartition("/")[0], home)
            captors = tuple(id_ for id_ in meant if id_ != same.rpartition("/")[0])
            if captors:
                yield CapturedEntry(record, ref, before, None, captors)


def captured_record_changes(base: Plan, head: Plan) -> Iterator[Change]:
    """Yields a change for each entry of a record that means another key result at the head."""
    for entry in captured_entries(base, head):
        yield Change(
            ChangeKind.RECORD_CAPTURED,
            entry.record.file,
            entry.ref,
            before=entry.before,
            after=entry.after,
            captured=base.key_results.get(entry.before),
            record=entry.record,
        )


def _records(plan: Plan) -> Iterator[RecordNode[Any]]:
    yield from plan.check_ins
    yield from plan.agreements
    yield from plan.grades


def _subjects(plan: Plan) -> Mapping[EntryPlace, str]:
    """The complete id of the key result of each entry, by its place; empty where there is none."""
    kinds: tuple[Mapping[str, tuple[Any, ...]], ...] = (plan.check_ins_of, plan.agreements_of, plan.grades_of)
    return {entry.place: id_ for entries_of in kinds for id_, entries in entries_of.items() for entry in entries}


def _sources(base: Plan, records: Mapping[str, RecordNode[Any]]) -> Mapping[str, str]:
    """The file at the head of each record of the base that lies in another file of its cycle there."""
    moved = [record for record in _records(base) if record.file not in records]
    if not moved:
        return {}
    known = {record.file for record in _records(base)}
    added = [record for record in records.values() if record.file not in known]
    return {
        old.file: new.file
        for old in moved
        for new in added
        if type(new.content) is type(old.content) and new.cycle == old.cycle and new.content == old.content
    }
