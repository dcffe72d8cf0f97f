"""Wide tables: a row for each objective, with its key results in numbered columns."""

from __future__ import annotations

from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, GoalOutline, OutlineGoal, Tally
from okrs_as_code.intake.shapes.long import reference_list

_INHERITED = (Meaning.OWNER, Meaning.DUE, Meaning.START)
"""Cells of the objective's row that hold for each of its key results."""


def read_wide(columns: Columns, tally: Tally) -> GoalOutline:
    """The goals of a wide table. The one owner of a row owns its key results, unless these have columns for owners."""
    outline = GoalOutline("wide")
    has_owners = any(column.meaning is Meaning.OWNER and column.number for column in columns.columns)
    for row in columns.rows:
        cells = columns.cells(row)
        if not cells and not any(columns.cells(row, number) for number in columns.numbers):
            continue
        tally.count(columns.table, row.number)
        title = cells.get(Meaning.OBJECTIVE) or cells.get(Meaning.TITLE)
        if title is None:
            tally.leave(columns.table, row.number, "it has no title")
            continue
        own = dict(cells)
        for meaning in (Meaning.START, Meaning.DUE):
            own.pop(meaning, None)
        objective = OutlineGoal(GoalLevel.OBJECTIVE, title.text, columns.table, row.number, own)
        objective.parents = reference_list(objective.text(Meaning.PARENT))
        objective.key = objective.text(Meaning.ID)
        outline.objectives.append(objective)
        inherited = {meaning: cells[meaning] for meaning in _INHERITED if meaning in cells}
        if has_owners:
            inherited.pop(Meaning.OWNER, None)
        if Meaning.OWNER in inherited:
            tally.guess(columns.table, row.number, "its owner is taken for the owner of its key results")
        for number in columns.numbers:
            parts = columns.cells(row, number)
            name = parts.get(Meaning.TITLE)
            if name is not None:
                key_result = OutlineGoal(
                    GoalLevel.KEY_RESULT, name.text, columns.table, row.number, {**inherited, **parts}
                )
                objective.children.append(key_result)
            elif parts:
                tally.guess(columns.table, row.number, f"key result {number} has no title, and is left out")
    return outline
