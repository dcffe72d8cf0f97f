"""CSV: a file for each table (RFC 4180, UTF-8 with a byte order mark), in which no text is a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from okrs_as_code.escape import spreadsheet_cell
from okrs_as_code.export.rows import RowsByTable
from okrs_as_code.export.table import ColumnType
from okrs_as_code.export.tables import TABLES

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it spreadsheets take a file for one in the encoding of their machine."""


def csv_files(rows: RowsByTable) -> Mapping[str, bytes]:
    """The files by name. What is not known is empty, JSON a text, a boolean `true` or `false`."""
    return {file_name(table.name): _file(table.name, rows) for table in TABLES}


def file_name(table: str) -> str:
    """The name of a table's file."""
    return f"{table}.csv"


def _file(name: str, rows: RowsByTable) -> bytes:
    columns = next(table.columns for table in TABLES if table.name == name)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    cells = [_CELLS.get(column.type, _plain) for column in columns]
    for row in rows[name]:
        writer.writerow([None if value is None else cell(value) for cell, value in zip(cells, row, strict=True)])
    return BYTE_ORDER_MARK + stream.getvalue().encode()


def _plain(value: Any) -> Any:
    return value


def json_text(value: Any) -> str:
    """A value as JSON in one line, with its keys sorted."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


_CELLS: Mapping[ColumnType, Callable[[Any], Any]] = {
    ColumnType.TEXT: spreadsheet_cell,
    ColumnType.BOOLEAN: lambda value: "true" if value else "false",
    ColumnType.JSON: json_text,
}
