"""A document: plain data, and a place for every key and value."""

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
"""Stands in the data for a value that has a problem of its own, so that nobody reports it as missing or wrong."""

ASKS_TO_IGNORE = "okrs: ignore"
"""What a comment begins with that has a say in what is told of its file."""

Node = tuple[int, int, Any]
"""Start, end, and below it: for a mapping `{key: (key start, key end, node)}`, for a list `[node]`, else None."""


@dataclass(slots=True)
class Traces:
    """Where everything is. Found by a second look at the text, as most files are fine and nobody asks."""

    root: Node | None
    scalars: list[tuple[int, int]]
    """Of every scalar, in the order of the text, those of dropped keys included."""
    firsts: dict[int, tuple[int, int]]
    """For a key that is written again, by its start: the first."""


class Document:
    """One file: its data, what is wrong with it, and where everything stands.

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
        trace: Callable[[], Traces],
    ) -> None:
        self.file = file
        self.text = text
        self.data = data
        self.problems = problems
        self.readable = readable
        self.may_ignore = readable and ASKS_TO_IGNORE in text.text.lower()
        """Whether a comment may ask to ignore something; where False, nobody has to look at the comments."""
        self._trace = trace

    @cached_property
    def _traces(self) -> Traces:
        return self._trace()

    def key_span(self, path: KeyPath) -> Span:
        """The key at a path; the item itself where the path ends in a list; else the nearest parent that exists."""
        return self._find(path)[0]

    def value_span(self, path: KeyPath) -> Span:
        """The value at a path, quotes and brackets included; else that of the nearest parent that exists.

        A value that is not written, as in `owner:`, has an empty span behind the colon. A block scalar ends before
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
        """What begins next, at an offset or later: an item of a list, a key with its value, or a value.

        Where several begin at one place it is the widest, such as the key result and not its `id`.
        """
        at = bisect_left(self._elements, offset, key=itemgetter(0))
        if at == len(self._elements):
            return None
        start, less_wide = self._elements[at]
        return Span(start, -less_wide)

    def comments(self) -> Iterator[tuple[Span, str]]:
        """Each comment with its place, from the `#` to the end of the line, in the order of the text.

        None of a file that cannot be read.
        """
        text = self.text.text
        if "#" not in text or not self.readable:
            return
        before = 0
        for start, end in (*self._traces.scalars, (len(text), len(text))):
            yield from _comments_between(text, before, start)
            before = max(before, end)

    @cached_property
    def _elements(self) -> list[tuple[int, int]]:
        """Start and, negative, end of all that can begin below a comment, in order, the widest first."""
        root = self._traces.root
        return sorted((span.start, -span.end) for span in _elements_in(self.text.text, root)) if root else []

    def _find(self, path: KeyPath) -> tuple[Span, Span]:
        node = self._traces.root
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
    """Everything below a node but block mappings and lists themselves, which begin where their first entry does."""
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
    """Between two scalars there are only indicators, blanks and comments; `#` has a blank or nothing before it."""
    at = text.find("#", start, end)
    while at >= 0:
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if at == 0 or text[at - 1] in " \t\n":
            comment = text[at:stop].removesuffix("\r")
            yield Span(at, at + len(comment)), comment
        at = text.find("#", stop, end)
