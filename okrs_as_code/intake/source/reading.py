"""Sources of every format, told from their names and first bytes."""

from __future__ import annotations

from typing import Literal

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.source.delimited import read_delimited
from okrs_as_code.intake.source.json_objects import read_json
from okrs_as_code.intake.source.markdown_outline import IsPerson, nobody, read_markdown
from okrs_as_code.intake.source.workbook import read_workbook
from okrs_as_code.intake.source_table import SourceTable

SourceFormat = Literal["csv", "xlsx", "json", "markdown"]
FORMATS: tuple[SourceFormat, ...] = ("csv", "xlsx", "json", "markdown")
MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a file."""
_BY_ENDING: dict[str, SourceFormat] = {
    "csv": "csv", "tsv": "csv", "txt": "csv", "tab": "csv", "xlsx": "xlsx", "xlsm": "xlsx", "json": "json",
    "md": "markdown", "markdown": "markdown",
}  # fmt: skip
_OTHER_ENDINGS = {"ods", "numbers", "xls", "xlsb", "docx", "pdf"}


def read_source(
    data: bytes,
    file: str,
    format_: SourceFormat | None = None,
    sheet: str | None = None,
    is_person: IsPerson = nobody,
) -> list[SourceTable]:
    """The tables of a file. `file` is its name in messages; `is_person` tells owners before titles in Markdown.

    Raises OkrsError for what cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise OkrsError(f"{file} is larger than {MAX_BYTES >> 20} MiB", "save what is needed of it as csv")
    if not data.strip():
        raise OkrsError(f"{file} is empty", "name a file with a row of headings")
    format_ = format_ or _format_of(data, file)
    if sheet is not None and format_ != "xlsx":
        raise OkrsError(f"{file} has no sheets", "leave `--sheet` out")
    if format_ == "xlsx":
        return read_workbook(data, file, sheet)
    if format_ == "json":
        return [read_json(data, file)]
    if format_ == "markdown":
        return read_markdown(data, file, is_person)
    return [read_delimited(data, file)]


def _format_of(data: bytes, file: str) -> SourceFormat:
    """The format by the first bytes of a workbook, else by the ending of the name, else csv or JSON."""
    ending = file.rpartition(".")[2].lower() if "." in file else ""
    if ending in _OTHER_ENDINGS and ending != "xls":
        raise OkrsError(f"{file}: {ending} is not read", "save it as xlsx or csv, and import that")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "xlsx"
    known = _BY_ENDING.get(ending)
    if known == "xlsx":
        raise OkrsError(f"{file} is no xlsx file, whatever its name says", "save it as xlsx or csv, and import that")
    if known is not None:
        return known
    return "json" if data.lstrip()[:1] in (b"[", b"{") else "csv"
