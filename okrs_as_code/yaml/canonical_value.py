"""The canonical text of a single value: its quotes and line breaks stay, its spaces and indentation are ours."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

from okrs_as_code.finding import KeyPath, Span
from okrs_as_code.yaml import Document

WIDTH = 120
"""The characters of a line into which brackets and braces over several lines are joined where they fit."""

_HEADER = re.compile(r"(?P<style>[|>])(?P<digit>[0-9]?)(?P<chomp>[-+]?)(?P<digit_after>[0-9]?)(?P<rest>.*)")

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


class FlowWriter:
    """Writes mappings and lists in braces or brackets, with one space after each comma and colon, none at the ends."""

    def __init__(self, document: Document, order: Order) -> None:
        self._document = document
        self._order = order
        self._comments = [span.start for span, _ in document.comments()]

    def lines(self, path: KeyPath, data: Any, taken: int) -> list[str] | None:
        """The lines of a mapping or list; `taken` characters of the first are in use already.

        None where only the author knows: a comment in it, a text over several lines, or a value that is not written.
        """
        span = self._document.value_span(path)
        source = self._document.text.text[span.start : span.end]
        if bisect_left(self._comments, span.start) < bisect_left(self._comments, span.end):
            return None
        items = self._items(path, data)
        if items is None:
            return None
        opening, closing = ("{", "}") if isinstance(data, dict) else ("[", "]")
        line = f"{opening}{', '.join(items)}{closing}"
        if "\n" not in source or taken + len(line) <= WIDTH:
            return [line]
        return [opening, *(f"  {item}," for item in items[:-1]), f"  {items[-1]}", closing]

    def _items(self, path: KeyPath, data: Any) -> list[str] | None:
        if isinstance(data, dict):
            keys = [(*path, name) for name in self._order(path, data)]
            values = [self._value(key, data[key[-1]]) for key in keys]
            names = [self._source(self._document.key_span(key)) for key in keys]
            if None in values or None in names:
                return None
            return [f"{name}: {value}" for name, value in zip(names, values, strict=True)]
        values = [self._value((*path, position), value) for position, value in enumerate(data)]
        return None if None in values else [value for value in values if value is not None]

    def _value(self, path: KeyPath, data: Any) -> str | None:
        if not isinstance(data, dict | list):
            return self._source(self._document.value_span(path))
        items = self._items(path, data)
        if items is None:
            return None
        return f"{{{', '.join(items)}}}" if isinstance(data, dict) else f"[{', '.join(items)}]"

    def _source(self, span: Span) -> str | None:
        """The text of a range as it is written; None where that is nothing, or more than one line."""
        source = self._document.text.text[span.start : span.end]
        return source if source and "\n" not in source else None


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
