"""Tables from Markdown: its tables, and the nested lists below its headings, parsed by markdown-it-py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel
from okrs_as_code.intake.shapes.levels import level_before_title
from okrs_as_code.intake.source.decoding import decode
from okrs_as_code.intake.source.delimited import refuse_size
from okrs_as_code.intake.source.extras import missing_extra_error
from okrs_as_code.intake.source_table import Cell, SourceRow, SourceTable
from okrs_as_code.intake.vocabulary.words import even, words

_MAX_BYTES = 1024 * 1024
"""Bytes of a page: more than anybody writes, and little enough to be parsed in seconds."""
_MAX_NESTING = 20
_TASK = re.compile(r"\[([ xX])\]\s+(.*)", re.DOTALL)
_PROGRESS = re.compile(
    r"(?P<title>.*[^\d%\s])\s*(?:[=-]>|→)\s*(?P<progress>[0-9]{1,3}(?:[.,][0-9])?\s?%)\s*", re.DOTALL
)
_SPEAKER = re.compile(r"(?P<owner>[^:\n]{1,60}):\s+(?P<title>\S.*)", re.DOTALL)
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_HEADER = ("Level", "Title", "Owner", "Progress", "Status")
_LEVEL_WORDS = {GoalLevel.OBJECTIVE: "Objective", GoalLevel.KEY_RESULT: "Key result", GoalLevel.STEP: "Step"}

IsPerson = Callable[[str], bool]
"""Whether a text names a person, or is the title of one."""


@dataclass
class _Text:
    """The text of a line of Markdown without its marks, and where its links lead."""

    text: str
    line: int
    links: tuple[str, ...] = ()


@dataclass(eq=False)
class _Item:
    """An entry of a list, with the entries of the lists in it."""

    content: _Text
    is_done: bool | None = None
    """Whether a task is done; None for an entry that is no task."""
    items: list[_Item] = field(default_factory=list)


def nobody(_: str) -> bool:
    """No text names anybody."""
    return False


def read_markdown(data: bytes, file: str, is_person: IsPerson = nobody) -> list[SourceTable]:
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
    page = _Page(file, is_person)
    page.read(tokens)
    tables = [*page.tables, *([page.outline] if len(page.outline.rows) > 1 else [])]
    if not tables:
        raise OkrsError(
            f"{file} has no table, and no list below a heading",
            "write a table, or a list of key results below each objective",
        )
    for table in tables:
        refuse_size(table)
    if page.paragraphs:
        lines = "a paragraph is" if page.paragraphs == 1 else f"{page.paragraphs} paragraphs are"
        tables[0].notes.append(f"{file}: {lines} outside of tables and lists, and not read")
    return tables


class _Page:
    """Walks through the blocks of a page."""

    def __init__(self, file: str, is_person: IsPerson) -> None:
        self.tables: list[SourceTable] = []
        self.outline = SourceTable(file, [SourceRow(0, tuple(map(Cell, _HEADER)))], word="line", is_outline=True)
        self.paragraphs = 0
        self._file = file
        self._is_person = is_person
        self._heading: _Text | None = None
        self._heading_is_written = False

    def read(self, tokens: list[Any]) -> None:
        """Reads all blocks of a page."""
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = _end_of(tokens, position)
            inner = tokens[position + 1 : end]
            if token.type == "heading_open":
                self._heading, self._heading_is_written = _text_of(inner[0]), False
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                self._read_list(list(_items(inner)))
            elif token.type == "table_open":
                self._read_table(inner)
            elif token.type in ("paragraph_open", "blockquote_open"):
                self.paragraphs += 1
            position = end + 1

    def _read_table(self, tokens: list[Any]) -> None:
        """Adds a table; one without a column of objectives has the heading above for all its rows."""
        rows: list[SourceRow] = []
        for position, token in enumerate(tokens):
            if token.type == "tr_open":
                inner = tokens[position : _end_of(tokens, position)]
                cells = [_text_of(one) for one in inner if one.type == "inline"]
                line = (token.map[0] + 1) if token.map else 0
                rows.append(SourceRow(line, tuple(Cell(cell.text, links=cell.links) for cell in cells)))
        meanings = {words("headings").get(even(cell.text)) for cell in rows[0].cells} if rows else set()
        if self._heading is not None and not meanings & {
            Meaning.OBJECTIVE,
            Meaning.TYPE,
            Meaning.PARENT,
            Meaning.LEVEL,
        }:
            title = _without_mark(self._heading.text)
            rows = [SourceRow(rows[0].number, (Cell("Objective"), *rows[0].cells))] + [
                SourceRow(row.number, (Cell(title), *row.cells)) for row in rows[1:]
            ]
        self.tables.append(SourceTable(self._file, rows, word="line"))

    def _read_list(self, items: list[_Item]) -> None:
        """Adds a list: entries with entries below are objectives; else its heading is, and they are key results."""
        has_objectives = any(_level_of_item(item) is GoalLevel.OBJECTIVE for item in items)
        if not has_objectives and self._heading is not None:
            if not self._heading_is_written:
                self._add(GoalLevel.OBJECTIVE, self._heading, None)
                self._heading_is_written = True
            self._add_items(items, 1)
        else:
            self._add_items(items, 0)

    def _add_items(self, items: list[_Item], depth: int) -> None:
        for item in items:
            level = (GoalLevel.OBJECTIVE, GoalLevel.KEY_RESULT, GoalLevel.STEP)[min(depth, 2)]
            self._add(level, item.content, item.is_done)
            self._add_items(item.items, depth + 1)

    def _add(self, level: GoalLevel, content: _Text, is_done: bool | None) -> None:
        title, owner, progress = _without_mark(content.text), "", ""
        told = _PROGRESS.fullmatch(title)
        if told is not None:
            title, progress = told["title"], told["progress"]
        speaker = _SPEAKER.fullmatch(title)
        if speaker is not None and (_ACRONYM.fullmatch(speaker["owner"]) or self._is_person(speaker["owner"].strip())):
            title, owner = speaker["title"], speaker["owner"].strip()
        status = "" if is_done is None else "done" if is_done else "open"
        cells = (
            Cell(_LEVEL_WORDS[level]), Cell(title, links=content.links), Cell(owner), Cell(progress), Cell(status)
        )  # fmt: skip
        self.outline.rows.append(SourceRow(content.line, cells))


def _without_mark(title: str) -> str:
    marked = level_before_title(title)
    return marked[2].strip() if marked is not None else title


def _level_of_item(item: _Item) -> GoalLevel:
    """The level of an entry at the top of a list: by the mark before its title, else by what is below it."""
    marked = level_before_title(item.content.text)
    if marked is not None:
        return marked[0]
    below = [inner for inner in item.items if inner.is_done is None]
    return GoalLevel.OBJECTIVE if below else GoalLevel.KEY_RESULT


def _items(tokens: list[Any]) -> Iterator[_Item]:
    """Yields the entries of a list."""
    for position, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == tokens[0].level:
            inner = tokens[position + 1 : _end_of(tokens, position)]
            item = _item(inner, token.map[0] + 1 if token.map else 0)
            if item is not None:
                yield item


def _item(tokens: list[Any], line: int) -> _Item | None:
    content: _Text | None = None
    items: list[_Item] = []
    position = 0
    while position < len(tokens):
        token, end = tokens[position], _end_of(tokens, position)
        if token.type == "inline" or (token.type == "paragraph_open" and content is None):
            content = content or _text_of(token if token.type == "inline" else tokens[position + 1])
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items += _items(tokens[position + 1 : end])
        position = end + 1
    if content is None:
        return None
    task = _TASK.fullmatch(content.text)
    content.line = line
    if task is not None:
        content.text = task[2]
    return _Item(content, None if task is None else task[1] in "xX", items)


def _end_of(tokens: list[Any], position: int) -> int:
    """The place of the token that closes the one at a place; the place itself where that opens nothing."""
    if tokens[position].nesting != 1:
        return position
    depth = 0
    for end in range(position, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return end
    return len(tokens) - 1


def _text_of(token: Any) -> _Text:
    """The text of an inline token: marks become text, links are kept beside it."""
    parts: list[str] = []
    links: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
        elif child.type == "link_open":
            links.append(str(child.attrs.get("href", "")))
    return _Text("".join(parts).strip(), token.map[0] + 1 if token.map else 0, tuple(links))
