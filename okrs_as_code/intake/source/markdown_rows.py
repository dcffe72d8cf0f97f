"""The rows that lists of Markdown become: a row a goal, with a column for each field that any of them has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from okrs_as_code.intake.shapes.goal_outline import GoalLevel
from okrs_as_code.intake.shapes.levels import level_before_title
from okrs_as_code.intake.source.markdown_text import MarkdownText
from okrs_as_code.intake.source.title_parts import Field, KnownNames, column_of_field, fields_of, title_parts
from okrs_as_code.intake.source_table import EMPTY, Cell, SourceRow, SourceTable, row_list

_PROGRESS = re.compile(
    r"(?P<title>.*[^\d%\s])\s*(?:[=-]>|→)\s*(?P<progress>[0-9]{1,3}(?:[.,][0-9])?\s?%)\s*", re.DOTALL
)
_SPEAKER = re.compile(r"(?P<owner>[^:\n]{1,60}):\s+(?P<title>\S.*)", re.DOTALL)
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_HEADER = {"level": "Level", "title": "Title", "owner": "Owner", "progress": "Progress", "status": "Status"}
_LEVEL_WORDS = {
    GoalLevel.OBJECTIVE: "Objective",
    GoalLevel.KEY_RESULT: "Key result",
    GoalLevel.STEP: "Step",
    GoalLevel.INITIATIVE: "Initiative",
}


@dataclass(eq=False)
class OutlineRow:
    """The row of a goal on a page; `cells` has what it says by the keys of columns."""

    level: GoalLevel
    line: int
    cells: dict[str, Cell]
    headings: dict[str, str]
    """Names of columns by their keys, those of all rows of the page."""
    rows: list[OutlineRow] = field(default_factory=list)
    """The rows of its objective, itself among them, in their order."""

    def put(self, fields: Iterable[Field], links: tuple[str, ...] = ()) -> None:
        """Adds fields; what is said twice stands on two lines."""
        for name, value in fields:
            key = column_of_field(name)
            self.headings.setdefault(key, name)
            before = self.cells.get(key, EMPTY)
            text = f"{before.text}\n{value}" if before.text and value else before.text or value
            self.cells[key] = Cell(text, links=(*before.links, *links))


class OutlineRows:
    """Collects the rows of a page, those of an objective together."""

    def __init__(self, names: KnownNames) -> None:
        self._names = names
        self._headings = dict(_HEADER)
        self._objectives: list[list[OutlineRow]] = []
        self._with_owner: list[int] = []
        self.unread = 0
        """The number of remarks behind titles that were complete without them."""
        self._mentions: dict[str, int] = {}

    def add(
        self,
        level: GoalLevel,
        content: MarkdownText,
        is_done: bool | None = None,
        above: OutlineRow | None = None,
        team: str = "",
    ) -> OutlineRow:
        """Adds a goal behind those of the objective above it; an initiative of an objective stands before them."""
        row = OutlineRow(level, content.line, {}, self._headings)
        if above is None or level is GoalLevel.OBJECTIVE:
            # A key result without an objective stands before them all, so that it is below none.
            self._objectives.insert(len(self._objectives) if level is GoalLevel.OBJECTIVE else 0, row.rows)
            row.put([("Team", team)] if team else ())
        else:
            row.rows = above.rows
        is_of_objective = above is not None and above.level is GoalLevel.OBJECTIVE and level is GoalLevel.INITIATIVE
        row.rows.insert(1 if is_of_objective else len(row.rows), row)
        self._read_title(row, content)
        row.cells["level"] = Cell(_LEVEL_WORDS[level])
        if is_done is not None:
            row.put([("Status", "done" if is_done else "open")])
        return row

    def _read_title(self, row: OutlineRow, content: MarkdownText) -> None:
        """Reads the title of a goal, and all that stands on its lines beside it."""
        first, *others = content.lines
        lines = [(line, fields_of(line, is_below_key_result=row.level is not GoalLevel.OBJECTIVE)) for line in others]
        remarks = [line for line, fields in lines if fields is None]
        if remarks and title_parts(first, self._names).owners:
            self.unread += 1
        else:
            first = " ".join((first, *remarks))
        marked = level_before_title(first)
        parts = title_parts(marked[2].strip() if marked is not None else first, self._names)
        told = _PROGRESS.fullmatch(parts.title)
        if told is not None:
            row.put([("Progress", told["progress"])])
            parts = title_parts(told["title"], self._names)
        speaker = _SPEAKER.fullmatch(parts.title)
        if speaker is not None and self._is_speaker(speaker["owner"].strip()):
            parts.title = speaker["title"]
            row.put([("Owner", speaker["owner"].strip())])
        row.cells["title"] = Cell(parts.title, links=content.links)
        for fields in (parts.fields, *(fields for _, fields in lines if fields is not None)):
            row.put(fields)
        if parts.owners:
            row.put([("Owner", owner) for owner in parts.owners])
            self.note_owner(row.line)
        for mention in parts.mentions:
            self._mentions.setdefault(mention, row.line)

    def note_owner(self, line: int) -> None:
        """Notes a line of which the title named the owner."""
        self._with_owner.append(line)

    def _is_speaker(self, text: str) -> bool:
        return _ACRONYM.fullmatch(text) is not None or self._names.is_person(text)

    def notes(self, file: str) -> Iterator[str]:
        """Yields notes on owners that were read from titles, and on logins that are nobody's."""
        if self._with_owner:
            yield f"{file}: owners are read from titles: {row_list(self._with_owner, 'line')}"
        for mention, line in self._mentions.items():
            yield f"{file}: {mention} (line {line}) names nobody in people.yaml, and stays in the title"

    def table(self, file: str) -> SourceTable:
        """The table of all rows below a row of headings."""
        header = SourceRow(0, tuple(map(Cell, self._headings.values())))
        rows = [
            SourceRow(row.line, tuple(row.cells.get(key, EMPTY) for key in self._headings))
            for rows in self._objectives
            for row in rows
        ]
        return SourceTable(file, [header, *rows], word="line", is_outline=True)
