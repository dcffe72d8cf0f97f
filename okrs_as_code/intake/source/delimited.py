"""Tables of text: csv with commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import text_of_cell
from okrs_as_code.intake.own_tables import own_name
from okrs_as_code.intake.source.decoding import decode
from okrs_as_code.intake.source_table import MAX_ROWS, MAX_ROWS_OF_EXPORT, ROWS_OF_GOALS, Cell, SourceRow, SourceTable

MAX_CELL = 32_767
"""Characters of a cell, as many as a sheet can hold."""
_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 20
_END = "\ue000"
"""A row behind the last one, which a quote that is never closed swallows."""


def read_delimited(data: bytes, file: str) -> SourceTable:
    """The table of a csv file. Raises OkrsError, with row and column, for what cannot be read as one."""
    text, encoding = decode(data, file)
    delimiter = _delimiter_of(text)
    table = SourceTable(file, [])
    if encoding is not None:
        table.notes.append(f"{file} is no UTF-8, and was read as {encoding}")
    for number, values in enumerate(_records(text, delimiter, table), 1):
        row = SourceRow(number, tuple(Cell(text_of_cell(value)) for value in values))
        if row.is_empty and not any(values):
            table.rows.append(SourceRow(number, ()))
            continue
        table.rows.append(row)
    refuse_size(table)
    return table


def refuse_size(table: SourceTable) -> None:
    """Raises OkrsError for more rows than are read, and for a cell that is longer than a sheet's can be.

    A table of our own export may have more: a year of check-ins of a hundred people has.
    """
    filled = sum(not row.is_empty for row in table.rows)
    if filled > (MAX_ROWS if own_name(table) is None else MAX_ROWS_OF_EXPORT):
        raise OkrsError(f"{table.label} has {filled} rows", f"import at most {ROWS_OF_GOALS} at once; split it")
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if isinstance(cell.value, str) and len(cell.value) > MAX_CELL:
                raise OkrsError(
                    f"{table.place(row.number, column)} has {len(cell.value)} characters",
                    f"a cell has at most {MAX_CELL}; shorten it",
                )


def _records(text: str, delimiter: str, table: SourceTable) -> Iterable[list[str]]:
    """The records of the text. Raises OkrsError for a quote that is never closed, at the row where it begins."""
    limit = csv.field_size_limit(max(len(text) + 10, 1))
    try:
        ended = text if text.endswith(("\n", "\r")) or not text else f"{text}\n"
        records = list(csv.reader(io.StringIO(f"{ended}{_END}", newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise OkrsError(f"{table.file} cannot be read as csv: {error}", "save it again as csv in UTF-8") from None
    finally:
        csv.field_size_limit(limit)
    last = records.pop() if records else []
    if last != [_END]:
        raise OkrsError(
            f"{table.place(len(records) + 1, len(last) - 1)} begins with a quote that is never closed",
            "close it, or save the file again as csv",
        )
    return records


def _delimiter_of(text: str) -> str:
    """The delimiter by which the first rows fall into the most columns that agree in number; a comma without any."""
    best, most = ",", 0
    sample = text[: MAX_CELL * 4]
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        limit = csv.field_size_limit(len(sample) + 10)
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            widths = [len(record) for _, record in zip(range(_SAMPLE_ROWS), reader, strict=False) if any(record)]
        except csv.Error:
            continue
        finally:
            csv.field_size_limit(limit)
        weight = sum(width - 1 for width in widths if width > 1)
        common = max(set(widths), key=widths.count) if widths else 0
        score = weight * (widths.count(common) if common > 1 else 0)
        if score > most:
            best, most = delimiter, score
    return best
