"""Tables as a source has them: rows of cells, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from okrs_as_code.phrases import join_words
from okrs_as_code.readings import plain_number

ROWS_OF_GOALS = 10_000
"""Rows of goals that a table may have."""
MAX_ROWS = ROWS_OF_GOALS + 10
"""Rows with something in them that a table may have: those of goals, and ten in which the headings may be."""
MAX_ROWS_OF_EXPORT = 200_000
"""Rows that a table of our own export may have."""


_NOTHING = frozenset(("", "-", "–", "—", "--", "n/a", "na", "n.a.", "k.a.", "?"))
"""Texts that people write where nothing is to be said."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text of a file, or what a sheet has stored."""

    value: str | float | bool | date | None = None
    is_percent: bool = False
    """Whether a number is shown per cent: 0.6 as 60 %."""
    currency: str | None = None
    """The currency that a sheet shows beside a number."""
    fault: str | None = None
    """The reason why there is no value: an error of a formula, or a formula without a stored value."""
    links: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its text, without spaces around it: a number in digits, a day as YYYY-MM-DD."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return self.value.strip()
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        if isinstance(self.value, date):
            return self.value.isoformat()
        return f"{plain_number(round(self.value * 100, 10))} %" if self.is_percent else plain_number(self.value)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all, or so: `-`, `n/a`."""
        return self.fault is None and self.text.lower() in _NOTHING


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row with its number, as the program shows it that people open the file with."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        """Whether none of its cells says anything."""
        return all(cell.is_empty for cell in self.cells)

    def cell(self, column: int) -> Cell:
        """The cell of a column, counted from 0; an empty one behind the last."""
        return self.cells[column] if column < len(self.cells) else EMPTY


@dataclass
class SourceTable:
    """The rows of a file, or of one of its sheets or parts."""

    file: str
    rows: list[SourceRow]
    name: str = ""
    """The sheet's name; empty where a file has only one table."""
    notes: list[str] = field(default_factory=list)
    """Notes from reading it: hidden rows, an encoding."""
    word: str = "row"
    """The word for a row in messages: `row`, in json `object`, in Markdown `line`."""
    is_outline: bool = False
    """Whether it was made of lists, and has no headings that anybody wrote."""

    @property
    def label(self) -> str:
        """The file, with the sheet where it has several."""
        return f"{self.file}, sheet {self.name}" if self.name else self.file

    def place(self, row: int, column: int | None = None) -> str:
        """A place as people look for it: `okrs.csv: row 5, column C`."""
        behind = f", column {column_letters(column)}" if column is not None and self.word == "row" else ""
        return f"{self.label}: {self.word} {row}{behind}"


def column_letters(column: int) -> str:
    """The letters of a column, counted from 0, as sheets show it: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def row_list(rows: Iterable[int], word: str = "row") -> str:
    """Numbers of rows in words, none left out: `row 4`, `rows 4 and 9`, `rows 4 to 9, 12 and 20`."""
    numbers = sorted(set(rows))
    parts: list[str] = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        parts += [f"{members[0]} to {members[-1]}"] if len(members) > 2 else map(str, members)
    return f"{word if len(numbers) == 1 else f'{word}s'} {join_words(parts)}"
