"""The JSON Schema of an export in JSON, and of the lines of one in JSON lines."""

from __future__ import annotations

from typing import Any

from okrs_as_code.day import DAY_PATTERN
from okrs_as_code.export.table import Column, ColumnType, Table
from okrs_as_code.export.tables import TABLES

FILE_NAME = "export.schema.json"
_TYPES: dict[ColumnType, dict[str, Any]] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.NUMBER: {"type": "number"},
    ColumnType.INTEGER: {"type": "integer"},
    ColumnType.BOOLEAN: {"type": "boolean"},
    ColumnType.DAY: {"type": "string", "pattern": f"^{DAY_PATTERN}$"},
    ColumnType.JSON: {"type": ["array", "object"]},
}


def export_schema() -> dict[str, Any]:
    """The schema; each table's rows are a definition under its name. Columns that it does not know are no error."""
    names = [table.name for table in TABLES]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:okrs-as-code:{FILE_NAME}",
        "title": "Export",
        "type": "object",
        "properties": {
            table.name: {
                "description": table.meaning,
                "type": "array",
                "items": {"$ref": f"#/definitions/{table.name}"},
            }
            for table in TABLES
        },
        "required": names,
        "definitions": {table.name: _row(table) for table in TABLES},
    }


def _row(table: Table[Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {column.name: _value(column) for column in table.columns},
        "required": [column.name for column in table.columns],
    }


def _value(column: Column[Any]) -> dict[str, Any]:
    value = dict(_TYPES[column.type])
    if column.choices:
        value["enum"] = list(column.choices) if column.required else [*column.choices, None]
    if not column.required:
        kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
        value["type"] = [*kinds, "null"]
    return {"description": column.meaning, **value}
