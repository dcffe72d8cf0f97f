"""The lines of a file as a tree: each key and item of a block with the comments and blank lines that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.yaml import Document

_MODELINE = "# yaml-language-server:"
_DASH = re.compile(r"(?:[ \r\n]|#[^\n]*)*-")
_COLON = re.compile(r"[ ]*:")
_BEHIND = re.compile(r"[ ]*(?:#[^\n]*)?")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:[ ]+#.*)?")
_KEPT_LINES = re.compile(r"(?:\r?\n[ ]*(?=\r?\n))*")


@dataclass
class OutlineLeaf:
    """A value that is no block: a scalar, or what stands in brackets or braces."""

    start: int
    end: int
    inner: list[str] | None = None
    """Comments between its key and itself, where it begins on a line of its own."""
    comment: str = ""
    """What stands behind it, with the blanks before the `#`."""


@dataclass
class OutlineEntry:
    """A key with its value, or an item of a list."""

    path: KeyPath
    start: int
    column: int
    head: str
    """The key with its colon as it is written, or the dash."""
    value: OutlineLeaf | OutlineBlock
    lead: list[str] = field(default_factory=list)
    """Comments above it, and an empty text for each blank line."""
    comment: str = ""
    """What stands behind the head, where the value begins on another line."""


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
        """Blanks in front of its keys or dashes."""
        return self.entries[0].column


@dataclass
class Outline:
    """A file: what stands above the first key and is about the file as a whole, and its root."""

    header: list[str]
    root: OutlineBlock


def outline(document: Document) -> Outline | None:
    """The tree of a document without problems; None where its root is no block.

    Raises OkrsError where something is written in a way that is not known here, such as `? key`.
    """
    builder = _Builder(document)
    root = builder.value(document.data, (), None)
    if isinstance(root, OutlineLeaf):
        return None
    return Outline(builder.comments(root), root)


class _Builder:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text.text
        self._flat: list[
            tuple[OutlineEntry, OutlineBlock, int]
        ] = []  # in the order of the text, with the end of its own text

    def value(self, data: Any, path: KeyPath, parent: OutlineBlock | None) -> OutlineLeaf | OutlineBlock:
        """What stands at a path, and below it."""
        span = self._document.value_span(path)
        if not isinstance(data, dict | list) or self._text[span.start : span.start + 1] in ("{", "["):
            end = span.end
            if isinstance(data, str) and re.match(r"[|>]\d?\+", self._text[span.start : span.start + 3]):
                kept = _KEPT_LINES.match(self._text, end)
                end = kept.end() if kept is not None else end
            return OutlineLeaf(span.start, end)
        block = OutlineBlock(path, parent, isinstance(data, list))
        at = span.start
        for name, value in enumerate(data) if isinstance(data, list) else data.items():
            at = self._entry(block, (*path, name), value, at)
        return block

    def _entry(self, block: OutlineBlock, path: KeyPath, data: Any, at: int) -> int:
        """Adds an entry; `at` is where the one before it ends. Returns where it ends itself."""
        if block.is_list:
            dash = _DASH.match(self._text, at)
            start, head_end = (dash.end() - 1, dash.end()) if dash is not None else (at, at)
            head = "-"
        else:
            key = self._document.key_span(path)
            start = key.start
            colon = _COLON.match(self._text, key.end)
            head_end = colon.end() if colon is not None else key.end
            head = f"{self._text[key.start : key.end]}:"
            if colon is None or "\n" in head:
                raise self._unknown(start)
        line_start = self._text.rfind("\n", 0, start) + 1
        entry = OutlineEntry(path, start, start - line_start, head, OutlineLeaf(start, start))
        slot = len(self._flat)
        self._flat.append((entry, block, head_end))
        block.entries.append(entry)
        entry.value = self.value(data, path, block)
        if isinstance(entry.value, OutlineLeaf):
            self._flat[slot] = (entry, block, entry.value.end)
            self._before_leaf(entry, entry.value, head_end)
            return entry.value.end
        return self._flat[-1][2]

    def _before_leaf(self, entry: OutlineEntry, leaf: OutlineLeaf, head_end: int) -> None:
        between = self._text[head_end : leaf.start]
        if "\n" not in between:
            if between.strip(" "):
                raise self._unknown(head_end)
            return
        first, *lines = between.split("\n")
        entry.comment = self._behind(first, head_end)
        leaf.inner = [self._comment(line, head_end) for line in lines[:-1] if line.strip(" \r")]
        if lines[-1].strip(" "):
            raise self._unknown(head_end)

    def comments(self, root: OutlineBlock) -> list[str]:
        """Gives every comment and blank line to what it belongs to; returns those about the file as a whole."""
        first = self._flat[0][0]
        header, first.lead = self._header(first.start)
        for (entry, block, end), following in zip(self._flat, (*self._flat[1:], None), strict=True):
            if following is None:
                lines = self._gap(entry, end, len(self._text))
                _give(lines, None, block, root)
                continue
            after, holder, _ = following
            gap = self._text[end : after.start]
            if "\n" not in gap:
                if gap.strip(" "):
                    raise self._unknown(end)
                continue
            last = gap.rpartition("\n")[2]
            if last.strip(" "):
                raise self._unknown(end)
            lines = self._gap(entry, end, after.start - len(last))
            if holder.parent is block and isinstance(entry.value, OutlineBlock) and after is holder.entries[0]:
                self._into(entry, after, lines)
            else:
                _give(lines, after, block, holder)
        return header

    def _into(self, entry: OutlineEntry, first: OutlineEntry, lines: list[tuple[int, str]]) -> None:
        """What stands between a key, or a dash, and the first line of its block."""
        told = [line for _, line in lines]
        if entry.head != "-":
            first.lead = told
            return
        if entry.comment:
            entry.lead.append(entry.comment.strip(" "))
            entry.comment = ""
        entry.lead.extend(line for line in told if line)

    def _header(self, start: int) -> tuple[list[str], list[str]]:
        before = self._text[:start]
        if before.rpartition("\n")[2].strip(" "):
            raise self._unknown(0)
        lines = [self._comment(line, 0) for line in before.split("\n")[:-1]]
        about_all = [number for number, line in enumerate(lines, 1) if not line or line.startswith((_MODELINE, "---"))]
        cut = about_all[-1] if about_all else 0
        return lines[:cut], lines[cut:]

    def _gap(self, entry: OutlineEntry, start: int, end: int) -> list[tuple[int, str]]:
        """The lines behind an entry, each with its column; what stands on its own line is given to it at once."""
        first, *lines = self._text[start:end].split("\n")
        behind = self._behind(first, start)
        if isinstance(entry.value, OutlineLeaf):
            entry.value.comment = behind
        else:
            entry.comment = behind
        if end < len(self._text) or (lines and not lines[-1].strip(" \r")):
            lines = lines[:-1]
        return [(len(line) - len(line.lstrip(" ")), self._comment(line, start)) for line in lines]

    def _behind(self, text: str, at: int) -> str:
        text = text.rstrip(" \r")
        if _BEHIND.fullmatch(text) is None:
            raise self._unknown(at)
        return text

    def _comment(self, line: str, at: int) -> str:
        line = line.strip(" \r")
        if line and not line.startswith("#") and _MARKER.fullmatch(line) is None:
            raise self._unknown(at)
        return line

    def _unknown(self, at: int) -> OkrsError:
        row = self._text.count("\n", 0, at) + 1
        return OkrsError(
            f"{self._document.file}:{row}: this is written in a way that `okrs fmt` does not know",
            "write plain `key: value` lines, or format this file by hand",
        )


def _give(lines: list[tuple[int, str]], after: OutlineEntry | None, block: OutlineBlock, holder: OutlineBlock) -> None:
    """Gives the lines below an entry of `block` to the entry after it, or to the end of a block that ends here.

    A comment belongs to what follows, unless it stands further to the right: then it is the last word of the deepest
    block whose column it reaches. `holder` is the block of what follows, or the root.
    """
    waiting: list[str] = []
    deepest: OutlineBlock | None = block
    for number, (column, line) in enumerate(lines):
        if not line:
            waiting.append(line)
            continue
        if after is not None and column <= after.column:
            waiting += [line for _, line in lines[number:]]
            break
        while deepest is not None and deepest is not holder and deepest.column > column:
            deepest = deepest.parent
        if after is not None and (deepest is None or deepest is holder):
            waiting += [line for _, line in lines[number:]]
            break
        (deepest or holder).foot += [*waiting, line]
        waiting = []
    if after is not None:
        after.lead = waiting
