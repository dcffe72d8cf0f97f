"""SQLite: a database with the tables, their keys and references, and views of what is asked most."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from okrs_as_code.export.formats.csv import json_text
from okrs_as_code.export.rows import RowsByTable
from okrs_as_code.export.sqlite_views import VIEWS
from okrs_as_code.export.table import Column, ColumnType, Row, Table
from okrs_as_code.export.tables import TABLES
from okrs_as_code.export.tables.exported import VERSION

APPLICATION_ID = 0x6F6B7273
"""The number in the head of the file that says whose it is: the letters `okrs`."""
_TYPES = {
    ColumnType.TEXT: "TEXT",
    ColumnType.NUMBER: "REAL",
    ColumnType.INTEGER: "INTEGER",
    ColumnType.BOOLEAN: "INTEGER",
    ColumnType.DAY: "TEXT",
    ColumnType.JSON: "TEXT",
}


def sqlite_file(rows: RowsByTable) -> bytes:
    """The database as the content of its file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("BEGIN")
        for table in TABLES:
            connection.execute(create_table(table))
            marks = ", ".join("?" * len(table.columns))
            connection.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", _values(table, rows))  # noqa: S608
        for table in TABLES:
            for column in table.columns:
                if column.references is not None and column.name != table.key[0]:
                    name = f"{table.name}_{column.name}"
                    place = f"{_quoted(table.name)} ({_quoted(column.name)})"
                    connection.execute(f"CREATE INDEX {_quoted(name)} ON {place}")
        for view in VIEWS:
            connection.execute(f"CREATE VIEW {_quoted(view.name)} AS\n{view.query}")
        connection.execute("COMMIT")
        return connection.serialize()


def create_table(table: Table[Any]) -> str:
    """The statement that makes a table."""
    required = {column.name for column in table.columns if column.required}
    key = ", ".join(map(_quoted, table.key))
    lines = [
        *map(_definition, table.columns),
        f"{'PRIMARY KEY' if required.issuperset(table.key) else 'UNIQUE'} ({key})",
        *_references(table),
    ]
    return f"CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _definition(column: Column[Any]) -> str:
    definition = f"{_quoted(column.name)} {_TYPES[column.type]}"
    if column.required:
        definition += " NOT NULL"
    if column.type is ColumnType.BOOLEAN:
        definition += f" CHECK ({_quoted(column.name)} IN (0, 1))"
    return definition


def _references(table: Table[Any]) -> Iterator[str]:
    keys = {other.name: other.key[0] for other in TABLES}
    for column in table.columns:
        if column.references is not None:
            target = f"{_quoted(column.references)} ({_quoted(keys[column.references])})"
            yield f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {target}"


def _values(table: Table[Any], rows: RowsByTable) -> Iterator[Row]:
    json_places = [at for at, column in enumerate(table.columns) if column.type is ColumnType.JSON]
    if not json_places:
        yield from rows[table.name]
        return
    for row in rows[table.name]:
        values = list(row)
        for at in json_places:
            values[at] = json_text(values[at]) if values[at] is not None else None
        yield tuple(values)


def _quoted(name: str) -> str:
    return f'"{name}"'
