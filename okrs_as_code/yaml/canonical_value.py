"""The canonical text of a single value: its quotes and line breaks stay, its blanks and its place are ours."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

from okrs_as_code.finding import KeyPath
from okrs_as_code.yaml import Document

WIDTH = 120
"""Brackets and braces over several lines are joined where they fit into this many characters."""

_HEADER = re.compile(r"(?P<style>[|>])(?P<digit>[0-9]?)(?P<chomp>[-+]?)(?P<digit_behind>[0-9]?)(?P<rest>.*)")

Order = Callable[[KeyPath, Iterable[str]], list[str]]
"""The keys of the mapping at a path, in canonical order."""


def block_scalar(lines: list[str], column: int, ends_with_break: bool) -> list[str]:
    """A text behind `|` or `>`: its lines, two blanks to the right of what they belong to.

    `column` is where the key or dash stood that it belongs to. Without a line break at its end it is written so that
    it has none in the middle of a file, either.
    """
    head, *content = lines
    found = _HEADER.fullmatch(head)
    if found is None:
        return lines
    digit = found["digit"] or found["digit_behind"]
    filled = [_indentation(line) for line in content if line.strip(" ")]
    depth = column + int(digit) if digit else filled[0] if filled else max(map(len, content), default=0)
    chomp = found["chomp"] if ends_with_break else "-"
    moved = [f"  {line[depth:]}" if line[depth:] else "" for line in content]
    return [f"{found['style']}{'2' if digit else ''}{chomp}{found['rest'].rstrip(' ')}", *moved]


def folded_scalar(lines: list[str]) -> list[str]:
    """A plain or quoted text over several lines; blanks in front of a line have no meaning in it."""
    first, *others = lines
    return [first, *(f"  {line.lstrip(' ')}" if line.strip(" ") else "" for line in others)]


def indented(lines: list[str], column: int) -> list[str]:
    """Lines as they are, at the same distance from what they belong to, which stood in `column`."""
    first, *others = lines
    return [first, *(f"{' ' * max(0, _indentation(line) - column)}{line.lstrip(' ')}" for line in others)]


class FlowWriter:
    """What stands in brackets or braces, with one blank behind each comma and colon, and none at the ends."""

    def __init__(self, document: Document, order: Order) -> None:
        self._document = document
        self._order = order
        self._comments = [span.start for span, _ in document.comments()]

    def lines(self, path: KeyPath, data: Any, taken: int) -> list[str] | None:
        """The lines; `taken` characters of the first are in use already.

        None where only the author knows: a comment in it, a text over several lines, or a value that is not written.
        """
        span = self._document.value_span(path)
        written = self._document.text.text[span.start : span.end]
        if bisect_left(self._comments, span.start) < bisect_left(self._comments, span.end):
            return None
        parts = self._parts(path, data)
        if parts is None:
            return None
        opening, closing = ("{", "}") if isinstance(data, dict) else ("[", "]")
        joined = f"{opening}{', '.join(parts)}{closing}"
        if "\n" not in written or taken + len(joined) <= WIDTH:
            return [joined]
        return [opening, *(f"  {part}," for part in parts[:-1]), f"  {parts[-1]}", closing]

    def _parts(self, path: KeyPath, data: Any) -> list[str] | None:
        if isinstance(data, dict):
            keys = [(*path, name) for name in self._order(path, data)]
            parts = [self._one(key, data[key[-1]]) for key in keys]
            names = [self._written(self._document.key_span(key)) for key in keys]
            if None in parts or None in names:
                return None
            return [f"{name}: {part}" for name, part in zip(names, parts, strict=True)]
        parts = [self._one((*path, position), value) for position, value in enumerate(data)]
        return None if None in parts else [part for part in parts if part is not None]

    def _one(self, path: KeyPath, data: Any) -> str | None:
        if not isinstance(data, dict | list):
            return self._written(self._document.value_span(path))
        parts = self._parts(path, data)
        if parts is None:
            return None
        return f"{{{', '.join(parts)}}}" if isinstance(data, dict) else f"[{', '.join(parts)}]"

    def _written(self, span: Any) -> str | None:
        written = self._document.text.text[span.start : span.end]
        return written if written and "\n" not in written else None


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
