"""The canonical text of a single value: the form in which prettier, which many run on all files, leaves it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from okrs_as_code.finding import KeyPath, Span
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.scalar_text import LINE_LENGTH

_HEADER = re.compile(r"(?P<style>[|>])(?P<digit>[0-9]?)(?P<chomp>[-+]?)(?P<digit_after>[0-9]?)(?P<rest>.*)")

_ESCAPE = re.compile(r'\\[^"]')

Order = Callable[[KeyPath, Iterable[str]], list[str]]
"""A function that sorts the keys of the mapping at a path in canonical order."""


def block_scalar(lines: list[str], column: int, ends_with_break: bool) -> list[str]:
    """The lines of a text after `|` or `>`, two spaces to the right of the key or dash that it belongs to.

    `column` is where that key or dash stood. A text without a line break at its end is written so that it has none in
    the middle of a file, either.
    """
    head, *content = lines
    header = _HEADER.fullmatch(head)
    if header is None:
        return lines
    digit = header["digit"] or header["digit_after"]
    indentations = [_indentation(line) for line in content if line.strip(" ")]
    depth = column + int(digit) if digit else indentations[0] if indentations else max(map(len, content), default=0)
    chomp = header["chomp"] if ends_with_break else "-"
    moved = [f"  {line[depth:]}" if line[depth:] else "" for line in content]
    return [f"{header['style']}{'2' if digit else ''}{chomp}{header['rest'].rstrip(' ')}", *moved]


def folded_scalar(lines: list[str]) -> list[str]:
    """The lines of a plain or quoted text; spaces in front of a line have no meaning in it."""
    first, *following = lines
    return [first, *(f"  {line.lstrip(' ')}" if line.strip(" ") else "" for line in following)]


def indented(lines: list[str], column: int) -> list[str]:
    """The lines of a text at the same distance from the key or dash that it belongs to, which stood in `column`."""
    first, *following = lines
    return [first, *(f"{' ' * max(0, _indentation(line) - column)}{line.lstrip(' ')}" for line in following)]


def canonical_quotes(text: str) -> str:
    """A text as it is written, if quoted in double quotes; in single ones where it has double ones in it.

    Escapes keep their quotes.
    """
    quote, raw = text[0], text[1:-1]
    if quote not in ("'", '"'):
        return text
    if (quote == "'" and "\\" in raw) or (quote == '"' and _ESCAPE.search(raw) is not None):
        return text
    if '"' in raw:
        if quote == '"':
            raw = raw.replace("'", "''").replace('\\"', '"')
        return f"'{raw}'"
    if quote == "'":
        raw = raw.replace("''", "'")
    return f'"{raw}"'


class FlowWriter:
    """Writes mappings and lists in braces or brackets: on one line where they fit, else with an item on each."""

    def __init__(self, document: Document, order: Order) -> None:
        self._document = document
        self._order = order
        self._comments = [span.start for span, _ in document.comments()]

    def lines(self, path: KeyPath, data: Any, column: int) -> list[str] | None:
        """The lines of a mapping or list that begins at a column, all relative to that; its first is the opening.

        None where only the author knows: a comment in it, a text over several lines, or a value that is not written.
        """
        span = self._document.value_span(path)
        if bisect_left(self._comments, span.start) < bisect_left(self._comments, span.end):
            return None
        line = self._line(path, data)
        if line is None:
            return None
        return [line] if fits(line, column) or not data else self.broken_lines(path, data, column)

    def broken_lines(self, path: KeyPath, data: Any, column: int) -> list[str]:
        """An item on each line, with a comma behind each."""
        lines = ["{" if isinstance(data, dict) else "["]
        for item_path, name, value in self._items(path, data):
            line = f"{name}{self._line(item_path, value)},"
            if fits(line, column + 2) or not isinstance(value, dict | list) or not value:
                lines.append(f"  {line}")
                continue
            if name:
                lines.append(f"  {name.rstrip()}")
            depth = 4 if name else 2
            item_lines = self._value_lines(item_path, value, column + depth)
            lines += [f"{' ' * depth}{item_line}" for item_line in item_lines]
        return [*lines, "}" if isinstance(data, dict) else "]"]

    def _value_lines(self, path: KeyPath, data: Any, column: int) -> list[str]:
        line = f"{self._line(path, data)},"
        if fits(line, column):
            return [line]
        lines = self.broken_lines(path, data, column)
        return [*lines[:-1], f"{lines[-1]},"]

    def _items(self, path: KeyPath, data: Any) -> Iterator[tuple[KeyPath, str, Any]]:
        """The path of each item, its key with a colon, which is empty in a list, and its value."""
        if isinstance(data, dict):
            for key in self._order(path, data):
                name = self._source(self._document.key_span((*path, key)))
                yield (*path, key), f"{name}: ", data[key]
        else:
            yield from (((*path, position), "", value) for position, value in enumerate(data))

    def _line(self, path: KeyPath, data: Any) -> str | None:
        """A value on one line; None where it cannot be written on one."""
        if not isinstance(data, dict | list):
            return self._source(self._document.value_span(path))
        if isinstance(data, dict) and any(self._source(self._document.key_span((*path, key))) is None for key in data):
            return None
        values = [(name, self._line(item_path, value)) for item_path, name, value in self._items(path, data)]
        if any(value is None for _, value in values):
            return None
        items = ", ".join(f"{name}{value}" for name, value in values)
        if isinstance(data, list):
            return f"[{items}]"
        return f"{{ {items} }}" if items else "{}"

    def _source(self, span: Span) -> str | None:
        """The text of a range in canonical quotes; None where that is nothing, or more than one line."""
        source = self._document.text.text[span.start : span.end]
        if not source or "\n" in source:
            return None
        return canonical_quotes(source)


def fits(line: str, column: int) -> bool:
    """Whether a line that begins at a column is short enough, with two places for each wide character."""
    return column + sum(_width(char) for char in line) <= LINE_LENGTH


def _width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
