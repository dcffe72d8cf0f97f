"""Inline text of a page: plain words, links, code and strong words, written as Markdown or as HTML.

Views make it without knowing the form of the page. What stays neutral until it is written is the value: a `str` of the
plain words, so that a template may compare, search and cut it like any other text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import NamedTuple, TypeAlias


class Data(NamedTuple):
    """Text from a repository, on one line."""

    value: str


class Words(NamedTuple):
    """Words of ours within a line; they hold nothing that Markdown acts on."""

    value: str


class Link(NamedTuple):
    """A link to a relative path of ours, or to an address."""

    label: Inline
    target: str


class Code(NamedTuple):
    """An id or a path."""

    value: str


class Strong(NamedTuple):
    """Strong text."""

    content: Inline


class CodeBlock(NamedTuple):
    """The text of a file, on lines of its own."""

    content: str
    language: str


Part: TypeAlias = Data | Words | Link | Code | Strong | CodeBlock
Writer: TypeAlias = Callable[["Inline"], str]
"""Writes inline text in the form of a page, safe whatever the repository says."""

_writer: ContextVar[Writer] = ContextVar("writer")


class Inline(str):
    """Inline text. Anything made from it by a method of `str` is plain text again, and is escaped when written."""

    __slots__ = ("parts",)
    parts: tuple[Part, ...]

    def __html__(self) -> str:
        """The text in the form of the page that is being made, as a template asks for it."""
        return _writer.get()(self)


@contextmanager
def writing(writer: Writer) -> Iterator[None]:
    """Makes a writer that of all templates that run within."""
    token = _writer.set(writer)
    try:
        yield
    finally:
        _writer.reset(token)


def text(value: object) -> Inline:
    """A value as inline text that shows as plain text on one line; inline text stays as it is."""
    return value if isinstance(value, Inline) else _plain(str(value))


@lru_cache(maxsize=2**16)  # names and titles stand on many pages
def _plain(value: str) -> Inline:
    line = _one_line(value)
    return _inline(line, (Data(line),) if line else ())


def _inline(plain: str, parts: tuple[Part, ...]) -> Inline:
    inline = Inline(plain)
    inline.parts = parts
    return inline


EMPTY = _inline("", ())


def _one_line(value: str) -> str:
    """Text in which line ends and runs of spaces are one space; no-break spaces stay."""
    return re.sub(r"[^\S\u00a0]+", " ", value).strip(" ")


def paragraphs(value: str | None) -> tuple[Inline, ...]:
    """The paragraphs of a longer text, each on one line."""
    return tuple(text(paragraph) for paragraph in re.split(r"\n\s*\n", value or "") if paragraph.strip())


@lru_cache(maxsize=2**10)
def words(value: str) -> Inline:
    """Words of ours, with the spaces around them; never text from a repository."""
    return _inline(value, (Words(value),))


def link(label: object, target: str) -> Inline:
    """A link; its target is a relative path of ours, or an http address."""
    shown = text(label)
    return _inline(shown, (Link(shown, target),))


def code(value: str) -> Inline:
    """An id or a path as code; anything that could end the code is shown as text."""
    plain = re.fullmatch(r"[A-Za-z0-9._/ -]+", value)
    return _inline(value, (Code(value),)) if plain else text(value)


def bold(value: object) -> Inline:
    """Strong text."""
    shown = text(value)
    return _inline(shown, (Strong(shown),))


def concat(*pieces: object) -> Inline:
    """The pieces one after the other."""
    inlines = [text(piece) for piece in pieces]
    return _inline("".join(inlines), tuple([part for inline in inlines for part in inline.parts]))


def join(pieces: Iterable[object], separator: str = ", ") -> Inline:
    """The pieces with a separator of ours between them."""
    return concat(*_separated([text(piece) for piece in pieces], words(separator)))


def join_with_and(pieces: Iterable[object]) -> Inline:
    """The pieces as a list within a sentence: `a, b and c`."""
    inlines = [text(piece) for piece in pieces]
    if len(inlines) < 2:
        return concat(*inlines)
    return concat(join(inlines[:-1]), words(" and "), inlines[-1])


def _separated(inlines: list[Inline], separator: Inline) -> Iterator[Inline]:
    for index, inline in enumerate(inlines):
        if index:
            yield separator
        yield inline


def code_block(content: str, language: str = "yaml") -> Inline:
    """The text of a file as a block of code."""
    return _inline(content, (CodeBlock(content, language),))
