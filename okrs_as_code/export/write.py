"""Writes an export in a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from okrs_as_code.export.destination import write_file, write_folder
from okrs_as_code.export.formats.csv import csv_files
from okrs_as_code.export.formats.json import json_file, ndjson_file
from okrs_as_code.export.formats.sqlite import sqlite_file
from okrs_as_code.export.rows import RowsByTable


class ExportFormat(StrEnum):
    """The formats of an export: of `csv` a folder with a file for each table, of the others one file."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    SQLITE = "sqlite"


_ONE_FILE: Mapping[ExportFormat, Callable[[RowsByTable], bytes]] = {
    ExportFormat.JSON: json_file,
    ExportFormat.NDJSON: ndjson_file,
    ExportFormat.SQLITE: sqlite_file,
}


def write_export(root: Path, out: Path, form: ExportFormat, rows: RowsByTable) -> bool:
    """Writes the rows in a format where what is there differs; whether it did.

    Raises OkrsError for a place that is not ours to write to.
    """
    if form is ExportFormat.CSV:
        return write_folder(root, out, csv_files(rows))
    return write_file(root, out, _ONE_FILE[form](rows))
