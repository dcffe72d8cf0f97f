"""A table of the export: its columns with name, type and meaning, and the value of each for a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from okrs_as_code.export.export_data import ExportData

S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)
Row = tuple[Any, ...]
"""A row: for each column None, a text, a number, a boolean, or what JSON can hold."""


class ColumnType(StrEnum):
    """The kind of value in a column."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DAY = "day"
    JSON = "json"


TEXT, NUMBER, INTEGER = ColumnType.TEXT, ColumnType.NUMBER, ColumnType.INTEGER
BOOLEAN, DAY, JSON = ColumnType.BOOLEAN, ColumnType.DAY, ColumnType.JSON


class Detail(StrEnum):
    """A part of the data that an export has only where it is asked for."""

    EMAILS = "emails"
    NOTES = "notes"


@dataclass(frozen=True)
class Column(Generic[S_contra]):
    """A column: `of` gives its value for what a row is made of, None where there is none.

    `references` names the table whose first column has the value; `choices` are all texts that there can be.
    """

    name: str
    type: ColumnType
    meaning: str
    of: Callable[[S_contra], Any]
    required: bool = False
    """Whether every row has a value."""
    references: str | None = None
    choices: tuple[str, ...] = ()
    detail: Detail | None = None
    """The part of the data that has to be asked for; else the column is there, and empty."""


@dataclass(frozen=True)
class Table(Generic[S]):
    """A table; `sources` yields what its rows are made of, in their order. `key` names the columns of its key.

    `placeholder` makes a row of an id that other tables have and nobody has written down, where that can be.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column[S], ...]
    sources: Callable[[ExportData], Iterable[S]]
    placeholder: Callable[[str], S] | None = None

    def rows(self, data: ExportData) -> Iterator[Row]:
        """The rows from their sources."""
        return self._rows(self.sources(data), data)

    def placeholders(self, ids: Iterable[str], data: ExportData) -> Iterator[Row]:
        """Rows of ids that nobody has written down."""
        return self._rows(map(self.placeholder, ids), data) if self.placeholder is not None else iter(())

    def _rows(self, sources: Iterable[S], data: ExportData) -> Iterator[Row]:
        cells = [
            (column.of if column.detail is None or column.detail in data.details else _nothing, convert)
            for column in self.columns
            for convert in (_CONVERSIONS[column.type],)
        ]
        for source in sources:
            yield tuple(None if (value := of(source)) is None else convert(value) for of, convert in cells)


def _nothing(_: object) -> None:
    return None


def encodable(text: str) -> str:
    """A text that UTF-8 can hold: parts of a file's name that are no text show as escapes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def shortest(number: float) -> int | float:
    """A number as its shortest decimal: 3 for 3.0, and 0 for -0.0."""
    return int(number) if number == int(number) and abs(number) < 1e16 else number


def _day(day: date) -> str | None:
    """A day as text; None for the end of time, which stands for never."""
    return day.isoformat() if day != date.max else None


def _json(value: Any) -> Any:
    """A value with its texts and numbers in the form of all others; days become text."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return shortest(value)
    if isinstance(value, dict):
        return {encodable(str(key)): _json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


_CONVERSIONS: dict[ColumnType, Callable[[Any], Any]] = {
    ColumnType.TEXT: lambda value: encodable(str(value)),
    ColumnType.NUMBER: shortest,
    ColumnType.INTEGER: int,
    ColumnType.BOOLEAN: bool,
    ColumnType.DAY: _day,
    ColumnType.JSON: _json,
}
