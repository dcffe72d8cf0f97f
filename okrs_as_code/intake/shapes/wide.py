"""Wide tables: a row for each objective, with its key results in numbered columns."""

from __future__ import annotations

from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.long import reference_list
from okrs_as_code.intake.shapes.outline import Level, Outline, OutlineGoal, Tally

_INHERITED = (Meaning.OWNER, Meaning.DUE, Meaning.START)
"""Cells of the objective's row that hold for each of its key results."""


def read_wide(columns: Columns, tally: Tally) -> Outline:
    """The goals of a wide table. The one owner of a row owns its key results that name none."""
    outline = Outline("wide")
    for row in columns.rows:
        cells = columns.cells(row)
        if not cells and not any(columns.cells(row, number) for number in columns.numbers):
            continue
        tally.count(columns.table, row.number)
        title = cells.get(Meaning.OBJECTIVE) or cells.get(Meaning.TITLE)
        if title is None:
            tally.leave(columns.table, row.number, "it has no title")
            continue
        objective = OutlineGoal(Level.OBJECTIVE, title.text, columns.table, row.number, cells)
        objective.parents = reference_list(objective.text(Meaning.PARENT))
        objective.key = objective.text(Meaning.ID)
        outline.objectives.append(objective)
        inherited = {meaning: cells[meaning] for meaning in _INHERITED if meaning in cells}
        for number in columns.numbers:
            parts = columns.cells(row, number)
            name = parts.get(Meaning.TITLE)
            if name is not None:
                key_result = OutlineGoal(Level.KEY_RESULT, name.text, columns.table, row.number, {**inherited, **parts})
                objective.children.append(key_result)
            elif parts:
                tally.guess(columns.table, row.number, f"key result {number} has no title, and is left out")
    return outline
