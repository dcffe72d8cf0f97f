"""The table of grades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, NUMBER, TEXT, Column, Detail, Table
from okrs_as_code.export.tables.record_row import RecordRow, key_result_entries, place_columns
from okrs_as_code.model.files.record import Grade, GradeEntry

DECISIONS = ("done", "keep", "modify", "later", "stop")


@dataclass(frozen=True)
class GradeRow(RecordRow[GradeEntry]):
    """A grade, who reviewed it, and the complete id of the key result that goes on with it."""

    reviewed_by: str | None = None
    carried_to: str | None = None


def _grades(data: ExportData) -> Iterator[GradeRow]:
    plan, records = data.plan, data.workspace.records
    for row in key_result_entries(data, plan.grades_of):
        record, ref = records.get(row.record.file), row.entry.carried_to
        reviewed_by = record.reviewed_by if isinstance(record, Grade) else None
        carried_to = plan.references.key_result_in(ref, row.record.cycle) or ref if ref is not None else None
        yield GradeRow(row.subject, row.record, row.is_corrected, row.known, reviewed_by, carried_to)


GRADES: Table[GradeRow] = Table(
    "grades",
    "How key results ended, up to the day.",
    ("file", "ref"),
    (
        *place_columns("key_result", "key_results"),
        Column(
            "reviewed_by",
            TEXT,
            "The manager who reviewed it.",
            lambda row: row.reviewed_by,
            references="people",
        ),
        Column("score", NUMBER, "The score, from 0 to 1.", lambda row: row.entry.score),
        Column("dropped", BOOLEAN, "Whether it was given up.", lambda row: row.entry.dropped is True, required=True),
        Column(
            "decision",
            TEXT,
            "The decision on what happens next; empty where it was given up.",
            lambda row: row.entry.decision,
            choices=DECISIONS,
        ),
        Column(
            "carried_to",
            TEXT,
            "The key result that goes on with it, which may be in a cycle that is not here.",
            lambda row: row.carried_to,
        ),
        Column("because", TEXT, "The reason.", lambda row: row.entry.because, detail=Detail.NOTES),
        Column("learned", TEXT, "A lesson for others.", lambda row: row.entry.learned, detail=Detail.NOTES),
        Column(
            "root_cause", TEXT, "Why a commitment was missed.", lambda row: row.entry.root_cause, detail=Detail.NOTES
        ),
    ),
    _grades,
)
