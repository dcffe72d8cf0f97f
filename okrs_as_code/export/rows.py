"""The rows of all tables, with one for each person and team that is named and not written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import Row
from okrs_as_code.export.tables import TABLES

RowsByTable = Mapping[str, Sequence[Row]]
"""The rows of each table, by its name, in the order in which tables are written."""


def all_rows(data: ExportData) -> RowsByTable:
    """The rows of all tables: whatever one refers to has a row in the other."""
    rows = {table.name: list(table.rows(data)) for table in TABLES}
    for table in TABLES:
        if table.placeholder is not None:
            known = {row[0] for row in rows[table.name]}
            rows[table.name] += table.placeholders(sorted(_named(table.name, rows) - known), data)
    return rows


def _named(name: str, rows: RowsByTable) -> set[str]:
    """The ids by which rows of all tables refer to one table."""
    columns = ((table, at) for table in TABLES for at, column in enumerate(table.columns) if column.references == name)
    return {row[at] for table, at in columns for row in rows[table.name] if row[at] is not None}
