"""Tables from Markdown: its tables, and the nested lists below its headings, parsed by markdown-it-py."""

from __future__ import annotations

from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel
from okrs_as_code.intake.shapes.levels import level_before_title
from okrs_as_code.intake.source.decoding import decode
from okrs_as_code.intake.source.delimited import refuse_size
from okrs_as_code.intake.source.extras import missing_extra_error
from okrs_as_code.intake.source.markdown_list import ListEntry, are_objectives, level_word, read_items
from okrs_as_code.intake.source.markdown_rows import OutlineRow, OutlineRows
from okrs_as_code.intake.source.markdown_section import Section, Sections
from okrs_as_code.intake.source.markdown_text import MarkdownText, end_of, text_of
from okrs_as_code.intake.source.title_parts import NO_NAMES, KnownNames, fields_of, title_parts
from okrs_as_code.intake.source_table import Cell, SourceRow, SourceTable
from okrs_as_code.intake.vocabulary.words import even, words

_MAX_BYTES = 1024 * 1024
"""Bytes of a page: more than anybody writes, and little enough to be parsed in seconds."""
_MAX_NESTING = 20
_NAMES_OBJECTIVES = frozenset((Meaning.OBJECTIVE, Meaning.TYPE, Meaning.PARENT, Meaning.LEVEL))
"""Meanings of columns of a table that say what its objectives are."""
_TITLES = frozenset((Meaning.KEY_RESULT, Meaning.TITLE))
_BELOW_HEADINGS = 7
"""The rank of an objective that is a paragraph: below every heading, and above its key results."""
_BELOW = {GoalLevel.OBJECTIVE: GoalLevel.KEY_RESULT}


def read_markdown(data: bytes, file: str, names: KnownNames = NO_NAMES) -> list[SourceTable]:
    """The tables of a page, and its lists as one more; fenced code is not read. Raises OkrsError where it has none."""
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise missing_extra_error("markdown", "reading Markdown") from None
    if len(data) > _MAX_BYTES:
        raise OkrsError(f"{file} is larger than {_MAX_BYTES >> 20} MiB", "import a part of it")
    text, _ = decode(data, file)
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING}).enable("table")
    try:
        tokens = parser.parse(text)
    except RecursionError:
        raise OkrsError(f"{file} is nested too deeply", "import a part of it") from None
    page = _Page(file, names)
    page.read(tokens)
    tables = page.all_tables()
    if not tables:
        raise OkrsError(
            f"{file} has no table, and no list below a heading",
            "write a table, or a list of key results below each objective",
        )
    for table in tables:
        refuse_size(table)
    return tables


