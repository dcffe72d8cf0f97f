"""A document: plain data, with a position for every key and value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from okrs_as_code.finding import KeyPath, Place, Region, Span
from okrs_as_code.yaml.problem import Problem
from okrs_as_code.yaml.text import SourceText


class Unreadable:
    """The class of UNREADABLE, which stands for a value that is there but cannot be known."""

    def __repr__(self) -> str:
        return "UNREADABLE"

    def __reduce__(self) -> str:
        return "UNREADABLE"  # so that it stays a single object when copied or sent to another process


UNREADABLE = Unreadable()
"""A stand-in for a value that has a problem of its own, so that nobody reports it as missing or wrong."""

ASKS_TO_IGNORE = "okrs: ignore"
"""The beginning of a comment that suppresses findings in its file."""

Node = tuple[int, int, Any]
"""Start, end, and below it: for a mapping `{key: (key start, key end, node)}`, for a list `[node]`, else None."""


@dataclass(slots=True)
class Positions:
    """The positions of everything in a text, from a second pass over it: most files are fine, and nobody asks."""

    root: Node | None
    scalars: list[tuple[int, int]]
    """Start and end of every scalar, in the order of the text, those of ignored keys included."""
    first_keys: dict[int, tuple[int, int]]
    """Start and end of the first key, by the start of each key that repeats it."""


class Document:
    """A file that was read: its data, its problems, and the position of everything in it.

    `data` is made of dict (with text as keys), list, str, int, float, bool, None and UNREADABLE. Where `readable` is
    False nothing could be known and `data` is None; `problems` then says why.
    """

    def __init__(
        self,
        file: str,
        text: SourceText,
        data: Any,
        problems: tuple[Problem, ...],
        readable: bool,
        read_positions: Callable[[], Positions],
    ) -> None:
        self.file = file
        self.text = text
        self.data = data
        self.problems = problems
        self.readable = readable
        self.may_ignore = readable and ASKS_TO_IGNORE in text.text.lower()
        """Whether a comment may suppress a finding; where False, nobody has to look at the comments."""
        self._read_positions = read_positions

    @cached_property
    def _positions(self) -> Positions:
        return self._read_positions()

    def key_span(self, path: KeyPath) -> Span:
        """The range of the key at a path; of the item itself in a list; else of the nearest parent that exists."""
        return self._find(path)[0]

    def value_span(self, path: KeyPath) -> Span:
        """The range of the value at a path, with quotes and brackets; else that of the nearest parent that exists.

        A value that is not written, as in `owner:`, has an empty span after the colon. A block scalar ends before
        its last line break, a block collection with its last child.
        """
        return self._find(path)[1]

    def span(self, place: Place) -> Span:
        """The range of a place; empty, at the beginning, for a whole file."""
        if place.span is not None:
            return place.span
        if place.on == "file":
            return Span(0, 0)
        return self.key_span(place.path) if place.on == "key" else self.value_span(place.path)

    def region(self, place: Place) -> Region:
        """Rows and columns of a place; those of the first character for a whole file."""
        return self.text.region(self.span(place))

    def element_below(self, offset: int) -> Span | None:
        """The range of what begins next, at an offset or later: an item of a list, a key with its value, or a value.

        Where several begin at one place it is the widest, such as the key result and not its `id`. None at the end.
        """
        index = bisect_left(self._elements, offset, key=itemgetter(0))
        if index == len(self._elements):
            return None
        start, negative_end = self._elements[index]
        return Span(start, -negative_end)

    def comments(self) -> Iterator[tuple[Span, str]]:
        """Yields each comment with its range, from the `#` to the end of the line, in the order of the text.

        None of a file that cannot be read.
        """
        text = self.text.text
        if "#" not in text or not self.readable:
            return
        end_before = 0
        for start, end in (*self._positions.scalars, (len(text), len(text))):
            yield from _comments_between(text, end_before, start)
            end_before = max(end_before, end)

    @cached_property
    def _elements(self) -> list[tuple[int, int]]:
        """Start and negative end of all elements that can begin below a comment, in order, the widest first."""
        root = self._positions.root
        return sorted((span.start, -span.end) for span in _elements_in(self.text.text, root)) if root else []

    def _find(self, path: KeyPath) -> tuple[Span, Span]:
        """The ranges of the key and the value at a path, or of the nearest parent that exists."""
        node = self._positions.root
        if node is None:
            return Span(0, 0), Span(0, 0)
        key = Span(node[0], node[1])
        for part in path:
            children = node[2]
            if isinstance(children, dict) and part in children:
                start, end, node = children[part]
                key = Span(start, end)
            elif isinstance(children, list) and isinstance(part, int) and 0 <= part < len(children):
                node = children[part]
                key = Span(node[0], node[1])
            else:
                break
        return key, Span(node[0], node[1])


def _elements_in(text: str, root: Node) -> Iterator[Span]:
    """Yields everything below a node but block mappings and lists, which begin where their first entry does."""
    waiting = [root]
    while waiting:
        _, _, children = waiting.pop()
        if isinstance(children, dict):
            for start, _, value in children.values():
                yield Span(start, value[1])
                if value[2] is None or text.startswith(("{", "["), value[0]):
                    yield Span(value[0], value[1])
                waiting.append(value)
        elif isinstance(children, list):
            for item in children:
                yield Span(item[0], item[1])
                waiting.append(item)


def _comments_between(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    """Yields the comments between two scalars, where else only indicators and spaces are.

    The `#` of a comment has a space, a tab or nothing before it.
    """
    position = text.find("#", start, end)
    while position >= 0:
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        if position == 0 or text[position - 1] in " \t\n":
            comment = text[position:line_end].removesuffix("\r")
            yield Span(position, position + len(comment)), comment
        position = text.find("#", line_end, end)
