"""Workbooks for tests, made by openpyxl as sheets are in offices, or written part by part as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl

HEADINGS = ("Objective", "Key result", "Owner", "Start value", "Target value", "Unit", "Due date")
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(rows: Sequence[Sequence[Any]], sheets: Mapping[str, Sequence[Sequence[Any]]] | None = None) -> Any:
    """A workbook with rows in its first sheet, and other sheets by name."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for name, others in (sheets or {}).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    return book


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def office_sheet() -> bytes:
    """A sheet with per cent, money, days, a formula without a value, an error, merged, hidden and empty cells."""
    book = workbook(
        [
            ("OKRs",),
            (*HEADINGS, "Note"),
            ("Win the mid market", "Raise the share of replies", "Bo Lindqvist", 0.2, 0.35, None, date(2026, 12, 18)),
            (None, "Grow new business", "Carla Ruiz", 100000, 250000, None, None),
            (None, "Cut the sales cycle", "Chen Wei", 90, "=C4*2", "days", None),
            (None, "Hire partners", "Dee Okafor", "#N/A", 3, "partners", None),
            (None, "Sign customers", "Bo Lindqvist", 0, 10, "customers", None),
        ]
    )
    sheet = book.active
    for cell in (sheet["D3"], sheet["E3"]):
        cell.number_format = "0 %"
    for cell in (sheet["D4"], sheet["E4"]):
        cell.number_format = "#,##0 [$€-407]"
    sheet["D6"].data_type = "e"
    sheet.merge_cells("A3:A7")
    sheet.merge_cells("A1:G1")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["H"].hidden = True
    return saved(book)


def raw_workbook(sheet: bytes, **others: bytes) -> bytes:
    """A workbook of which the one worksheet is given as it is."""
    parts = {
        "[Content_Types].xml": (
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
            b'.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
            b'"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1"'
            b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            b' Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{NAMESPACE}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1"'
            b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
            b' Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet,
        **others,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def sheet_of(rows: str) -> bytes:
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def text_row(number: int, values: Sequence[str]) -> str:
    cells = "".join(
        f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for column, value in enumerate(values)
        if value
    )
    return f'<row r="{number}">{cells}</row>'
