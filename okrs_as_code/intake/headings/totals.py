"""Rows of totals: sums, averages and counts below the goals of a table, which are no goals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.source_table import Cell, SourceRow
from okrs_as_code.intake.vocabulary.words import alternatives, even, meaning_of_heading, meanings_of_heading, vocabulary
from okrs_as_code.readings import number_parts

_TITLES = (Meaning.OBJECTIVE, Meaning.KEY_RESULT, Meaning.TITLE)
_BLOCKS = (Meaning.TEAM, Meaning.OBJECTIVE, Meaning.CYCLE)
"""Columns after whose texts a subtotal is called: `Total Sales`."""
_LINKING = re.compile(r"(?:(?:of|for|the|all|der|des|die|alle|de|du|la|les|del|el|los|las|por)\s+)+")
_NUMBER_BEHIND = re.compile(r"\s+\S*[0-9]\S*(?:\s?%)?$")
_MAX_LENGTH = 80


def find_totals(rows: Sequence[SourceRow], columns: Mapping[Meaning, Sequence[int]]) -> dict[int, str]:
    """The rows of totals by their numbers, each with the text that tells it: the first in the row.

    `columns` has the places of columns by meaning, numbered ones included. A row that names an owner, or a goal beside
    that text, is a goal whatever it is called.
    """
    titles, owners, named = (
        [index for meaning in meanings for index in columns.get(meaning, ())]
        for meanings in (_TITLES, (Meaning.OWNER,), _BLOCKS)
    )
    blocks: set[str] | None = None
    totals: dict[int, str] = {}
    for row in rows:
        first = next((index for index, cell in enumerate(row.cells) if cell.text and not cell.is_empty), None)
        rest = _behind_total(row.cell(first).text) if first is not None else None
        if first is None or rest is None:
            continue
        if blocks is None:
            blocks = {even(one.cell(index).text) for one in rows for index in named}
        others = (row.cell(index) for index in titles if index != first)
        if _is_summary(rest, blocks) and all(map(_is_no_goal, others)) and not _names_owner(row, owners):
            totals[row.number] = " ".join(row.cell(first).text.split())
    return totals


def _behind_total(text: str) -> str | None:
    """The text behind the word for a total, evened out; None where it begins with no such word."""
    match = _totals().fullmatch(even(text)) if len(text) <= _MAX_LENGTH else None
    return _LINKING.sub("", match["rest"] or "", count=1) if match is not None else None


def _is_summary(rest: str, blocks: set[str]) -> bool:
    """Whether what stands behind the word says only what is counted, and how much it is: `25 key results`."""
    number = number_parts(rest)
    noun = number.rest.strip(" %") if number is not None else _NUMBER_BEHIND.sub("", rest)
    return not noun or noun in blocks or bool(meaning_of_heading(noun) or meanings_of_heading(noun))


def _is_no_goal(cell: Cell) -> bool:
    """Whether a cell below a heading of titles counts something, or is a formula without its value."""
    return not cell.text or number_parts(cell.text) is not None or _behind_total(cell.text) is not None


def _names_owner(row: SourceRow, owners: Sequence[int]) -> bool:
    cells = (row.cell(index) for index in owners)
    return any(not cell.is_empty and cell.fault is None and number_parts(cell.text) is None for cell in cells)


@cache
def _totals() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(vocabulary()['totals'])})(?:\s+(?P<rest>.+))?")
