"""Tables from workbooks (xlsx) as they are shown: per cent, values of formulas, errors, merged and hidden cells."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.source.delimited import refuse_size
from okrs_as_code.intake.source.extras import missing_extra_error
from okrs_as_code.intake.source.workbook_pruning import prune
from okrs_as_code.intake.source.worksheet_pruning import PrunedSheet
from okrs_as_code.intake.source_table import Cell, SourceRow, SourceTable, column_letters, row_list
from okrs_as_code.phrases import count_phrase

_CURRENCY = re.compile(r"\[\$([^\]\-]{1,4})(?:-[^\]]*)?\]|\"?([€£¥₹])\"?|\"?(\$)\"?|\"(EUR|USD|GBP|CHF|kr)\"")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_WITHOUT_VALUE = "#FORMULA!"


def read_workbook(data: bytes, file: str, sheet: str | None) -> list[SourceTable]:
    """The tables of a workbook's sheets, or of the one that is named. Raises OkrsError for what cannot be read."""
    try:
        import openpyxl
    except ImportError:
        raise missing_extra_error("sheets", "reading xlsx") from None
    pruned, sheets = prune(data, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(pruned), read_only=True, data_only=True, keep_links=False)
        worksheets = _chosen(list(workbook.worksheets), file, sheet)
        unread = [one.title for one in workbook.worksheets if one not in worksheets] if sheet is None else []
        tables = [_table(worksheet, sheets, file, has_name=len(workbook.worksheets) > 1) for worksheet in worksheets]
    except OkrsError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a damaged workbook makes of its parser
        raise OkrsError(
            f"{file} cannot be read as a sheet ({type(error).__name__})", "save it again as xlsx or csv"
        ) from None
    filled = [table for table in tables if any(not row.is_empty for row in table.rows)]
    if not filled:
        raise OkrsError(f"{file} is empty", "name a file with a row of headings")
    for table in filled:
        refuse_size(table)
    filled[0].notes += [f'{file}: sheet "{title}" is hidden, and not read; name it with `--sheet`' for title in unread]
    return filled


def _chosen(worksheets: list[Any], file: str, sheet: str | None) -> list[Any]:
    """The sheet that is named; else all that are shown."""
    if sheet is not None:
        named = [worksheet for worksheet in worksheets if worksheet.title.casefold() == sheet.casefold()]
        if not named:
            titles = ", ".join(f'"{worksheet.title}"' for worksheet in worksheets[:8])
            raise OkrsError(f'{file} has no sheet "{sheet}"', f"it has {titles}")
        return named
    shown = [worksheet for worksheet in worksheets if worksheet.sheet_state == "visible"]
    return shown or worksheets


def _table(worksheet: Any, sheets: dict[str, PrunedSheet], file: str, *, has_name: bool) -> SourceTable:
    """The table of a sheet, with the numbers that its rows have in the file."""
    about = sheets.get(worksheet._worksheet_path.lstrip("/"), PrunedSheet())
    table = SourceTable(file, [], worksheet.title if has_name else "")
    rows: dict[int, list[Cell]] = {}
    for place, values in enumerate(worksheet.iter_rows()):
        if place < len(about.row_numbers):
            rows[about.row_numbers[place]] = [_cell(value) for value in values]
    _fill_merged(rows, about)
    last = 0
    for number, cells in sorted(rows.items()):
        if number > last + 1 and table.rows:
            table.rows.append(SourceRow(number - 1, ()))  # one empty row, however many there are
        table.rows.append(SourceRow(number, tuple(cells)))
        last = number
    table.notes += _notes(table, about)
    return table


def _notes(table: SourceTable, about: PrunedSheet) -> Iterator[str]:
    if about.hidden_rows:
        is_one = len(about.hidden_rows) == 1
        yield f"{table.label}: {row_list(about.hidden_rows)} {'is' if is_one else 'are'} hidden, and read"
    if about.hidden_columns:
        letters = ", ".join(map(column_letters, about.hidden_columns[:8]))
        yield f"{table.label}: hidden columns are read, too: {letters}"
    if about.merged:
        is_one = len(about.merged) == 1
        verb = "holds for all its" if is_one else "hold for all their"
        yield f"{table.label}: {count_phrase(len(about.merged), 'merged cell')} {verb} rows and columns"
    if about.far_cells:
        yield f"{table.label}: {about.far_cells} cells far to the right are not read"


def _fill_merged(rows: dict[int, list[Cell]], about: PrunedSheet) -> None:
    """Gives the value of merged cells to each of their rows that says something else."""
    for top, left, bottom, _ in about.merged:
        first = rows.get(top)
        if first is None or left >= len(first) or first[left].is_empty:
            continue
        for number in range(top, bottom + 1):
            cells = rows.get(number)
            if cells is None or number == top:
                continue
            cells += [Cell()] * (left + 1 - len(cells))
            if cells[left].is_empty:
                cells[left] = first[left]


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type == "e":
        if value == _WITHOUT_VALUE:
            return Cell(fault="a formula without a stored value")
        return Cell(fault=f"the error {str(value)[:20]}")
    if isinstance(value, datetime):
        return Cell(value.date())
    if isinstance(value, bool | str | date):
        return Cell(value)
    if isinstance(value, int | float):
        shown = cell.number_format or ""
        plain = _LITERAL.sub("", shown)
        if "%" in plain:
            return Cell(float(value), is_percent=True)
        currency = _CURRENCY.search(shown)
        sign = next((group for group in currency.groups() if group), None) if currency is not None else None
        return Cell(float(value), currency=sign)
    return Cell(value.isoformat() if isinstance(value, time) else str(value))
