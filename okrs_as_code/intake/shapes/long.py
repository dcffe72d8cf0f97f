"""Long tables: a row for each key result, with its objective beside it or above."""

from __future__ import annotations

from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import OF_OBJECTIVE, Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, GoalOutline, OutlineGoal, Tally
from okrs_as_code.intake.source_table import Cell
from okrs_as_code.model.files.base import normalized_text

_ABOVE = (*OF_OBJECTIVE, Meaning.PARENT)
"""Cells of a row of a key result that speak of its objective."""


def read_long(columns: Columns, tally: Tally) -> GoalOutline:
    """The goals of a long table. An empty cell of the objective is that of the row above, not across an empty row."""
    outline = GoalOutline("long")
    known: dict[tuple[str, ...], OutlineGoal] = {}
    title_meaning = Meaning.KEY_RESULT if columns.has(Meaning.KEY_RESULT) else Meaning.TITLE
    current: OutlineGoal | None = None
    for row in columns.rows:
        cells = columns.cells(row)
        if not cells:
            current = None if row.is_empty else current
            continue
        tally.count(columns.table, row.number)
        title = cells.get(title_meaning)
        named = cells.get(Meaning.OBJECTIVE)
        if named is not None:
            key = (normalized_text(named.text), *(_text(cells, meaning) for meaning in (Meaning.TEAM, Meaning.CYCLE)))
            current = known.get(key)
            if current is None:
                current = OutlineGoal(GoalLevel.OBJECTIVE, named.text, columns.table, row.number)
                known[key] = current
                outline.objectives.append(current)
        if current is None:
            tally.leave(columns.table, row.number, "no objective stands in this row or above it")
            continue
        for meaning in _ABOVE:
            if meaning in cells:
                current.cells.setdefault(meaning, cells[meaning])
        if Meaning.OBJECTIVE_ID in cells:
            current.key = cells[Meaning.OBJECTIVE_ID].text
        if title is None:
            current.cells = {**cells, **current.cells}
            continue
        current.children.append(
            OutlineGoal(
                GoalLevel.KEY_RESULT, title.text, columns.table, row.number,
                {meaning: cell for meaning, cell in cells.items() if meaning not in _ABOVE},
                key=_text(cells, Meaning.ID),
            )
        )  # fmt: skip
    for objective in outline.objectives:
        objective.parents = reference_list(objective.text(Meaning.PARENT))
    return outline


def reference_list(text: str) -> list[str]:
    """The ids or titles that a cell about goals above names: one a line, or one alone."""
    return [part.strip() for part in text.replace(";", "\n").splitlines() if part.strip()]


def _text(cells: dict[Meaning, Cell], meaning: Meaning) -> str:
    return normalized_text(cells[meaning].text) if meaning in cells else ""
