"""The tables of check-ins: what they say of key results, and of objectives as a whole."""

from __future__ import annotations

from typing import Any

from okrs_as_code.export.table import BOOLEAN, JSON, NUMBER, TEXT, Column, Detail, Table
from okrs_as_code.export.tables.record_row import RecordRow, key_result_entries, objective_entries, place_columns
from okrs_as_code.model.files.record import CheckInEntry, ObjectiveEntry

TYPED_STATUSES = ("on-track", "at-risk", "off-track", "paused")


def _counts(row: RecordRow[CheckInEntry]) -> bool | None:
    """Whether it decides value, confidence and status; None where the key result cannot be read."""
    if row.known is None:
        return None
    return any(entry is row.record for entry in row.known.standing.counted)


def _done(row: RecordRow[CheckInEntry]) -> bool | None:
    return row.entry.done if isinstance(row.entry.done, bool) else None


def _done_steps(row: RecordRow[CheckInEntry]) -> Any:
    return row.entry.done if isinstance(row.entry.done, tuple) else None


CHECK_INS: Table[RecordRow[CheckInEntry]] = Table(
    "check_ins",
    "Entries of check-ins up to the day about key results, by key result in the order of their days.",
    ("file", "ref"),
    (
        *place_columns("key_result", "key_results"),
        Column(
            "counts",
            BOOLEAN,
            "Whether it counts: it is not corrected, and did not come too late; empty where nobody can tell.",
            _counts,
        ),
        Column("value", NUMBER, "The value of a metric, threshold or score.", lambda row: row.entry.value),
        Column("done", BOOLEAN, "Whether a binary is done.", _done),
        Column("done_steps", JSON, "The ids of the steps that are done, as a list.", _done_steps),
        Column(
            "confidence",
            NUMBER,
            "How likely the target will be reached, from 0 to 1.",
            lambda row: row.entry.confidence,
        ),
        Column("status", TEXT, "The status that was typed.", lambda row: row.entry.status, choices=TYPED_STATUSES),
        Column("note", TEXT, "An account of what happened.", lambda row: row.entry.note, detail=Detail.NOTES),
        Column("help", TEXT, "Support that is needed.", lambda row: row.entry.help, detail=Detail.NOTES),
        Column("next", TEXT, "Work that the owner will do next.", lambda row: row.entry.next, detail=Detail.NOTES),
    ),
    lambda data: key_result_entries(data, data.plan.check_ins_of),
)


OBJECTIVE_NOTES: Table[RecordRow[ObjectiveEntry]] = Table(
    "objective_notes",
    "Entries of check-ins up to the day about objectives as a whole.",
    ("file", "ref"),
    (
        *place_columns("objective", "objectives"),
        Column("note", TEXT, "How it stands.", lambda row: row.entry.note, detail=Detail.NOTES),
        Column("help", TEXT, "Support that is needed.", lambda row: row.entry.help, detail=Detail.NOTES),
    ),
    objective_entries,
)
