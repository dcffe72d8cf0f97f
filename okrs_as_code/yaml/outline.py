"""The lines of a file as a tree: each key and item of a block with the comments and blank lines that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.canonical_value import canonical_quotes

_MODELINE = "# yaml-language-server:"
_DASH = re.compile(r"(?:[ \r\n]|#[^\n]*)*-")
_COLON = re.compile(r"[ ]*:")
_TRAILING_COMMENT = re.compile(r"[ ]*(?:#[^\n]*)?")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:[ ]+#.*)?")
_KEPT_LINE_BREAKS = re.compile(r"(?:\r?\n[ ]*(?=\r?\n))*")


@dataclass
class OutlineLeaf:
    """A value that is no block: a scalar, or a list or mapping in brackets or braces."""

    start: int
    end: int
    inner: list[str] | None = None
    """Comments between its key and itself, where it begins on a line of its own."""
    comment: str = ""
    """The comment after it, with one space before the `#`."""


@dataclass
class OutlineEntry:
    """A key with its value, or an item of a list."""

    path: KeyPath
    start: int
    column: int
    head: str
    """The key in canonical quotes with its colon, or the dash."""
    value: OutlineLeaf | OutlineBlock
    lead: list[str] = field(default_factory=list)
    """Comments above it, and an empty text for each blank line."""
    comment: str = ""
    """The comment after the head, where the value begins on another line."""


@dataclass
class OutlineBlock:
    """A mapping or list that is written line by line."""

    path: KeyPath
    parent: OutlineBlock | None
    is_list: bool
    entries: list[OutlineEntry] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    """Comments at its end that belong to no key below."""

    @property
    def column(self) -> int:
        """The number of spaces in front of its keys or dashes."""
        return self.entries[0].column


@dataclass
class Outline:
    """A file: the lines above the first key that are about the file as a whole, its root, and what ends it."""

    header: list[str]
    root: OutlineBlock
    footer: list[str]
    """The line `...` that ends the document, and all that comes after it."""


def outline(document: Document) -> Outline | None:
    """The tree of a document without problems; None where its root is no block.

    Raises OkrsError where something is written in a way that is not known here, such as `? key`.
    """
    builder = _Builder(document)
    root = builder.build_value(document.data, (), None)
    if isinstance(root, OutlineLeaf):
        return None
    return builder.attach_comments(root)


class _Builder:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text.text
        self._entries: list[tuple[OutlineEntry, OutlineBlock, int]] = []
        """Each entry with its block and the end of its own text, in the order of the text."""

    def build_value(self, data: Any, path: KeyPath, parent: OutlineBlock | None) -> OutlineLeaf | OutlineBlock:
        """Builds the value at a path, with all that is below it."""
        span = self._document.value_span(path)
        if not isinstance(data, dict | list) or self._text[span.start : span.start + 1] in ("{", "["):
            end = span.end
            if isinstance(data, str) and re.match(r"[|>]\d?\+", self._text[span.start : span.start + 3]):
                line_breaks = _KEPT_LINE_BREAKS.match(self._text, end)
                end = line_breaks.end() if line_breaks is not None else end
            return OutlineLeaf(span.start, end)
        block = OutlineBlock(path, parent, isinstance(data, list))
        end = span.start
        for key, value in enumerate(data) if isinstance(data, list) else data.items():
            end = self._add_entry(block, (*path, key), value, end)
        return block

    def _add_entry(self, block: OutlineBlock, path: KeyPath, data: Any, end_before: int) -> int:
        """Adds an entry after the end of the one before it; returns its own end."""
        if block.is_list:
            dash = _DASH.match(self._text, end_before)
            start, head_end = (dash.end() - 1, dash.end()) if dash is not None else (end_before, end_before)
            head = "-"
        else:
            key = self._document.key_span(path)
            start = key.start
            colon = _COLON.match(self._text, key.end)
            head_end = colon.end() if colon is not None else key.end
            head = f"{canonical_quotes(self._text[key.start : key.end])}:"
            if colon is None or "\n" in head:
                raise self._unknown_style_error(start)
        line_start = self._text.rfind("\n", 0, start) + 1
        entry = OutlineEntry(path, start, start - line_start, head, OutlineLeaf(start, start))
        index = len(self._entries)
        self._entries.append((entry, block, head_end))
        block.entries.append(entry)
        entry.value = self.build_value(data, path, block)
        if isinstance(entry.value, OutlineLeaf):
            self._entries[index] = (entry, block, entry.value.end)
            self._attach_before_leaf(entry, entry.value, head_end)
            return entry.value.end
        return self._entries[-1][2]

    def _attach_before_leaf(self, entry: OutlineEntry, leaf: OutlineLeaf, head_end: int) -> None:
        between = self._text[head_end : leaf.start]
        if "\n" not in between:
            if between.strip(" "):
                raise self._unknown_style_error(head_end)
            return
        first, *lines = between.split("\n")
        entry.comment = self._trailing_comment(first, head_end)
        leaf.inner = [self._whole_line(line, head_end) for line in lines[:-1] if line.strip(" \r")]
        if lines[-1].strip(" "):
            raise self._unknown_style_error(head_end)

    def attach_comments(self, root: OutlineBlock) -> Outline:
        """Attaches every comment and blank line to what it belongs to, and the others to the file as a whole."""
        first, footer = self._entries[0][0], []
        header, first.lead = self._split_header(first.start)
        for (entry, block, end), following in zip(self._entries, (*self._entries[1:], None), strict=True):
            if following is None:
                lines = self._lines_after(entry, end, len(self._text))
                length = next((at for at, (_, text) in enumerate(lines) if text.startswith("...")), len(lines))
                footer = [text for _, text in lines[length:]]
                _attach_between(lines[:length], None, block, root)
                continue
            after, after_block, _ = following
            gap = self._text[end : after.start]
            if "\n" not in gap:
                if gap.strip(" "):
                    raise self._unknown_style_error(end)
                continue
            last_line = gap.rpartition("\n")[2]
            if last_line.strip(" "):
                raise self._unknown_style_error(end)
            lines = self._lines_after(entry, end, after.start - len(last_line))
            if entry.value is after_block:
                _attach_inside(lines, entry, after)
            else:
                _attach_between(lines, after, block, after_block)
        return Outline(header, root, footer)

    def _split_header(self, start: int) -> tuple[list[str], list[str]]:
        """The lines above the first key, at `start`: those about the file as a whole, and those about the key."""
        before = self._text[:start]
        if before.rpartition("\n")[2].strip(" "):
            raise self._unknown_style_error(0)
        lines = [self._whole_line(line, 0) for line in before.split("\n")[:-1]]
        separators = [number for number, line in enumerate(lines, 1) if not line or line.startswith((_MODELINE, "---"))]
        length = separators[-1] if separators else 0
        return lines[:length], lines[length:]

    def _lines_after(self, entry: OutlineEntry, start: int, end: int) -> list[tuple[int, str]]:
        """The lines after an entry, each with its column; attaches the comment on the entry's own line to it."""
        first, *lines = self._text[start:end].split("\n")
        comment = self._trailing_comment(first, start)
        if isinstance(entry.value, OutlineLeaf):
            entry.value.comment = comment
        else:
            entry.comment = comment
        if end < len(self._text) or (lines and not lines[-1].strip(" \r")):
            lines = lines[:-1]
        return [(len(line) - len(line.lstrip(" ")), self._whole_line(line, start)) for line in lines]

    def _trailing_comment(self, text: str, offset: int) -> str:
        text = text.rstrip(" \r")
        if _TRAILING_COMMENT.fullmatch(text) is None:
            raise self._unknown_style_error(offset)
        return f" {text.lstrip(' ')}" if text else ""

    def _whole_line(self, line: str, offset: int) -> str:
        """A line with nothing but a comment, a marker of documents, or nothing at all."""
        line = line.strip(" \r")
        if line and not line.startswith("#") and _MARKER.fullmatch(line) is None:
            raise self._unknown_style_error(offset)
        return line

    def _unknown_style_error(self, offset: int) -> OkrsError:
        row = self._text.count("\n", 0, offset) + 1
        return OkrsError(
            f"{self._document.file}:{row}: this is written in a way that `okrs fmt` does not know",
            "write plain `key: value` lines, or format this file by hand",
        )


