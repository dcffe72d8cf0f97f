"""Edits of YAML in its text, at the range of a key or value: nothing else is touched, or even looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.edit_check import verify_edit
from okrs_as_code.yaml.edits import (
    Edit,
    InsertItem,
    InsertKey,
    RemoveItem,
    RemoveKey,
    RenameKey,
    SetValue,
    edit_data,
    format_path,
    value_at,
)
from okrs_as_code.yaml.scalar_text import value_text

_DASH = re.compile(r"(?:[ \r\n]|#[^\n]*)*-")
_COLON = re.compile(r"(?:[ \r\n]|#[^\n]*)*:")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*?)?(?=\r?\n|\Z)")
_BLOCK_SCALAR_HEADER = re.compile(r"[|>][-+0-9]*(?P<comment>[ ]+#[^\r\n]*)?\r?\n")


def apply_edits(document: Document, edits: Sequence[Edit], intended: Any) -> Document:
    """The document after the edits, one after the other; each path is one in the text that the edits before it left.

    Raises OkrsError for a file that cannot be read, for an edit that cannot be done without losing a comment, and
    where the data of the result are not exactly those intended: see `verify_edit`. Nothing is written anywhere.
    """
    if not document.readable:
        raise OkrsError(f"{document.file} cannot be read", "fix what `okrs lint` says about it first")
    current = document
    for edit in edits:
        current = verify_edit(current, _Splice(current).apply(edit), edit_data(current.data, [edit]))
    return verify_edit(document, current.text.text, intended)


class _Splice:
    """An edit of the text of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text.text

    def apply(self, edit: Edit) -> str:
        """The text after an edit."""
        match edit:
            case SetValue(path, value):
                return self._set(path, value)
            case InsertKey(path, key, value, after):
                return self._insert_key(path, key, value, after)
            case RemoveKey(path) | RemoveItem(path):
                return self._remove(path)
            case RenameKey(path, name):
                span = self._document.key_span(path)
                return self._replace(span.start, span.end, value_text(name, in_flow=self._in_flow(path[:-1])))
            case InsertItem(path, position, value):
                return self._insert_item(path, position, value)

    def _replace(self, start: int, end: int, text: str) -> str:
        return f"{self._text[:start]}{text}{self._text[end:]}"

    def _set(self, path: KeyPath, value: Any) -> str:
        start, end = self._value(path)
        value_source = value_text(value, in_flow=bool(path) and self._in_flow(path[:-1]))
        if start == end:
            has_colon = not path or isinstance(path[-1], int) or self._end_of_colon(path) == start
            return self._replace(start, end, f" {value_source}" if has_colon else f": {value_source}")
        header = _BLOCK_SCALAR_HEADER.match(self._text, start, end)
        if header is not None and not self._is_container(path):
            return self._replace(start, end, f"{value_source}{header['comment'] or ''}")
        if path and self._is_block(path) and isinstance(path[-1], str):
            start, value_source = self._end_of_colon(path), f" {value_source}"
            # A comment after the last line of a block belongs to that line, which will be gone.
            self._refuse_comments(end, self._line_end(end), path)
        self._refuse_comments(start, end, path)
        return self._replace(start, end, value_source)

    def _insert_key(self, path: KeyPath, key: str, value: Any, after: str | None) -> str:
        mapping = value_at(self._document.data, path)
        in_flow = self._in_flow(path)
        pair = f"{value_text(key, in_flow=in_flow)}: {value_text(value, in_flow=in_flow)}"
        if not mapping:
            start, end = self._value(path)
            return self._replace(start, end, f"{{{value_text(key, in_flow=True)}: {value_text(value, in_flow=True)}}}")
        if after is None:
            start = self._document.key_span((*path, next(iter(mapping)))).start
            return self._replace(start, start, f"{pair}, " if in_flow else f"{pair}{self._break_before(start)}")
        end = self._value((*path, after))[1]
        if in_flow:
            return self._replace(end, end, f", {pair}")
        start = self._document.key_span((*path, after)).start
        return self._insert_line(end, start, pair)

    def _insert_item(self, path: KeyPath, position: int, value: Any) -> str:
        items = value_at(self._document.data, path)
        in_flow = self._in_flow(path)
        item = value_text(value, in_flow=True)
        if not items:
            return self._replace(*self._value(path), f"[{item}]")
        if in_flow:
            if position == len(items):
                end = self._value((*path, position - 1))[1]
                return self._replace(end, end, f", {item}")
            start = self._value((*path, position))[0]
            return self._replace(start, start, f"{item}, ")
        line = f"- {value_text(value)}"
        if position == 0:
            start = self._dash(path, 0)
            return self._replace(start, start, f"{line}{self._break_before(start)}")
        return self._insert_line(self._value((*path, position - 1))[1], self._dash(path, position - 1), line)

    def _remove(self, path: KeyPath) -> str:
        parent = path[:-1]
        container = value_at(self._document.data, parent)
        if len(container) == 1:
            return self._set(parent, type(container)())
        keys: list[Any] = list(container) if isinstance(container, dict) else list(range(len(container)))
        index = keys.index(path[-1])
        following = (*parent, keys[index + 1]) if index + 1 < len(keys) else None
        start, end = self._start(path), self._value(path)[1]
        if self._in_flow(parent):
            if following is not None:
                end = self._start(following)
            else:
                start = self._value((*parent, keys[index - 1]))[1]
            self._refuse_comments(start, end, path)
            return self._replace(start, end, "")
        line_start = self._line_start(start)
        end = self._end_with_comments(end, start - line_start)
        if not self._text[line_start:start].strip(" "):
            return self._remove_lines(line_start, end)
        if following is None:
            raise OkrsError(f"{self._document.file}: `{format_path(path)}` cannot be removed here", "remove it by hand")
        next_start = self._start(following)
        self._refuse_comments(end, next_start, path)
        return self._replace(start, next_start, "")

    def _remove_lines(self, start: int, end: int) -> str:
        """Removes lines; a file that ends without a line break goes on doing so."""
        line_feed = self._text.find("\n", end)
        if line_feed >= 0:
            return self._replace(start, line_feed + 1, "")
        return self._text[:start].removesuffix("\n").removesuffix("\r")

    def _insert_line(self, end: int, start: int, text: str) -> str:
        """Inserts a line below the entry from start to end, in its column and after its comments."""
        position = self._end_with_comments(end, start - self._line_start(start))
        return self._replace(position, position, f"{self._break_before(start)}{text}")

    def _end_with_comments(self, end: int, column: int) -> int:
        """The end of the line on which an entry ends, or of the comments below it that are indented further than it."""
        line_end = self._line_end(end)
        comments = re.compile(rf"(?:(?:\r?\n *)*\r?\n {{{column + 1},}}#[^\r\n]*)+").match(self._text, line_end)
        return comments.end() if comments is not None else line_end

    def _line_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        rest = _REST_OF_LINE.match(self._text, offset)
        return rest.end() if rest is not None else offset

    def _break_before(self, start: int) -> str:
        """A line break like the nearest one, and spaces up to the column of an offset."""
        line_start = self._line_start(start)
        line_feed = self._text.find("\n", start)
        line_feed = line_feed if line_feed >= 0 else line_start - 1
        line_break = "\r\n" if line_feed > 0 and self._text[line_feed - 1] == "\r" else "\n"
        return f"{line_break}{' ' * (start - line_start)}"

    def _start(self, path: KeyPath) -> int:
        """The offset at which a key, or an item with its dash, begins."""
        if isinstance(path[-1], str):
            return self._document.key_span(path).start
        return self._value(path)[0] if self._in_flow(path[:-1]) else self._dash(path[:-1], path[-1])

    def _dash(self, path: KeyPath, position: int) -> int:
        """The offset of the dash of an item of a block list."""
        start = self._value(path)[0] if position == 0 else self._value((*path, position - 1))[1]
        dash = _DASH.match(self._text, start)
        return dash.end() - 1 if dash is not None else start

    def _end_of_colon(self, path: KeyPath) -> int:
        """The offset right after the colon of a key; after the key where it has none."""
        end = self._document.key_span(path).end
        colon = _COLON.match(self._text, end)
        return colon.end() if colon is not None else end

    def _value(self, path: KeyPath) -> tuple[int, int]:
        """Start and end of a value."""
        span = self._document.value_span(path)
        return span.start, span.end

    def _is_container(self, path: KeyPath) -> bool:
        return isinstance(value_at(self._document.data, path), dict | list)

    def _is_block(self, path: KeyPath) -> bool:
        """Whether the value is a mapping or list that is written in lines, not in braces or brackets."""
        return self._is_container(path) and not self._in_flow(path)

    def _in_flow(self, path: KeyPath) -> bool:
        """Whether the entries of a mapping or list stand in braces or brackets, its own or those around it."""
        for length in range(len(path) + 1):
            start = self._value(path[:length])[0]
            if self._text[start : start + 1] in ("{", "[") and self._is_container(path[:length]):
                return True
        return False

    def _refuse_comments(self, start: int, end: int, path: KeyPath) -> None:
        if any(start <= span.start < end for span, _ in self._document.comments()):
            raise OkrsError(
                f"{self._document.file}: a comment in `{format_path(path)}` would be lost", "change it by hand"
            )
