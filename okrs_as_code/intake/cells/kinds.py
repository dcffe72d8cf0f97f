"""Kinds of cells: whether a column holds days, numbers or words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from okrs_as_code.intake.cells.days import looks_like_day
from okrs_as_code.intake.source_table import Cell
from okrs_as_code.readings import number_parts


class CellKind(StrEnum):
    """The kind of most cells of a column that say something."""

    DAYS = "days"
    NUMBERS = "numbers"
    PERCENTS = "percents"
    WORDS = "words"


def kind_of_cells(cells: Iterable[Cell]) -> CellKind | None:
    """The kind of the cells, but for a third of them at most; None where they differ more, or none says anything."""
    kinds = Counter(_kind(cell) for cell in cells if not cell.is_empty and cell.fault is None)
    if kinds[CellKind.NUMBERS] and kinds[CellKind.PERCENTS]:
        kinds[CellKind.NUMBERS] += kinds.pop(CellKind.PERCENTS)
    kind, count = max(kinds.items(), key=lambda item: item[1], default=(None, 0))
    return kind if count * 3 >= kinds.total() * 2 else None


def _kind(cell: Cell) -> CellKind:
    if isinstance(cell.value, date):
        return CellKind.DAYS
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return CellKind.PERCENTS if cell.is_percent else CellKind.NUMBERS
    if looks_like_day(cell.text):
        return CellKind.DAYS
    parts = number_parts(cell.text)
    if parts is None:
        return CellKind.WORDS
    return CellKind.PERCENTS if parts.is_percent else CellKind.NUMBERS
