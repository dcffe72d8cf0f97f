"""Styles: how a whole file writes its days and decimals, and the questions where it does not show that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from okrs_as_code.intake.cells import days, numbers
from okrs_as_code.intake.cells.numbers import CellQuantity
from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import DAYS, NUMBERS, Meaning
from okrs_as_code.intake.open_questions import Questions
from okrs_as_code.intake.source_table import Cell
from okrs_as_code.model.files.import_mapping import DayOrder, DecimalMark
from okrs_as_code.readings import in_words

S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True)
class Styles:
    """The order of days, and the mark before decimals; None where no cell needs it."""

    dates: DayOrder | None = None
    decimal: DecimalMark | None = None
    progress_is_percent: bool = False
    """Whether plain numbers of progress are per cent, as one of them is more than 1."""

    def day(self, cell: Cell) -> date | None:
        """The day that a cell says; None where it is none."""
        return days.day_of_cell(cell, self.dates)

    def quantity(self, cell: Cell) -> CellQuantity | None:
        """The number that a cell says; None where it is none."""
        return numbers.quantity_of_cell(cell, self.decimal)

    def share(self, cell: Cell) -> float | None:
        """The share from 0.0 to 1.0 that a cell of progress says; None where it is none."""
        quantity = self.quantity(cell)
        if quantity is None:
            return None
        is_percent = quantity.is_percent or (self.progress_is_percent and quantity.unit is None)
        value = quantity.value / 100 if is_percent else quantity.value
        return round(value, 6) if 0 <= value <= 1 else None


PlacedCell = tuple[str, Cell]
"""A place in words, and the cell there."""


def find_styles(
    tables: Sequence[Columns], dates: DayOrder | None, decimal: DecimalMark | None, questions: Questions
) -> Styles:
    """The styles of all tables together; those that are given decide. Asks for what is not clear without them."""
    day_cells = list(_cells(tables, DAYS))
    number_cells = list(_cells(tables, NUMBERS))
    mark = decimal or _mark(number_cells, questions)
    progress = [numbers.quantity_of_cell(cell, mark) for _, cell in _cells(tables, frozenset((Meaning.PROGRESS,)))]
    plain = [quantity.value for quantity in progress if quantity is not None and not quantity.is_percent]
    return Styles(dates or _order(day_cells, questions), mark, any(1 < value <= 100 for value in plain))


def _cells(tables: Sequence[Columns], meanings: frozenset[Meaning]) -> Iterable[PlacedCell]:
    for columns in tables:
        read = [column for column in columns.columns if column.meaning in meanings]
        for row in columns.rows:
            for column in read:
                yield columns.table.place(row.number, column.index), row.cell(column.index)


def _order(cells: Sequence[PlacedCell], questions: Questions) -> DayOrder | None:
    return _decided(
        days.order_shown(cell for _, cell in cells),
        [(place, cell) for place, cell in cells if days.is_unclear(cell)],
        questions,
        lambda _: "begins with the day or with the month",
        ("some days begin with the day and some with the month", "no other day shows which"),
        "dates",
        ("day-first", "month-first"),
    )


def _mark(cells: Sequence[PlacedCell], questions: Questions) -> DecimalMark | None:
    return _decided(
        numbers.mark_shown(cell for _, cell in cells),
        [(place, cell) for place, cell in cells if numbers.is_unclear(cell)],
        questions,
        lambda cell: f"is {in_words(numbers.unclear_readings(cell))}",
        ("other numbers have both commas and points before decimals", "no other number shows which"),
        "decimal",
        ("comma", "point"),
    )


def _decided(
    shown: set[S],
    unclear: Sequence[PlacedCell],
    questions: Questions,
    doubt: Callable[[Cell], str],
    reasons: tuple[str, str],
    option: str,
    values: tuple[str, str],
) -> S | None:
    """The one style that a file shows; else None, and a question where a cell needs it.

    `doubt` says of such a cell how it can be read, and `reasons` why the file does not decide: it shows both, or none.
    """
    if len(shown) == 1:
        return next(iter(shown))
    if unclear:
        place, cell = unclear[0]
        why = reasons[0] if shown else reasons[1]
        questions.ask(
            f"{place}: `{cell.text}` {doubt(cell)}, and {why}{_others(len(unclear))}",
            f"add `--{option} {values[0]}` or `--{option} {values[1]}`",
            option,
        )
    return None


def _others(count: int) -> str:
    return f" ({count - 1} more like it)" if count > 1 else ""