class _Page:
    """Walks through the blocks of a page."""

    def __init__(self, file: str, names: KnownNames) -> None:
        self._file = file
        self._names = names
        self._tables: list[SourceTable] = []
        self._rows = OutlineRows(names)
        self._sections = Sections(names)
        self._paragraphs = 0

    def read(self, tokens: list[Any]) -> None:
        """Reads all blocks of a page."""
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = end_of(tokens, position)
            inner = tokens[position + 1 : end]
            if token.type == "heading_open":
                self._read_heading(int(token.tag[1:]), text_of(inner[0]))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                self._read_list(list(read_items(inner)))
            elif token.type == "table_open":
                self._read_table(inner)
            elif token.type == "paragraph_open":
                self._read_paragraph(text_of(inner[0]))
            elif token.type == "blockquote_open":
                self._paragraphs += 1
            position = end + 1

    def all_tables(self) -> list[SourceTable]:
        """The tables that were read, with notes on what was not."""
        outline = self._rows.table(self._file)
        tables = [*self._tables, *([outline] if len(outline.rows) > 1 else [])]
        if tables:
            tables[0].notes += self._notes()
        return tables

    def _notes(self) -> list[str]:
        notes = []
        unread = self._paragraphs + self._rows.unread
        if unread:
            lines = "a paragraph is" if unread == 1 else f"{unread} paragraphs are"
            notes.append(f"{self._file}: {lines} outside of tables and lists, and not read")
        return [*notes, *self._sections.notes(self._file), *self._rows.notes(self._file)]

    def _read_heading(self, depth: int, text: MarkdownText) -> None:
        section = self._sections.open(depth, text)
        if section.level not in (None, GoalLevel.OBJECTIVE) and not section.is_word:
            above = self._sections.goal()
            if above is not None:
                section.row = self._rows.add(section.level, text, above=self._objective(above))

    def _objective(self, section: Section) -> OutlineRow:
        """The row of the objective that a heading is."""
        if section.row is None:
            section.row = self._rows.add(GoalLevel.OBJECTIVE, section.text, team=self._sections.team())
        return section.row

    def _read_paragraph(self, text: MarkdownText) -> None:
        """Reads a paragraph that is a goal, `O1: Win`, or fields of the heading above it, `Owner: Bo`."""
        rank = _rank_of_paragraph(text)
        if rank is not None:
            self._read_heading(rank, text)
            return
        fields = [found for line in text.lines for found in [fields_of(line)] if found is not None]
        here, goal = self._sections.here, self._sections.goal()
        if goal is None or len(fields) < len(text.lines):
            self._paragraphs += 1
            return
        row = here.row if here is not None and here.row is not None else self._objective(goal)
        for found in fields:
            row.put(found, text.links)

    def _read_list(self, items: list[ListEntry]) -> None:
        """Adds a list: its entries are objectives, or key results of the heading above, which then is one."""
        here = self._sections.here
        goal = self._sections.goal()
        if here is not None and here.row is not None and here.level is GoalLevel.KEY_RESULT:
            self._add_below(items, here.row)
        elif here is not None and here.is_word and here.level is not GoalLevel.OBJECTIVE and goal is not None:
            self._add_all(items, here.level, self._objective(goal))
        elif goal is None or (goal.level is None and are_objectives(items)):
            self._add_all(items, GoalLevel.OBJECTIVE, None)
        else:
            self._add_below(items, self._objective(goal))

    def _add_below(self, items: list[ListEntry], row: OutlineRow) -> None:
        """Adds what stands below a goal: its fields, and the goals of the level below it."""
        is_below_key_result = row.level is not GoalLevel.OBJECTIVE
        goals = []
        for item in items:
            if item.is_fields(is_below_key_result=is_below_key_result):
                found = fields_of(item.content.text, is_below_key_result=is_below_key_result) or []
                row.put(found, item.content.links)
                self._read_more(item, row)
            else:
                goals.append(item)
        self._add_all(goals, _BELOW.get(row.level, GoalLevel.STEP), row)

    def _add_all(self, items: list[ListEntry], level: GoalLevel | None, above: OutlineRow | None) -> None:
        """Adds goals of a level, unless their marks say another; `Key results:` stands for the entries below it."""
        last: OutlineRow | None = None
        for item in items:
            about = level_word(item.content.text)
            if about is not None and item.items:
                self._add_all(item.items, about, above or last)
                continue
            if above is None and item.is_fields():
                self._paragraphs += 1
                continue
            own = item.mark or level or GoalLevel.OBJECTIVE
            is_below_last = above is None and own is not GoalLevel.OBJECTIVE
            below = last if is_below_last else above
            row = self._rows.add(own, item.content, item.is_done, below, self._sections.team())
            last = row if own is GoalLevel.OBJECTIVE else last
            self._read_more(item, row)
            self._add_below(item.items, row)

    def _read_more(self, item: ListEntry, row: OutlineRow) -> None:
        """Reads further paragraphs of an entry: fields of it, or words that nobody reads."""
        for text in item.paragraphs:
            fields = [fields_of(line, is_below_key_result=row.level is not GoalLevel.OBJECTIVE) for line in text.lines]
            if None in fields:
                self._paragraphs += 1
                continue
            for found in fields:
                row.put(found or [], text.links)

    def _read_table(self, tokens: list[Any]) -> None:
        """Adds a table; one without a column of objectives has the heading above for all its rows."""
        rows: list[SourceRow] = []
        for position, token in enumerate(tokens):
            if token.type == "tr_open":
                inner = tokens[position : end_of(tokens, position)]
                cells = [text_of(one) for one in inner if one.type == "inline"]
                line = (token.map[0] + 1) if token.map else 0
                rows.append(SourceRow(line, tuple(Cell(cell.text, links=cell.links) for cell in cells)))
        meanings = {words("headings").get(even(cell.text)) for cell in rows[0].cells} if rows else set()
        rows = self._with_owners(rows, meanings)
        added: dict[str, str] = {}
        team = self._sections.team()
        if team and Meaning.TEAM not in meanings:
            added["Team"] = team
        section = self._sections.goal() or self._sections.here
        if section is not None and not meanings & _NAMES_OBJECTIVES:
            section.is_read = True
            parts = title_parts(section.title, self._names)
            if parts.owners or parts.fields:
                self._objective(section)
            added["Objective"] = parts.title
        for heading, text in added.items():
            first, *others = rows
            rows = [SourceRow(first.number, (Cell(heading), *first.cells))]
            rows += [SourceRow(row.number, (Cell(text), *row.cells)) for row in others]
        self._tables.append(SourceTable(self._file, rows, word="line"))

    def _with_owners(self, rows: list[SourceRow], meanings: set[str | None]) -> list[SourceRow]:
        """The rows of a table without a column of owners, with one where titles name any."""
        first = rows[0].cells if rows else ()
        titles = [place for place, cell in enumerate(first) if words("headings").get(even(cell.text)) in _TITLES]
        if len(titles) != 1 or Meaning.OWNER in meanings:
            return rows
        [place] = titles
        parts = [title_parts(row.cell(place).text, self._names) for row in rows[1:]]
        if not any(part.owners for part in parts):
            return rows
        named = [SourceRow(rows[0].number, (*first, Cell("Owner")))]
        for row, part in zip(rows[1:], parts, strict=True):
            cells = [row.cell(index) for index in range(len(first))]
            if part.owners and not part.fields:
                cells[place] = Cell(part.title, links=cells[place].links)
                self._rows.note_owner(row.number)
            cells.append(Cell("\n".join(part.owners if not part.fields else ())))
            named.append(SourceRow(row.number, tuple(cells)))
        return named


def _rank_of_paragraph(text: MarkdownText) -> int | None:
    """The rank of a paragraph that is a goal by its mark, or names a level: `O1: Win`, `Key results`; None for others.

    A word that is also the name of a field, as in `Goal: be loved`, may begin any remark.
    """
    if len(text.lines) > 1 or fields_of(text.text, is_below_key_result=True) is not None:
        return None
    marked = level_before_title(text.text)
    level = marked[0] if marked is not None else None
    if level is GoalLevel.OBJECTIVE:
        return _BELOW_HEADINGS
    return _BELOW_HEADINGS + 1 if level is GoalLevel.KEY_RESULT or level_word(text.text) is not None else None
