"""The table that says what an export was made of, and which meaning its columns have."""

from __future__ import annotations

from okrs_as_code import __version__
from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, DAY, INTEGER, TEXT, Column, Detail, Table

VERSION = 1
"""The number that rises when a column changes its meaning or goes away; a new column changes nothing."""

EXPORTED: Table[ExportData] = Table(
    "exported",
    "One row: what the export was made of, and which meaning the columns have.",
    ("version",),
    (
        Column(
            "version",
            INTEGER,
            "Rises when a column changes its meaning or goes away; new columns do not change it.",
            lambda _: VERSION,
            required=True,
        ),
        Column("day", DAY, "The day for which all was judged.", lambda data: data.today, required=True),
        Column(
            "commit", TEXT, "The commit that was checked out; empty outside of git.", lambda data: data.origin.commit
        ),
        Column(
            "has_changes",
            BOOLEAN,
            "Whether files in `okrs/` differ from that commit, as after an edit that is not committed.",
            lambda data: data.origin.has_changes,
            required=True,
        ),
        Column(
            "cycle",
            TEXT,
            "The only cycle of which goals and records are here; empty where all are.",
            lambda data: data.cycle.name if data.cycle is not None else None,
            references="cycles",
        ),
        Column("organization", TEXT, "The name of the organisation.", lambda data: data.plan.config.organization),
        Column("repository", TEXT, "The address of the repository.", lambda data: data.plan.config.repository),
        Column(
            "with_emails",
            BOOLEAN,
            "Whether addresses of people are here (`--with emails`).",
            lambda data: Detail.EMAILS in data.details,
            required=True,
        ),
        Column(
            "with_notes",
            BOOLEAN,
            "Whether what people wrote in records is here (`--with notes`).",
            lambda data: Detail.NOTES in data.details,
            required=True,
        ),
        Column("tool", TEXT, "The version of `okrs` that wrote it.", lambda _: __version__, required=True),
    ),
    lambda data: (data,),
)
