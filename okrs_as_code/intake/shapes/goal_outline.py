"""Outlines: the goals of a file with what stands at them, whatever the shape of its tables was."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.source_table import EMPTY, Cell, SourceTable


class GoalLevel(StrEnum):
    """The level of a goal in an outline."""

    OBJECTIVE = "objective"
    KEY_RESULT = "key_result"
    STEP = "step"
    INITIATIVE = "initiative"


@dataclass(eq=False)
class OutlineGoal:
    """A goal as a row says it, with the goals below it."""

    level: GoalLevel
    title: str
    table: SourceTable
    row: int
    cells: dict[Meaning, Cell] = field(default_factory=dict)
    children: list[OutlineGoal] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    """Goals above that are named, and are no objective of its own: ids or titles."""
    key: str = ""
    """The id that the file gives it; empty without one."""
    rows_of_cells: dict[Meaning, int] = field(default_factory=dict)
    """Rows of cells that stand in another one than its own."""

    @property
    def key_results(self) -> list[OutlineGoal]:
        """The key results below it."""
        return [child for child in self.children if child.level is GoalLevel.KEY_RESULT]

    def cell(self, meaning: Meaning) -> Cell:
        """The cell of a meaning; an empty one where it has none."""
        return self.cells.get(meaning, EMPTY)

    def text(self, meaning: Meaning) -> str:
        """The text of a cell; empty where it has none."""
        return self.cell(meaning).text

    def row_of(self, meaning: Meaning) -> int:
        """The row in which the cell of a meaning stands."""
        return self.rows_of_cells.get(meaning, self.row)

    @property
    def place(self) -> str:
        """Its place in words."""
        return self.table.place(self.row)


RowKey = tuple[str, int]
"""The label of a table, and the number of a row in it."""


@dataclass
class Tally:
    """The tally of rows, and of what becomes of each: taken as it stands, with a guess, or not taken."""

    tables: dict[str, SourceTable] = field(default_factory=dict)
    guesses: dict[RowKey, list[str]] = field(default_factory=dict)
    left: dict[RowKey, str] = field(default_factory=dict)

    def count(self, table: SourceTable, row: int) -> None:
        """Counts a row that says something."""
        self.tables[table.label] = table
        self.guesses.setdefault((table.label, row), [])

    def guess(self, table: SourceTable, row: int, why: str) -> None:
        """Notes what was guessed in a row, or left out of it."""
        self.count(table, row)
        notes = self.guesses[table.label, row]
        if why not in notes:
            notes.append(why)

    def leave(self, table: SourceTable, row: int, why: str) -> None:
        """Notes that a row is not taken; the first reason stays."""
        self.count(table, row)
        self.left.setdefault((table.label, row), why)

    def take_in_part(self, table: SourceTable, row: int, why: str) -> None:
        """Notes that only a part of a row is taken that was left before."""
        self.left.pop((table.label, row), None)
        self.guess(table, row, why)

    @property
    def as_they_stand(self) -> list[RowKey]:
        """The rows that are taken as they stand."""
        return [key for key, notes in self.guesses.items() if not notes and key not in self.left]

    @property
    def guessed(self) -> list[RowKey]:
        """The rows that are taken with a guess, or without a part."""
        return [key for key, notes in self.guesses.items() if notes and key not in self.left]


@dataclass
class GoalOutline:
    """The objectives of a file, in the order of its rows."""

    shape: str
    objectives: list[OutlineGoal] = field(default_factory=list)
