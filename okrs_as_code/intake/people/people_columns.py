"""The columns of a list of people: what each heading means, and those that are not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from okrs_as_code.intake.source_table import SourceRow, SourceTable
from okrs_as_code.intake.vocabulary.words import even, even_without_brackets, meaning_of_heading, words
from okrs_as_code.nearest import nearest

_SEARCHED_ROWS = 10
_SECTION = "people"


@dataclass
class PeopleColumns:
    """The columns of a list of people, and the rows below their headings."""

    table: SourceTable
    heading_row: int = 0
    """Its place in the table's rows, counted from 0."""
    meanings: dict[int, str] = field(default_factory=dict)
    """The meaning of each column that is read, by its place."""
    unknown: list[int] = field(default_factory=list)
    """Columns with a heading that nobody knows."""

    @property
    def rows(self) -> Sequence[SourceRow]:
        """The rows below the headings."""
        return self.table.rows[self.heading_row + 1 :]

    @property
    def has_names(self) -> bool:
        """Whether a column says what people are called."""
        return not {"name", "first_name"}.isdisjoint(self.meanings.values())

    def heading(self, index: int) -> str:
        """The heading of a column on one line."""
        return " ".join(self.table.rows[self.heading_row].cell(index).text.split())

    def hint(self, index: int) -> str | None:
        """The known heading that is nearest to an unknown one; None without one."""
        return nearest(even(self.heading(index)), words(_SECTION))


def find_people_columns(table: SourceTable) -> PeopleColumns:
    """The columns of a list by that of its first ten rows in which most headings are known."""
    best = PeopleColumns(table)
    for place, row in enumerate(table.rows[:_SEARCHED_ROWS]):
        found = PeopleColumns(table, place)
        for index, cell in enumerate(row.cells):
            meaning = _meaning(cell.text)
            if meaning is not None:
                found.meanings[index] = meaning
            elif not cell.is_empty:
                found.unknown.append(index)
        if len(found.meanings) > len(best.meanings):
            best = found
    return best


def _meaning(heading: str) -> str | None:
    forms = (even(heading), even_without_brackets(heading))
    return next((meaning for form in forms if (meaning := meaning_of_heading(form, _SECTION)) is not None), None)
