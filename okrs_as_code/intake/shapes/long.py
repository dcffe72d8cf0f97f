"""Long tables: a row for each key result, with its objective beside it or above."""

from __future__ import annotations

from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import OF_OBJECTIVE, Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, GoalOutline, OutlineGoal, Tally
from okrs_as_code.intake.source_table import Cell, SourceRow
from okrs_as_code.model.files.base import normalized_text

_ABOVE = (*OF_OBJECTIVE, Meaning.PARENT)
"""Cells of a row of a key result that speak of its objective."""


def read_long(columns: Columns, tally: Tally) -> GoalOutline:
    """The goals of a long table. An empty cell of the objective is that of the row above, not across an empty row.

    Where objectives are written once for several rows, so are teams: an empty one is that of the row above, too.
    """
    return _LongReader(columns, tally).read()


class _LongReader:
    """Reads the rows of a long table in their order."""

    def __init__(self, columns: Columns, tally: Tally) -> None:
        self._columns, self._table, self._tally = columns, columns.table, tally
        self._title = Meaning.KEY_RESULT if columns.has(Meaning.KEY_RESULT) else Meaning.TITLE
        self._outline = GoalOutline("long")
        self._known: dict[tuple[str, ...], OutlineGoal] = {}
        self._current: OutlineGoal | None = None
        self._team: tuple[Cell, int] | None = None
        """The last team, and its row."""

    def read(self) -> GoalOutline:
        """The goals of the table."""
        rows = [(row, self._columns.cells(row)) for row in self._columns.rows]
        has_blocks = any(Meaning.OBJECTIVE not in cells and self._title in cells for _, cells in rows)
        for row, cells in rows:
            if cells:
                self._tally.count(self._table, row.number)
                self._read_row(row, cells, has_blocks=has_blocks)
            elif row.is_empty:
                self._current = self._team = None
        for objective in self._outline.objectives:
            objective.parents = reference_list(objective.text(Meaning.PARENT))
        return self._outline

    def _read_row(self, row: SourceRow, cells: dict[Meaning, Cell], *, has_blocks: bool) -> None:
        if Meaning.TEAM in cells:
            self._team = cells[Meaning.TEAM], row.number
        if Meaning.OBJECTIVE in cells:
            self._current = self._objective(row, cells, has_blocks=has_blocks)
        objective = self._current
        if objective is None:
            self._tally.leave(self._table, row.number, "no objective stands in this row or above it")
            return
        for meaning in _ABOVE:
            if meaning in cells and meaning not in objective.cells:
                objective.cells[meaning] = cells[meaning]
                objective.rows_of_cells[meaning] = row.number
        if Meaning.OBJECTIVE_ID in cells:
            objective.key = cells[Meaning.OBJECTIVE_ID].text
        title = cells.get(self._title)
        if title is None:
            objective.cells = {**cells, **objective.cells}
            return
        own = {meaning: cell for meaning, cell in cells.items() if meaning not in _ABOVE}
        key = _text(cells, Meaning.ID)
        objective.children.append(OutlineGoal(GoalLevel.KEY_RESULT, title.text, self._table, row.number, own, key=key))

    def _objective(self, row: SourceRow, cells: dict[Meaning, Cell], *, has_blocks: bool) -> OutlineGoal:
        """The objective that a row names: one that is known, or a new one, with the team above where it has none."""
        written = cells[Meaning.OBJECTIVE].text
        title, team, cycle = normalized_text(written), _text(cells, Meaning.TEAM), _text(cells, Meaning.CYCLE)
        current = self._current
        if current is not None and normalized_text(current.title) == title and not team and not cycle:
            return current
        above = self._team if has_blocks and not team else None
        key = (title, team or (normalized_text(above[0].text) if above is not None else ""), cycle)
        known = self._known.get(key)
        if known is not None:
            return known
        objective = self._known[key] = OutlineGoal(GoalLevel.OBJECTIVE, written, self._table, row.number)
        self._outline.objectives.append(objective)
        if above is not None:
            objective.cells[Meaning.TEAM], objective.rows_of_cells[Meaning.TEAM] = above
            self._tally.guess(
                self._table, row.number, f'its team is that of {self._table.word} {above[1]}, "{above[0].text[:60]}"'
            )
        return objective


def reference_list(text: str) -> list[str]:
    """The ids or titles that a cell about goals above names: one a line, or one alone."""
    return [part.strip() for part in text.replace(";", "\n").splitlines() if part.strip()]


def _text(cells: dict[Meaning, Cell], meaning: Meaning) -> str:
    return normalized_text(cells[meaning].text) if meaning in cells else ""
