"""The tables of our own export, as `okrs export csv` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from okrs_as_code.intake.source_table import SourceTable

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
ExportedRow = Mapping[str, str]
"""A row by its columns; `row` is its number."""


def own_name(table: SourceTable) -> str | None:
    """The name of a table of our own export; None for any other."""
    headings = {cell.text for cell in table.rows[0].cells} if table.rows else set()
    names = (name for name, wanted in _HEADINGS.items() if headings.issuperset(wanted))
    return max(names, key=lambda name: len(_HEADINGS[name]), default=None)


def rows_of_own_table(table: SourceTable, name: str) -> Sequence[ExportedRow] | None:
    """The rows of a table of our own export; None where it is another."""
    if own_name(table) != name:
        return None
    headings = [cell.text for cell in table.rows[0].cells]
    return [
        {"row": str(row.number), **{heading: row.cell(index).text for index, heading in enumerate(headings)}}
        for row in table.rows[1:]
        if not row.is_empty
    ]


def is_own_export(tables: Sequence[SourceTable]) -> bool:
    """Whether tables are those of our own export: that of key results, objectives or the backlog is among them."""
    return any(own_name(table) in ("objectives", "key_results", "backlog") for table in tables)


@dataclass
class OwnExport:
    """The tables of an export, by name, each with the table that its rows are of."""

    tables: dict[str, SourceTable] = field(default_factory=dict)
    rows: dict[str, Sequence[ExportedRow]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def of(self, table: str, column: str, id_: str) -> list[ExportedRow]:
        """The rows of a table that name something in a column, in the order of their places."""
        return self._grouped(table, column).get(id_, [])

    _groups: dict[tuple[str, str], dict[str, list[ExportedRow]]] = field(default_factory=dict)

    def _grouped(self, table: str, column: str) -> dict[str, list[ExportedRow]]:
        if (table, column) not in self._groups:
            groups: dict[str, list[ExportedRow]] = {}
            for row in sorted(self.rows.get(table, ()), key=lambda row: int(row.get("position") or 0)):
                groups.setdefault(row[column], []).append(row)
            self._groups[table, column] = groups
        return self._groups[table, column]