def _attach_inside(lines: list[tuple[int, str]], entry: OutlineEntry, first: OutlineEntry) -> None:
    """Attaches the lines between a key, or a dash, and the first line of its block."""
    texts = [text for _, text in lines]
    if entry.head != "-":
        first.lead = texts
        return
    if entry.comment:
        entry.lead.append(entry.comment.strip(" "))
        entry.comment = ""
    entry.lead.extend(text for text in texts if text)


def _attach_between(
    lines: list[tuple[int, str]], after: OutlineEntry | None, block: OutlineBlock, after_block: OutlineBlock
) -> None:
    """Attaches the lines below an entry of `block` to the entry after it, or to the end of a block that ends here.

    A comment belongs to the entry after it, unless it stands further to the right: then it is the last word of the
    deepest block whose column it reaches. `after_block` is the block of the entry after it, or the root.
    """
    pending: list[str] = []
    deepest: OutlineBlock | None = block
    for number, (column, text) in enumerate(lines):
        if not text:
            pending.append(text)
            continue
        if after is not None and column <= after.column:
            pending += [text for _, text in lines[number:]]
            break
        while deepest is not None and deepest is not after_block and deepest.column > column:
            deepest = deepest.parent
        if after is not None and (deepest is None or deepest is after_block):
            pending += [text for _, text in lines[number:]]
            break
        (deepest or after_block).foot += [*pending, text]
        pending = []
    if after is not None:
        after.lead = pending
