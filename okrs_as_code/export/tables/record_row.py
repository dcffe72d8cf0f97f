"""Rows of the tables of records: an entry, and what it is about; and the columns that all of them have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from okrs_as_code.export.export_data import ExportData, ReadableKeyResult
from okrs_as_code.export.table import BOOLEAN, DAY, TEXT, Column
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry, ObjectiveEntry
from okrs_as_code.model.timeline import RecordEntry, suffix_order, timeline

E = TypeVar("E", CheckInEntry, AgreementEntry, GradeEntry, ObjectiveEntry)


@dataclass(frozen=True)
class RecordRow(Generic[E]):
    """An entry of a record about the goal `subject`; `known` is None for an objective, and what cannot be read."""

    subject: str
    record: RecordEntry[E]
    is_corrected: bool
    known: ReadableKeyResult | None = None

    @property
    def entry(self) -> E:
        """The entry as it is written."""
        return self.record.entry


def key_result_entries(
    data: ExportData, entries_of: Mapping[str, tuple[RecordEntry[E], ...]]
) -> Iterator[RecordRow[E]]:
    """Yields the entries about the key results of the export in their order, those that cannot be read last."""
    for known in data.key_results:
        node = known.node
        yield from _rows(node.id, entries_of.get(node.id, ()), node.owner, data.today, known)
    for id_ in data.unreadable_key_results:
        yield from _rows(id_, entries_of.get(id_, ()), "", data.today)


def objective_entries(data: ExportData) -> Iterator[RecordRow[ObjectiveEntry]]:
    """Yields the entries about objectives of the export, those that cannot be read last."""
    entries_of = data.plan.objective_check_ins_of
    for node in data.objectives:
        yield from _rows(node.id, entries_of.get(node.id, ()), node.content.owner or "", data.today)
    for id_ in data.unreadable_objectives:
        yield from _rows(id_, entries_of.get(id_, ()), "", data.today)


def _rows(
    subject: str, entries: Iterable[RecordEntry[E]], owner: str, today: date, known: ReadableKeyResult | None = None
) -> Iterator[RecordRow[E]]:
    """Yields the entries written up to the day, in the order of the timeline, each before what corrects it."""
    entries = [entry for entry in entries if entry.written <= today]
    entries.sort(
        key=lambda entry: (
            (entry.day, entry.by == owner, entry.order, entry.cycle),
            (entry.written, suffix_order(entry.name), entry.place),
        )
    )
    standing = {entry.place for entry in timeline(entries, owner, today)}
    for entry in entries:
        yield RecordRow(subject, entry, entry.place not in standing, known)


def place_columns(goal: str, table: str) -> tuple[Column[RecordRow[Any]], ...]:
    """The columns that say where an entry is, about what, by whom and of when; `table` is that of the goal."""
    return (
        Column("file", TEXT, "The record, from the root of the OKRs.", lambda row: row.record.file, required=True),
        Column(
            "ref",
            TEXT,
            "The id under which the record names what it is about.",
            lambda row: row.record.ref,
            required=True,
        ),
        Column(goal, TEXT, f"The {goal.replace('_', ' ')}.", lambda row: row.subject, required=True, references=table),
        Column("by", TEXT, "Whose record it is.", lambda row: row.record.by, required=True, references="people"),
        Column(
            "day",
            DAY,
            "The day it is about; of a correction that of the record it corrects.",
            lambda row: row.record.day,
            required=True,
        ),
        Column("written", DAY, "The record's own day.", lambda row: row.record.written, required=True),
        Column(
            "corrects",
            TEXT,
            "The name of the record in whose place it stands.",
            lambda row: row.record.slot if row.record.slot != row.record.name else None,
        ),
        Column(
            "corrected",
            BOOLEAN,
            "Whether a later record stands in its place, so that it counts no more.",
            lambda row: row.is_corrected,
            required=True,
        ),
    )
