"""A second pass over a text, for the positions of everything that the first pass made data of."""

from __future__ import annotations

import re
from typing import Any, Final

from okrs_as_code.yaml.characters import PreparedText
from okrs_as_code.yaml.document import Node, Positions
from okrs_as_code.yaml.events import read_events
from okrs_as_code.yaml.plain_scalar import is_text

MAX_DEPTH: Final = 32
"""The number of mappings and lists inside of each other; our files need six."""

MERGE: Final = "<<"
"""The sign of a merge, in the place of a key."""

_INDICATOR = re.compile(r"(?:[\s\ufeff]|#[^\n]*)*(?P<indicator>[:?-]|\Z)?")


class _OpenCollection:
    """A mapping or list whose end has not been read yet."""

    __slots__ = ("children", "end", "flow", "key", "start")

    def __init__(self, event: Any, children: dict[str, tuple[int, int, Node]] | list[Node]) -> None:
        self.start: int = event.start_mark.index
        self.end = self.start
        self.flow = bool(event.flow_style)
        self.children = children
        self.key: tuple[str | None, int, int] | None = None

    def add(self, node: Node, name: str | None, first_keys: dict[int, tuple[int, int]]) -> None:
        """Adds the next item, key or value; `name` is what it would be as a key."""
        self.end = max(self.end, node[1])
        if isinstance(self.children, list):
            self.children.append(node)
        elif self.key is None:
            self.key = (name, node[0], node[1])
        else:
            key, start, end = self.key
            self.key = None
            if key is None:
                return
            if key in self.children:
                first = self.children[key]
                first_keys[start] = (first[0], first[1])
            else:
                self.children[key] = (start, end, node)


def read_positions(text: str, prepared: PreparedText, pure: bool) -> Positions:
    """Reads the positions in a text, with the choices of `Composer`: of a key that is written twice, the first.

    Nothing after a place that cannot be read has one. Never raises.
    """
    positions = Positions(None, [], {})
    open_collections: list[_OpenCollection] = []
    end_before = 0
    try:
        for event in iter(read_events(prepared.text, pure), None):
            kind = type(event).__name__
            start, end = event.start_mark.index, event.end_mark.index
            name = None
            if kind == "ScalarEvent":
                if start == end:
                    start = end = _position_of_unwritten(text, end_before)
                if event.style in ("|", ">"):
                    end = _end_of_block_scalar(text, start, end)
                positions.scalars.append((start, end))
                node: Node = (start, end, None)
                name = _key_text(event, prepared)
            elif kind == "AliasEvent":
                node = (start, end, None)
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                closed = open_collections.pop()
                # The mark of a block's end is where the next token begins, which may be many lines below.
                node = (closed.start, end if closed.flow else closed.end, closed.children)
            elif kind == "DocumentEndEvent" or len(open_collections) == MAX_DEPTH:
                break
            else:
                end_before = max(end_before, end)
                if kind in ("MappingStartEvent", "SequenceStartEvent"):
                    open_collections.append(_OpenCollection(event, {} if kind == "MappingStartEvent" else []))
                continue
            end_before = max(end_before, node[1])
            if open_collections:
                open_collections[-1].add(node, name, positions.first_keys)
            else:
                positions.root = node
    except Exception:  # noqa: BLE001 - a parser may raise anything, and the first pass has reported it
        positions.root = None
    return positions


def _position_of_unwritten(text: str, end_before: int) -> int:
    """The position of a value that is not written: after the colon or dash after what comes before it.

    The parsers do not agree here, and may point to the next line.
    """
    match = _INDICATOR.match(text, end_before)
    return match.end() if match is not None and match["indicator"] else end_before


def _end_of_block_scalar(text: str, start: int, end: int) -> int:
    """The end of a block scalar before its last line break; the parsers may count lines after it as its own."""
    content_end = start + len(text[start:end].rstrip(" \r\n"))
    line_break = text.find("\n", content_end, end)
    if line_break < 0:
        return end
    return line_break - 1 if text[line_break - 1] == "\r" else line_break


def _key_text(event: Any, prepared: PreparedText) -> str | None:
    """The text of a scalar as a key; None where it is none: a number, `true`, nothing, or the sign of a merge."""
    value = prepared.restore(event.value)
    return value if event.style or (is_text(value) and value != MERGE) else None
