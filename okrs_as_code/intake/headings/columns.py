"""Columns: the row of headings of a table, and what each column means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from okrs_as_code.intake.cells.kinds import CellKind, kind_of_cells
from okrs_as_code.intake.headings.totals import find_totals
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.open_questions import Questions
from okrs_as_code.intake.source_table import Cell, SourceRow, SourceTable, column_letters
from okrs_as_code.intake.vocabulary.words import (
    even,
    even_without_brackets,
    joined,
    key_result_words,
    meaning_of_heading,
    meanings_of_heading,
    words,
)
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.nearest import nearest
from okrs_as_code.phrases import join_or

_SEARCHED_ROWS = 10
_NUMBERED = re.compile(rf"(?:{key_result_words()}) (?P<number>[0-9]{{1,2}})(?: (?P<rest>.+))?")
_PLAIN_PART = {"": Meaning.TITLE, "title": Meaning.TITLE, "name": Meaning.TITLE}


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column that is read; `number` is that of its key result, in a wide table."""

    index: int
    heading: str
    meaning: Meaning
    number: int = 0


@dataclass
class Columns:
    """The columns of a table, and the rows below their headings."""

    table: SourceTable
    heading_row: int
    """Its place in the table's rows, counted from 0."""
    columns: list[SourceColumn] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    """Columns that have a heading nobody knows, or none that its cells decide."""

    totals: dict[int, str] = field(default_factory=dict)
    """The numbers of rows of totals, each with the text that tells it."""

    @property
    def rows(self) -> list[SourceRow]:
        """The rows below the headings; those of totals are empty, so that nothing goes on across them."""
        rows = self.table.rows[self.heading_row + 1 :]
        return (
            [SourceRow(row.number, ()) if row.number in self.totals else row for row in rows] if self.totals else rows
        )

    def has(self, *meanings: Meaning) -> bool:
        """Whether one of the meanings has a column that belongs to no numbered key result."""
        return any(column.meaning in meanings and not column.number for column in self.columns)

    def column(self, meaning: Meaning) -> SourceColumn | None:
        """The column of a meaning."""
        return next((column for column in self.columns if column.meaning is meaning and not column.number), None)

    def cells(self, row: SourceRow, number: int = 0) -> dict[Meaning, Cell]:
        """The cells of a row that say something, by meaning; those of a numbered key result with its `number`."""
        cells: dict[Meaning, Cell] = {}
        for column in self.columns:
            cell = row.cell(column.index)
            if column.number == number and not cell.is_empty:
                earlier = cells.get(column.meaning)
                cells[column.meaning] = cell if earlier is None else _both(earlier, cell)
        return cells

    @property
    def numbers(self) -> list[int]:
        """The numbers of the key results of a wide table."""
        return sorted({column.number for column in self.columns if column.number})

    def hint(self, heading: str) -> str | None:
        """A hint at the meaning of an unknown heading: the nearest one that is known, or that its cells differ."""
        several = meanings_of_heading(even(heading))
        if several is not None:
            readings = [f"`{heading}: {meaning}`" for meaning in dict.fromkeys(several.values())]
            return f"its cells are of several kinds: {join_or(readings)}"
        near = nearest(even(heading), words("headings"))
        return f"nearest: {near}" if near is not None else None


def _both(first: Cell, second: Cell) -> Cell:
    """The cells of two columns that may have one meaning: comments, tags, links."""
    return Cell(f"{first.text}\n{second.text}", links=(*first.links, *second.links))


def find_columns(
    table: SourceTable, mapped: Mapping[str, str], questions: Questions, cycle_words: Sequence[str] = ()
) -> Columns | None:
    """The columns of a table by their headings; None where it has no heading that is known.

    `mapped` has meanings by headings, from a mapping file, which decide. Asks where two columns have one meaning.
    """
    own = {joined(even(heading)): meaning for heading, meaning in mapped.items()}
    place = _heading_row(table, own)
    if place is None:
        return None
    columns = Columns(table, place)
    for index, cell in enumerate(table.rows[place].cells):
        heading = " ".join(cell.text.split())
        if not heading:
            continue
        found = _column(columns, index, heading, own)
        if found is None:
            columns.unknown.append((index, heading))
        else:
            columns.columns.append(found)
    _settle_duplicates(columns, questions, cycle_words)
    if not table.is_outline:
        by_meaning = group_pairs((column.meaning, column.index) for column in columns.columns)
        columns.totals = find_totals(columns.rows, by_meaning)
    return columns


def unknown_columns(table: SourceTable) -> Columns:
    """The columns of a table of which no heading is known: those of its first row that says something."""
    place = next((place for place, row in enumerate(table.rows) if not row.is_empty), 0)
    cells = table.rows[place].cells if table.rows else ()
    named = [(index, " ".join(cell.text.split())) for index, cell in enumerate(cells) if not cell.is_empty]
    return Columns(table, place, unknown=named)


