"""Captured references: those that mean another goal after a change, although nobody touched them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import AlignmentEntry, ObjectiveNode, objective_part
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import EntryPlace, RecordNode
from okrs_as_code.review.changes.change import Change, ChangeKind


@dataclass(frozen=True)
class Capture:
    """A reference that means another goal after a change than before.

    `before` is the complete id of the key result or objective that it named at the base, `after` that of the head; it
    is None where several objectives may be meant from now on. `captors` are the complete ids of all other objectives
    that may be meant. `cycle` is the name of the cycle in which the reference `ref` is written.
    """

    cycle: str
    ref: str
    before: str
    after: str | None
    captors: tuple[str, ...]


@dataclass(frozen=True)
class CapturedEntry(Capture):
    """An entry of a record that is about another key result or objective at the head."""

    record: RecordNode[Any]

    @property
    def file(self) -> str:
        """The path of the record."""
        return self.record.file


@dataclass(frozen=True)
class CapturedAlignment(Capture):
    """An entry of `aligned_to` that names another goal at the head; `node` is the objective there."""

    node: ObjectiveNode
    entry: AlignmentEntry

    @property
    def file(self) -> str:
        """The path of the objective."""
        return self.node.file


def captured_entries(base: Plan, head: Plan) -> Iterator[CapturedEntry]:
    """Yields the entries of records on both sides whose goal is another, and not the same under another id."""
    subjects = _subjects(head)
    if not subjects:
        return
    records = {record.file: record for record in _records(head)}
    sources = _sources(base, records)
    for (file, ref), before in _subjects(base).items():
        record = records.get(sources.get(file, file))
        after = subjects.get((record.file, ref)) if record is not None else None
        home = head.calendar.cycle(record.cycle) if record is not None else None
        if record is None or not before or after is None or after == before:
            continue
        captors = _captors(ref, home, before, after, head)
        if captors:
            yield CapturedEntry(record.cycle, ref, before, after or None, captors, record)


def captured_alignments(base: Plan, head: Plan) -> Iterator[CapturedAlignment]:
    """Yields the entries of `aligned_to` on both sides that name another goal, and not the same under another id.

    One that may mean several from now on is no valid reference, and is left out.
    """
    for node in head.objectives.values():
        old = base.objectives.get(node.id) if node.alignments else None
        known = {entry.ref for entry in old.alignments} if old is not None else set()
        for entry in node.alignments:
            before = base.resolve_goal(entry.ref, old.cycle) if old is not None and entry.ref in known else None
            after = head.resolve_goal(entry.ref, node.cycle)
            if before is None or after is None or after == before:
                continue
            captors = _captors(entry.ref, node.cycle, before, after, head)
            if captors:
                yield CapturedAlignment(node.cycle.name, entry.ref, before, after, captors, node, entry)


def _captors(ref: str, home: Cycle | None, before: str, after: str, head: Plan) -> tuple[str, ...]:
    """The objectives that may be meant instead of `before`; none where `after` is that goal under another id.

    `home` is the cycle in which the reference is written; `after` is empty where it leads nowhere.
    """
    cycle = head.calendar.cycle(before.split("/")[0])
    same = head.resolve_goal(before, cycle) if cycle is not None else None
    if after:
        return (objective_part(after),) if after != same else ()
    if same is None or home is None:
        return ()
    meant = head.meant_objectives(objective_part(ref), home)
    return tuple(id_ for id_ in meant if id_ != objective_part(same))


def captured_record_changes(base: Plan, head: Plan) -> Iterator[Change]:
    """Yields a change for each entry of a record that means another goal at the head."""
    for entry in captured_entries(base, head):
        yield Change(
            ChangeKind.RECORD_CAPTURED,
            entry.record.file,
            entry.ref,
            before=entry.before,
            after=entry.after,
            captured=base.key_results.get(entry.before) or base.objectives.get(entry.before),
            record=entry.record,
        )


def _records(plan: Plan) -> Iterator[RecordNode[Any]]:
    yield from plan.check_ins
    yield from plan.agreements
    yield from plan.grades


def _subjects(plan: Plan) -> Mapping[EntryPlace, str]:
    """The complete id of the key result or objective of each entry, by its place; empty where there is none."""
    kinds: tuple[Mapping[str, tuple[Any, ...]], ...] = (
        plan.check_ins_of,
        plan.objective_check_ins_of,
        plan.agreements_of,
        plan.grades_of,
    )
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
