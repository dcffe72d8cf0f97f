"""Edits of YAML at the places where things are written: nothing else of the text is touched, or even looked at."""

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
_REST = re.compile(r"[ \t]*(?:#[^\n]*?)?(?=\r?\n|\Z)")
_HEADER = re.compile(r"[|>][-+0-9]*(?P<comment>[ ]+#[^\r\n]*)?\r?\n")


def apply_edits(document: Document, edits: Sequence[Edit], intended: Any) -> Document:
    """The document after the edits, one after the other; each path is that of the text as the edits before it left it.

    Raises OkrsError for a file that cannot be read, for an edit that cannot be done without losing a comment, and
    where the result does not say exactly what was intended: see `accept`. Nothing is written anywhere.
    """
    if not document.readable:
        raise OkrsError(f"{document.file} cannot be read", "mend what `okrs lint` says about it first")
    current = document
    for edit in edits:
        meant = edit_data(current.data, [edit])
        current = verify_edit(current, _Splice(current).done(edit), meant)
    return verify_edit(document, current.text.text, intended)


class _Splice:
    """One edit of one text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text.text

    def done(self, edit: Edit) -> str:
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
                return self._replaced(span.start, span.end, value_text(name, in_flow=self._in_flow(path[:-1])))
            case InsertItem(path, position, value):
                return self._insert_item(path, position, value)

    def _replaced(self, start: int, end: int, text: str) -> str:
        return f"{self._text[:start]}{text}{self._text[end:]}"

    def _set(self, path: KeyPath, value: Any) -> str:
        start, end = self._value(path)
        written = value_text(value, in_flow=bool(path) and self._in_flow(path[:-1]))
        if start == end:
            has_colon = not path or isinstance(path[-1], int) or self._colon(path) == start
            return self._replaced(start, end, f" {written}" if has_colon else f": {written}")
        header = _HEADER.match(self._text, start, end)
        if header is not None and not self._is_container(path):
            return self._replaced(start, end, f"{written}{header['comment'] or ''}")
        if path and self._is_block(path) and isinstance(path[-1], str):
            start, written = self._colon(path), f" {written}"
            # What stands behind the last line of a block belongs to that line, which will be gone.
            self._refuse_comments(end, self._line_end(end), path)
        self._refuse_comments(start, end, path)
        return self._replaced(start, end, written)

    def _insert_key(self, path: KeyPath, key: str, value: Any, after: str | None) -> str:
        mapping = value_at(self._document.data, path)
        in_flow = self._in_flow(path)
        pair = f"{value_text(key, in_flow=in_flow)}: {value_text(value, in_flow=in_flow)}"
        if not mapping:
            start, end = self._value(path)
            return self._replaced(start, end, f"{{{value_text(key, in_flow=True)}: {value_text(value, in_flow=True)}}}")
        if after is None:
            start = self._document.key_span((*path, next(iter(mapping)))).start
            return self._replaced(start, start, f"{pair}, " if in_flow else f"{pair}{self._break_before(start)}")
        end = self._value((*path, after))[1]
        if in_flow:
            return self._replaced(end, end, f", {pair}")
        start = self._document.key_span((*path, after)).start
        return self._new_line(end, start, pair)

    def _insert_item(self, path: KeyPath, position: int, value: Any) -> str:
        items = value_at(self._document.data, path)
        in_flow = self._in_flow(path)
        written = value_text(value, in_flow=True)
        if not items:
            return self._replaced(*self._value(path), f"[{written}]")
        if in_flow:
            if position == len(items):
                end = self._value((*path, position - 1))[1]
                return self._replaced(end, end, f", {written}")
            start = self._value((*path, position))[0]
            return self._replaced(start, start, f"{written}, ")
        item = f"- {value_text(value)}"
        if position == 0:
            start = self._dash(path, 0)
            return self._replaced(start, start, f"{item}{self._break_before(start)}")
        return self._new_line(self._value((*path, position - 1))[1], self._dash(path, position - 1), item)

    def _remove(self, path: KeyPath) -> str:
        holder = path[:-1]
        held = value_at(self._document.data, holder)
        if len(held) == 1:
            return self._set(holder, type(held)())
        names: list[Any] = list(held) if isinstance(held, dict) else list(range(len(held)))
        at = names.index(path[-1])
        following = (*holder, names[at + 1]) if at + 1 < len(names) else None
        start, end = self._start(path), self._value(path)[1]
        if self._in_flow(holder):
            if following is not None:
                end = self._start(following)
            else:
                start = self._value((*holder, names[at - 1]))[1]
            self._refuse_comments(start, end, path)
            return self._replaced(start, end, "")
        line_start = self._text.rfind("\n", 0, start) + 1
        end = self._with_comments(end, start - line_start)
        if not self._text[line_start:start].strip(" "):
            return self._without_lines(line_start, end)
        if following is None:
            raise OkrsError(f"{self._document.file}: `{format_path(path)}` cannot be removed here", "remove it by hand")
        next_start = self._start(following)
        self._refuse_comments(end, next_start, path)
        return self._replaced(start, next_start, "")

    def _without_lines(self, start: int, end: int) -> str:
        """Without these lines; a file that ends without a line break goes on doing so."""
        following = self._text.find("\n", end)
        if following >= 0:
            return self._replaced(start, following + 1, "")
        kept = self._text[:start]
        return kept.removesuffix("\n").removesuffix("\r")

    def _new_line(self, end: int, start: int, text: str) -> str:
        """A line below what begins and ends there, in the same column; the comments of that stay with it."""
        at = self._with_comments(end, start - self._text.rfind("\n", 0, start) - 1)
        return self._replaced(at, at, f"{self._break_before(start)}{text}")

    def _with_comments(self, end: int, column: int) -> int:
        """The end of the line on which something ends, or of the comments below that stand to the right of it."""
        at = self._line_end(end)
        deeper = re.compile(rf"(?:(?:\r?\n *)*\r?\n {{{column + 1},}}#[^\r\n]*)+").match(self._text, at)
        return deeper.end() if deeper is not None else at

    def _line_end(self, offset: int) -> int:
        rest = _REST.match(self._text, offset)
        return rest.end() if rest is not None else offset

    def _break_before(self, start: int) -> str:
        """A line break of the kind that is near, and as many blanks as stand in front of a place."""
        line_start = self._text.rfind("\n", 0, start) + 1
        near = self._text.find("\n", start)
        near = near if near >= 0 else line_start - 1
        return f"{self._line_break(near)}{' ' * (start - line_start)}"

    def _line_break(self, at: int) -> str:
        return "\r\n" if at > 0 and self._text[at - 1] == "\r" else "\n"

    def _start(self, path: KeyPath) -> int:
        """Where a key, or an item with its dash, begins."""
        if isinstance(path[-1], str):
            return self._document.key_span(path).start
        return self._value(path)[0] if self._in_flow(path[:-1]) else self._dash(path[:-1], path[-1])

    def _dash(self, path: KeyPath, position: int) -> int:
        """Where the dash of an item of a block list stands."""
        start = self._value(path)[0] if position == 0 else self._value((*path, position - 1))[1]
        found = _DASH.match(self._text, start)
        return found.end() - 1 if found is not None else start

    def _colon(self, path: KeyPath) -> int:
        """The place right behind the colon of a key; behind the key where it has none."""
        end = self._document.key_span(path).end
        found = _COLON.match(self._text, end)
        return found.end() if found is not None else end

    def _value(self, path: KeyPath) -> tuple[int, int]:
        span = self._document.value_span(path)
        return span.start, span.end

    def _is_container(self, path: KeyPath) -> bool:
        return isinstance(value_at(self._document.data, path), dict | list)

    def _is_block(self, path: KeyPath) -> bool:
        """Whether a mapping or list is written in lines, not in braces or brackets."""
        return self._is_container(path) and not self._in_flow(path)

    def _in_flow(self, path: KeyPath) -> bool:
        """Whether what lies in a mapping or list stands in braces or brackets, its own or those around it."""
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
