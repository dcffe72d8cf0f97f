"""Two tables: objectives in one, key results in another that name their objective by id or title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, GoalOutline, OutlineGoal, Tally
from okrs_as_code.intake.shapes.long import reference_list
from okrs_as_code.model.files.base import normalized_text

_REFERENCES = (Meaning.OBJECTIVE_ID, Meaning.PARENT, Meaning.OBJECTIVE)
_LINK_BEHIND = re.compile(r"\s*\((?:https?://|[^()]*\.md|[^()]*%20)[^()]*\)")
"""A link behind the title of a related page, as exports of Notion have it."""


def parent_and_child(tables: Sequence[Columns]) -> tuple[Columns, Columns] | None:
    """The table of objectives and that of key results among two tables; None where they are none."""
    if len(tables) != 2 or any(columns.table.is_outline for columns in tables):
        return None
    for parent, child in (tables, reversed(tables)):
        names_objective = child.has(*_REFERENCES)
        has_title = child.has(Meaning.KEY_RESULT) or child.has(Meaning.TITLE)
        is_parent = parent.has(Meaning.OBJECTIVE, Meaning.TITLE) and not _names_other(parent)
        if names_objective and has_title and is_parent:
            return parent, child
    return None


def _names_other(columns: Columns) -> bool:
    """Whether a table names the objectives of its rows, so that it is the one of key results."""
    if columns.has(Meaning.OBJECTIVE) and columns.has(Meaning.TITLE):
        return True
    return columns.has(Meaning.KEY_RESULT) and columns.has(*_REFERENCES) and not columns.has(Meaning.TITLE)


def read_joined(parent: Columns, child: Columns, tally: Tally) -> GoalOutline:
    """The goals of both tables. A key result that names no objective of the other is not taken."""
    outline = GoalOutline("two-tables")
    known: dict[str, OutlineGoal] = {}
    title_meaning = Meaning.OBJECTIVE if parent.has(Meaning.OBJECTIVE) else Meaning.TITLE
    for row in parent.rows:
        cells = parent.cells(row)
        if not cells:
            continue
        tally.count(parent.table, row.number)
        title = cells.get(title_meaning)
        if title is None:
            tally.leave(parent.table, row.number, "it has no title")
            continue
        cells.pop(Meaning.KEY_RESULT, None)
        objective = OutlineGoal(GoalLevel.OBJECTIVE, title.text, parent.table, row.number, cells)
        objective.key = objective.text(Meaning.ID) or objective.text(Meaning.OBJECTIVE_ID)
        objective.parents = reference_list(objective.text(Meaning.PARENT))
        outline.objectives.append(objective)
        for key in (objective.key, normalized_text(title.text)):
            if key:
                known.setdefault(key, objective)
    _add_key_results(child, known, tally)
    return outline


def _add_key_results(child: Columns, known: dict[str, OutlineGoal], tally: Tally) -> None:
    title_meaning = Meaning.KEY_RESULT if child.has(Meaning.KEY_RESULT) else Meaning.TITLE
    for row in child.rows:
        cells = child.cells(row)
        if not cells:
            continue
        tally.count(child.table, row.number)
        title = cells.get(title_meaning)
        references = [cells[meaning].text for meaning in _REFERENCES if meaning in cells]
        objectives = [found for reference in references if (found := _referenced(reference, known)) is not None]
        if title is None:
            tally.leave(child.table, row.number, "it has no title")
        elif not objectives:
            said = (
                f'"{references[0][:80]}" is no objective of the other table' if references else "it names no objective"
            )
            tally.leave(child.table, row.number, said)
        else:
            own = {meaning: cell for meaning, cell in cells.items() if meaning not in _REFERENCES}
            goal = OutlineGoal(GoalLevel.KEY_RESULT, title.text, child.table, row.number, own)
            goal.key = goal.text(Meaning.ID)
            objectives[0].children.append(goal)


def _referenced(text: str, known: dict[str, OutlineGoal]) -> OutlineGoal | None:
    plain = _LINK_BEHIND.sub("", text).strip()
    return known.get(text) or known.get(normalized_text(text)) or known.get(normalized_text(plain))
