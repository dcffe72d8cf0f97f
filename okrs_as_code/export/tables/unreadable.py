"""The table of what is written and cannot be read."""

from __future__ import annotations

from okrs_as_code.export.table import BOOLEAN, INTEGER, TEXT, Column, Table
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind

UNREADABLE: Table[tuple[int, UnreadableElement]] = Table(
    "unreadable",
    "All that is written and cannot be read, also in the backlog, by file.",
    ("number",),
    (
        Column("number", INTEGER, "Counts the rows, from 1 on.", lambda row: row[0], required=True),
        Column("file", TEXT, "The file, from the root of the OKRs.", lambda row: row[1].file, required=True),
        Column(
            "subject",
            TEXT,
            "The complete id as far as that is known, else the file.",
            lambda row: row[1].subject,
            required=True,
        ),
        Column("kind", TEXT, "Its kind.", lambda row: row[1].kind, required=True, choices=tuple(UnreadableKind)),
        Column("title", TEXT, "A name among its neighbours.", lambda row: row[1].title or None),
        Column("cycle", TEXT, "The cycle it belongs to, as far as that is known.", lambda row: row[1].cycle or None),
        Column("team", TEXT, "The team it belongs to, as far as that is known.", lambda row: row[1].team or None),
        Column(
            "key_result",
            TEXT,
            "The key result that an entry of a record is about, as far as that is known.",
            lambda row: row[1].key_result or None,
        ),
        Column(
            "lacks_owner_alone",
            BOOLEAN,
            "Whether it is a key result that could be read if it had an owner.",
            lambda row: row[1].lacks_owner_alone,
            required=True,
        ),
    ),
    lambda data: enumerate(data.unreadable, 1),
)
