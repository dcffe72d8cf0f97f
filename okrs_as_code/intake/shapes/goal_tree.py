"""Trees: a row for each goal, with its parent, its type, its level, its number, or a mark before its title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, GoalOutline, OutlineGoal, Tally
from okrs_as_code.intake.shapes.levels import (
    depth_of_outline,
    level_before_title,
    level_of_word,
    outline_before_title,
)
from okrs_as_code.intake.shapes.long import reference_list
from okrs_as_code.intake.source_table import SourceRow
from okrs_as_code.model.files.base import normalized_text

TITLES = (Meaning.TITLE, Meaning.OBJECTIVE, Meaning.KEY_RESULT)


@dataclass(eq=False)
class _Node:
    """A row of a tree, with what it says of its place."""

    goal: OutlineGoal
    level: GoalLevel | None
    outline: tuple[int, ...] | None
    references: list[str]
    above: _Node | None = None
    below: list[_Node] = field(default_factory=list)


def read_tree(columns: Columns, tally: Tally) -> GoalOutline:
    """The goals of a tree. Rows that are their own parents, over others or not, are not taken."""
    nodes = list(_nodes(columns, tally))
    _link(nodes, tally)
    for node in nodes:
        if node.level is None:
            node.level = _level_by_place(node)
        node.goal.level = node.level
    outline = GoalOutline("tree")
    for node in nodes:
        if (columns.table.label, node.goal.row) in tally.left:
            continue
        _place(node, outline, tally)
    return outline


def titles_are_marked(columns: Columns) -> bool:
    """Whether titles have a level or an outline number in front: `O1: …`, `KR1: …`; `1 …`, `1.1 …`."""
    column = next((found for meaning in TITLES if (found := columns.column(meaning)) is not None), None)
    if column is None:
        return False
    texts = [text for row in columns.rows if (text := row.cell(column.index).text)]
    marked = [mark for text in texts if (mark := level_before_title(text)) is not None]
    if {level for level, _, _ in marked} >= {GoalLevel.OBJECTIVE, GoalLevel.KEY_RESULT}:
        return True
    outlined = [numbers for text in texts if (numbers := outline_before_title(text)) is not None]
    return len(outlined) * 2 > len(texts) and any("." in number for number, _ in outlined)


def _nodes(columns: Columns, tally: Tally) -> Iterator[_Node]:
    for row in columns.rows:
        cells = columns.cells(row)
        if not cells:
            continue
        tally.count(columns.table, row.number)
        node = _node(columns, row)
        if node is None:
            tally.leave(columns.table, row.number, "it has no title")
        else:
            yield node


def _node(columns: Columns, row: SourceRow) -> _Node | None:
    cells = columns.cells(row)
    meaning = next((meaning for meaning in TITLES if meaning in cells), None)
    if meaning is None:
        return None
    title = cells[meaning].text
    level = None
    if meaning is not Meaning.TITLE and columns.has(Meaning.OBJECTIVE) and columns.has(Meaning.KEY_RESULT):
        level = GoalLevel.OBJECTIVE if meaning is Meaning.OBJECTIVE else GoalLevel.KEY_RESULT
    for told_by in (Meaning.TYPE, Meaning.LEVEL):
        if told_by in cells and level is None:
            level = level_of_word(cells[told_by].text)
    marked = level_before_title(title)
    outline = depth_of_outline(cells[Meaning.OUTLINE].text) if Meaning.OUTLINE in cells else None
    if marked is not None and (level is None or level is marked[0]):
        level, _, title = marked
    elif level is None and outline is None and not columns.has(Meaning.PARENT):
        outlined = outline_before_title(title)
        if outlined is not None:
            outline, title = depth_of_outline(outlined[0]), outlined[1]
    goal = OutlineGoal(GoalLevel.OBJECTIVE, title, columns.table, row.number, cells)
    goal.key = goal.text(Meaning.ID) or (goal.text(Meaning.OUTLINE) if columns.has(Meaning.PARENT) else "")
    return _Node(goal, level, outline, reference_list(goal.text(Meaning.PARENT)))


def _link(nodes: list[_Node], tally: Tally) -> None:
    """Finds the row above each: the first parent that is named, else by numbers, else by the order of rows."""
    by_key: dict[str, _Node] = {}
    for node in nodes:
        for key in (node.goal.key, normalized_text(node.goal.title)):
            if key:
                by_key.setdefault(key, node)
    by_outline = {node.outline: node for node in nodes if node.outline is not None}
    has_references = any(node.references for node in nodes)
    last: dict[GoalLevel, _Node] = {}
    for node in nodes:
        for reference in node.references:
            named = by_key.get(reference) or by_key.get(normalized_text(reference))
            if named is not None and named is not node:
                node.above = node.above or named
        if node.outline is not None and len(node.outline) > 1 and node.above is None:
            node.above = by_outline.get(node.outline[:-1])
        if not node.references and not has_references and node.outline is None and node.level is not None:
            node.above = _above_in_order(node.level, last)
        if node.level is not None:
            last = {level: other for level, other in last.items() if _RANK[level] < _RANK[node.level]}
            last[node.level] = node
    for node in nodes:
        if _is_in_loop(node):
            tally.leave(node.goal.table, node.goal.row, "it is its own parent, over other rows or not")
        elif node.above is not None:
            node.above.below.append(node)


_RANK = {GoalLevel.OBJECTIVE: 0, GoalLevel.KEY_RESULT: 1, GoalLevel.STEP: 2, GoalLevel.INITIATIVE: 2}


def _above_in_order(level: GoalLevel, last: dict[GoalLevel, _Node]) -> _Node | None:
    above = [other for other_level, other in last.items() if _RANK[other_level] < _RANK[level]]
    return max(above, key=lambda other: _RANK[other.level or GoalLevel.OBJECTIVE], default=None)


def _is_in_loop(node: _Node) -> bool:
    seen, above = {id(node)}, node.above
    while above is not None:
        if id(above) in seen:
            return True
        seen.add(id(above))
        above = above.above
    return False


def _level_by_place(node: _Node) -> GoalLevel:
    """The level of a row that names none: by its number, else a leaf below another row is a key result."""
    if node.outline is not None:
        return (GoalLevel.OBJECTIVE, GoalLevel.KEY_RESULT, GoalLevel.STEP)[min(len(node.outline), 3) - 1]
    if node.above is not None and node.above.level is GoalLevel.KEY_RESULT:
        return GoalLevel.STEP
    return GoalLevel.KEY_RESULT if node.above is not None and not node.below else GoalLevel.OBJECTIVE


def _place(node: _Node, outline: GoalOutline, tally: Tally) -> None:
    """Puts a goal below the one that it belongs to; what it names besides that are goals above."""
    goal, above = node.goal, node.above
    if goal.level is GoalLevel.OBJECTIVE:
        goal.parents = node.references or ([] if above is None else [above.goal.key or above.goal.title])
        outline.objectives.append(goal)
        return
    belongs = above is not None and _RANK[above.goal.level] < _RANK[goal.level]
    if above is None or not belongs:
        noun = goal.level.value.replace("_", " ")
        said = f', and "{node.references[0]}" is none' if node.references else ""
        tally.leave(goal.table, goal.row, f"it is a {noun} without a goal above it{said}")
        return
    above.goal.children.append(goal)
    if len(node.references) > 1:
        tally.guess(goal.table, goal.row, "it names several parents, and stands below the first")
