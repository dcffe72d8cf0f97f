"""The shape of a file's tables: told from headings, or as a mapping file says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalOutline, Tally
from okrs_as_code.intake.shapes.goal_tree import TITLES, read_tree, titles_are_marked
from okrs_as_code.intake.shapes.joined import parent_and_child, read_joined
from okrs_as_code.intake.shapes.levels import level_of_word
from okrs_as_code.intake.shapes.long import read_long
from okrs_as_code.intake.shapes.wide import read_wide
from okrs_as_code.intake.vocabulary.words import even, words

_TOLD_BY = (Meaning.PARENT, Meaning.TYPE, Meaning.LEVEL, Meaning.OUTLINE)
_READERS = {"long": read_long, "tree": read_tree, "wide": read_wide}
_READINGS = {
    "long": "a row a key result: it needs the headings `Objective` and `Key result`",
    "tree": "a row a goal: it needs a title, and a `Parent`, a `Type` or a `Level`",
    "wide": "a row an objective: it needs a title, and headings such as `Key result 1`",
    "two-tables": "two tables: one of objectives, and one of key results with an `Objective`",
}


def read_outline(tables: Sequence[Columns], shape: str | None, tally: Tally) -> GoalOutline:
    """The goals of the tables. Raises OkrsError, with the two likeliest readings, where their shape is not told."""
    for columns in tables:
        _settle_type(columns)
    pair = parent_and_child(tables)
    if shape == "two-tables" or (shape is None and pair is not None):
        if pair is None:
            raise _untold_error(tables)
        return read_joined(*pair, tally)
    shapes = [shape or _shape_of_one(columns) for columns in tables]
    if None in shapes:
        raise _untold_error(tables)
    outlines = [_READERS[told](columns, tally) for told, columns in zip(shapes, tables, strict=True) if told]
    objectives = [objective for outline in outlines for objective in outline.objectives]
    return GoalOutline(", ".join(dict.fromkeys(outline.shape for outline in outlines)), objectives)


def _shape_of_one(columns: Columns) -> str | None:
    has_title = columns.has(*TITLES)
    if columns.numbers and has_title:
        return "wide"
    if columns.has(Meaning.OBJECTIVE) and columns.has(Meaning.KEY_RESULT, Meaning.TITLE):
        return "long"
    if has_title and (columns.has(*_TOLD_BY) or titles_are_marked(columns)):
        return "tree"
    return None


def _settle_type(columns: Columns) -> None:
    """Takes a column of types for what its cells are: levels, kinds of measure, or nothing that is known."""
    for meaning in (Meaning.TYPE, Meaning.LEVEL):
        column = columns.column(meaning)
        if column is None:
            continue
        texts = [text for row in columns.rows if (text := row.cell(column.index).text)]
        if any(level_of_word(text) is not None for text in texts):
            continue
        columns.columns.remove(column)
        if texts and all(even(text) in words("measures") for text in texts):
            columns.columns.append(replace(column, meaning=Meaning.MEASURE))
        else:
            columns.unknown.append((column.index, column.heading))


def _untold_error(tables: Sequence[Columns]) -> OkrsError:
    read = ", ".join(f'"{column.heading}" ({column.meaning})' for columns in tables for column in columns.columns[:12])
    labels = " and ".join(columns.table.label for columns in tables[:3])
    likely = _likeliest(tables)
    sheet = "name one sheet with `--sheet`, " if len(tables) > 1 and tables[0].table.name else ""
    return OkrsError(
        f"{labels}: the headings do not tell objectives from key results; read were {read or 'none'}",
        f"{_READINGS[likely[0]]}; or {_READINGS[likely[1]]}; {sheet}rename a heading, or say it with `--map`",
    )


def _likeliest(tables: Sequence[Columns]) -> tuple[str, str]:
    """The two shapes that lack the least."""
    if len(tables) == 2:
        return "two-tables", "long"
    columns = tables[0]
    if columns.numbers:
        return "wide", "long"
    return ("long", "tree") if columns.has(Meaning.OBJECTIVE, Meaning.KEY_RESULT) else ("tree", "long")
