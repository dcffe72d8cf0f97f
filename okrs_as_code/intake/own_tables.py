"""The tables of our own export, as `okrs export csv` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrs_as_code.intake.table import Table

_HEADINGS = {
    "objectives": ("id", "cycle", "team", "name", "file", "readable", "title"),
    "key_results": ("id", "objective", "cycle", "team", "name", "file", "readable", "fingerprint", "terms"),
    "steps": ("key_result", "position", "id", "title", "weight"),
    "alignments": ("objective", "position", "written", "contributes", "weight"),
    "contributors": ("key_result", "position", "person", "team"),
    "tags": ("objective", "key_result", "tag"),
    "initiatives": ("objective", "position", "title", "key_result", "link"),
    "backlog": ("id", "goal", "kind", "team", "file", "readable", "aligned_to"),
    "teams": ("id", "name", "lead", "part_of", "members", "listed", "readable"),
    "people": ("id", "name", "manager", "listed", "readable"),
    "check_ins": ("file", "ref", "key_result", "by", "day", "value"),
    "objective_notes": ("file", "ref", "objective", "by", "day", "note"),
    "agreements": ("file", "ref", "key_result", "by", "day", "role", "terms"),
    "grades": ("file", "ref", "key_result", "by", "day", "score", "decision"),
    "cycles": ("id", "kind", "start", "end", "current"),
    "exported": ("version", "day", "commit"),
    "unreadable": ("number", "file", "subject", "kind"),
}
"""Headings by which a table of the export is known; it has more."""
RECORDS = ("check_ins", "objective_notes", "agreements", "grades")
Record = Mapping[str, str]
"""A row by its columns; `row` is its number."""


def own_name(table: Table) -> str | None:
    """The name of a table of our own export; None for any other."""
    headings = {cell.text for cell in table.rows[0].cells} if table.rows else set()
    names = (name for name, wanted in _HEADINGS.items() if headings.issuperset(wanted))
    return max(names, key=lambda name: len(_HEADINGS[name]), default=None)


def records_of(table: Table, name: str) -> Sequence[Record] | None:
    """The rows of a table of our own export; None where it is another."""
    if own_name(table) != name:
        return None
    headings = [cell.text for cell in table.rows[0].cells]
    return [
        {"row": str(row.number), **{heading: row.cell(index).text for index, heading in enumerate(headings)}}
        for row in table.rows[1:]
        if not row.is_empty
    ]


def is_own_export(tables: Sequence[Table]) -> bool:
    """Whether tables are those of our own export: that of key results, objectives or the backlog is among them."""
    return any(own_name(table) in ("objectives", "key_results", "backlog") for table in tables)