def _heading_row(table: SourceTable, own: Mapping[str, str]) -> int | None:
    best, most = None, 0
    for place, row in enumerate(table.rows[:_SEARCHED_ROWS]):
        known = sum(_is_known(cell.text, own) for cell in row.cells if isinstance(cell.value, str))
        if known > most:
            best, most = place, known
    return best


def _is_known(text: str, own: Mapping[str, str]) -> bool:
    if not text or len(text) > 100:
        return False
    return any(
        joined(form) in own
        or meaning_of_heading(form) is not None
        or meanings_of_heading(form) is not None
        or _NUMBERED.fullmatch(form) is not None
        for form in (even(text), even_without_brackets(text))
    )


def _column(columns: Columns, index: int, heading: str, own: Mapping[str, str]) -> SourceColumn | None:
    """The column with its meaning: by its heading, by its cells where that has several, or with what stands above."""
    above = _text_above(columns, index)
    with_above = even(f"{above} {heading}")
    if above and joined(with_above) in own:
        return SourceColumn(index, f"{above} {heading}", Meaning(own[joined(with_above)]))
    for form in dict.fromkeys((even(heading), even_without_brackets(heading))):
        meaning = _meaning(columns, index, form, own)
        if meaning is not None:
            return SourceColumn(index, heading, meaning)
        numbered = _NUMBERED.fullmatch(form)
        if numbered is not None:
            part = _numbered_part(columns, index, numbered["rest"] or "")
            if part is not None:
                return SourceColumn(index, heading, part, int(numbered["number"]))
    if above:
        meaning = _meaning(columns, index, with_above, own)
        if meaning is not None:
            return SourceColumn(index, f"{above} {heading}", meaning)
    return None


def _numbered_part(columns: Columns, index: int, rest: str) -> Meaning | None:
    return _PLAIN_PART.get(rest) or _meaning(columns, index, rest, {})


def _meaning(columns: Columns, index: int, form: str, own: Mapping[str, str]) -> Meaning | None:
    if joined(form) in own:
        return Meaning(own[joined(form)])
    by_kind = meanings_of_heading(form)
    if by_kind is not None:
        if all(row.cell(index).is_empty for row in columns.rows):
            return Meaning.IGNORE
        kind = kind_of_cells(row.cell(index) for row in columns.rows)
        meaning = by_kind.get(kind.value) if kind is not None else None
        if meaning is None and kind is CellKind.PERCENTS:
            meaning = by_kind.get(CellKind.NUMBERS.value)
        return Meaning(meaning) if meaning is not None else None
    known = meaning_of_heading(form)
    return Meaning(known) if known is not None else None


def _text_above(columns: Columns, index: int) -> str:
    """The text right above a heading, or above the nearest column on its left in a merged row of titles."""
    if columns.heading_row == 0:
        return ""
    row = columns.table.rows[columns.heading_row - 1]
    texts = [row.cell(place).text for place in range(index, -1, -1)]
    return next((text for text in texts if text), "")


def _settle_duplicates(columns: Columns, questions: Questions, cycle_words: Sequence[str]) -> None:
    """Keeps one column of each meaning: that below the cycle which is imported. Asks where that does not decide."""
    for group in list(_same_meaning(columns.columns)):
        above = {column: even(_text_above(columns, column.index)) for column in group}
        chosen = [column for column in group if above[column] and above[column] in map(even, cycle_words)]
        if len(chosen) == 1:
            for column in group:
                if column is not chosen[0]:
                    columns.columns.remove(column)
                    heading = f"{_text_above(columns, column.index)} {column.heading}"
                    columns.unknown.append((column.index, heading))
            continue
        named = " and ".join(
            f'"{" ".join(filter(None, (_text_above(columns, column.index), column.heading)))}" '
            f"({column_letters(column.index)})"
            for column in group
        )
        questions.ask(
            f"{columns.table.label}: {named} both mean `{group[0].meaning}`",
            "write `ignore` for one of them below `columns:` in a mapping file: "
            "`okrs import … --show-map > map.yaml`, then `--map map.yaml`; or rename the heading",
        )


def _same_meaning(columns: Sequence[SourceColumn]) -> Iterator[list[SourceColumn]]:
    groups: dict[tuple[Meaning, int], list[SourceColumn]] = {}
    for column in columns:
        groups.setdefault((column.meaning, column.number), []).append(column)
    for (meaning, _), group in groups.items():
        if len(group) > 1 and meaning not in (Meaning.IGNORE, Meaning.NOTE, Meaning.TAGS, Meaning.LINKS):
            yield group
