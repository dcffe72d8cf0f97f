"""A second look at a text: where everything is that the first look made data of."""

from __future__ import annotations

import re
from typing import Any, Final

from okrs_as_code.yaml.characters import Prepared
from okrs_as_code.yaml.document import Node, Traces
from okrs_as_code.yaml.events import read_events
from okrs_as_code.yaml.plain_scalar import is_text

MAX_DEPTH: Final = 32
"""Mappings and lists inside of each other; our files need six."""

MERGE: Final = "<<"
_INDICATOR = re.compile(r"(?:[\s\ufeff]|#[^\n]*)*(?P<indicator>[:?-]|\Z)?")


class _Open:
    """A mapping or list whose end has not come yet."""

    __slots__ = ("children", "end", "flow", "key", "start")

    def __init__(self, event: Any, children: dict[str, tuple[int, int, Node]] | list[Node]) -> None:
        self.start: int = event.start_mark.index
        self.end = self.start
        self.flow = bool(event.flow_style)
        self.children = children
        self.key: tuple[str | None, int, int] | None = None

    def add(self, node: Node, name: str | None, traces: Traces) -> None:
        """The next item, key or value; `name` is what it would be as a key."""
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
                traces.firsts[start] = (first[0], first[1])
            else:
                self.children[key] = (start, end, node)


def trace(text: str, prepared: Prepared, pure: bool) -> Traces:
    """The places in a text, with the same choices as in `compose`: of a key that is written twice, the first.

    What comes behind a place that cannot be read has none. Never raises.
    """
    traces = Traces(None, [], {})
    stack: list[_Open] = []
    before = 0
    try:
        for event in iter(read_events(prepared.text, pure), None):
            kind = type(event).__name__
            start, end = event.start_mark.index, event.end_mark.index
            name = None
            if kind == "ScalarEvent":
                if start == end:
                    start = end = _unwritten(text, before)
                if event.style in ("|", ">"):
                    end = _without_blank_lines(text, start, end)
                traces.scalars.append((start, end))
                node: Node = (start, end, None)
                name = key_text(event, prepared)
            elif kind == "AliasEvent":
                node = (start, end, None)
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                closed = stack.pop()
                # The mark of a block's end is where the next token begins, which may be many lines below.
                node = (closed.start, end if closed.flow else closed.end, closed.children)
            elif kind == "DocumentEndEvent" or len(stack) == MAX_DEPTH:
                break
            else:
                before = max(before, end)
                if kind in ("MappingStartEvent", "SequenceStartEvent"):
                    stack.append(_Open(event, {} if kind == "MappingStartEvent" else []))
                continue
            before = max(before, node[1])
            if stack:
                stack[-1].add(node, name, traces)
            else:
                traces.root = node
    except Exception:  # noqa: BLE001 - a parser may raise anything, and the first look has reported it
        traces.root = None
    return traces


def _unwritten(text: str, before: int) -> int:
    """The place of a value that is not written: behind the colon or dash after what comes before it.

    The parsers do not agree here, and may point to the next line.
    """
    match = _INDICATOR.match(text, before)
    return match.end() if match is not None and match["indicator"] else before


def _without_blank_lines(text: str, start: int, end: int) -> int:
    """The end of a block scalar without its last line break; what comes behind it may be counted as its lines."""
    filled = start + len(text[start:end].rstrip(" \r\n"))
    line_break = text.find("\n", filled, end)
    if line_break < 0:
        return end
    return line_break - 1 if text[line_break - 1] == "\r" else line_break


def key_text(event: Any, prepared: Prepared) -> str | None:
    """A scalar as a key; None where it is none: a number, `true`, nothing, or the sign of a merge."""
    value = prepared.written(event.value)
    return value if event.style or (is_text(value) and value != MERGE) else None
