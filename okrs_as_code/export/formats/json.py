"""JSON: an object with a list of objects for each table, and JSON in lines with an object for each row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from okrs_as_code.export.rows import RowsByTable
from okrs_as_code.export.table import Row, Table
from okrs_as_code.export.tables import TABLES

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def json_file(rows: RowsByTable) -> bytes:
    """One object: under the name of each table its rows, a line each."""
    parts = (f'"{table.name}": [{_joined(table, rows)}]' for table in TABLES)
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _joined(table: Table[Any], rows: RowsByTable) -> str:
    lines = ",\n".join(map(_encode, _objects(table, rows[table.name])))
    return f"\n{lines}\n" if lines else ""


def ndjson_file(rows: RowsByTable) -> bytes:
    """One object a line: a row, with the name of its table under `table`."""
    lines = (_encode({"table": table.name, **row}) for table in TABLES for row in _objects(table, rows[table.name]))
    return "".join(f"{line}\n" for line in lines).encode()


def _objects(table: Table[Any], rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in rows)
