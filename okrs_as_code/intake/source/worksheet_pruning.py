"""The pass over one worksheet: rows and cells that say something are written again, in rows without gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.source_table import MAX_ROWS, ROWS_OF_GOALS, column_letters

MAX_CELLS = 300_000
MAX_COLUMNS = 500
_MOST_MERGED = 10_000
_CHUNK = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WITHOUT_VALUE = "#FORMULA!"
"""The error that stands in the place of a formula's value where none is stored."""


@dataclass
class PrunedSheet:
    """All that is known of a worksheet beside its cells. Its rows are numbered anew, without gaps."""

    row_numbers: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    """Counted from 0."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row and last column; rows as in the file, columns counted from 0."""
    far_cells: int = 0
    """Cells beyond the columns that are read."""


def guarded_parser(file: str) -> Any:
    """A parser that stops at a declaration of a document type, and so of any entity."""
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise OkrsError(f"{file} declares entities, as no sheet does", "save it again as xlsx or csv")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


class WorksheetPass:
    """Writes a worksheet again: rows and cells that say something, in rows without gaps."""

    def __init__(self, file: str, sheet: PrunedSheet) -> None:
        self._file = file
        self._sheet = sheet
        self._written = ['<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>']
        self._row = 0
        self._row_cells: list[str] = []
        self._row_is_hidden = False
        self._column = -1
        self._cells = 0
        self._cell: dict[str, str] | None = None
        self._texts: list[str] = []
        self._part: str | None = None
        self._has_formula = False
        self._next_column = 0

    def run(self, stream: Any) -> bytes:
        """The new content of the part."""
        parser = guarded_parser(self._file)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        for chunk in _chunks(stream):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
        self._written.append("</sheetData></worksheet>")
        return "".join(self._written).encode()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdigit() and len(number) < 9 else self._row + 1
            self._row_is_hidden = attributes.get("hidden") in ("1", "true")
            self._row_cells, self._next_column = [], 0
        elif tag == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column_index(match[1]) if match is not None else self._next_column
            self._next_column = self._column + 1
            self._cell, self._texts, self._has_formula = attributes, [], False
        elif tag in ("v", "t", "f") and self._cell is not None:
            self._part = tag
            self._has_formula = self._has_formula or tag == "f"
        elif tag == "rPh":  # how a text is pronounced
            self._part = None
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit():
                self._sheet.hidden_columns += range(int(first[:6]) - 1, min(int(last[:6]), MAX_COLUMNS))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _text(self, text: str) -> None:
        if self._part in ("v", "t"):
            self._texts.append(text)

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in ("v", "t", "f"):
            self._part = None
        elif tag == "c" and self._cell is not None:
            self._finish_cell(self._cell)
            self._cell = None
        elif tag == "row":
            self._finish_row()

    def _finish_cell(self, attributes: dict[str, str]) -> None:
        text, kind = "".join(self._texts), attributes.get("t", "n")
        if not text and self._has_formula:
            text, kind = _WITHOUT_VALUE, "e"
        if not text.strip():
            return
        if self._column >= MAX_COLUMNS:
            self._sheet.far_cells += 1
            return
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise OkrsError(f"{self._file} has more than {MAX_CELLS} filled cells in a sheet", "import a part of it")
        style = f" s={quoteattr(attributes['s'])}" if attributes.get("s", "").isdigit() else ""
        kind = "str" if kind == "inlineStr" else kind
        reference = f"{column_letters(self._column)}{len(self._sheet.row_numbers) + 1}"
        self._row_cells.append(f'<c r="{reference}"{style} t={quoteattr(kind)}><v>{escape(text)}</v></c>')

    def _finish_row(self) -> None:
        if not self._row_cells:
            return
        sheet = self._sheet
        sheet.row_numbers.append(self._row)
        if len(sheet.row_numbers) > MAX_ROWS:
            raise OkrsError(f"{self._file} has more than {ROWS_OF_GOALS} filled rows in a sheet", "import a part of it")
        if self._row_is_hidden:
            sheet.hidden_rows.append(self._row)
        self._written.append(f'<row r="{len(sheet.row_numbers)}">{"".join(self._row_cells)}</row>')
        self._row_cells = []

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        ends = [_REFERENCE.fullmatch(one) for one in (first, last)]
        if ends[0] is None or ends[1] is None:
            return
        top, left, bottom, right = (
            int(ends[0][2]),
            _column_index(ends[0][1]),
            int(ends[1][2]),
            _column_index(ends[1][1]),
        )
        if (bottom - top + 1) * (right - left + 1) <= _MOST_MERGED and len(self._sheet.merged) < _MOST_MERGED:
            self._sheet.merged.append((top, left, bottom, right))


def _chunks(stream: Any) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
