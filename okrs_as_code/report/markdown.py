"""Text that is Markdown already, as a type of its own; text of any other type is escaped when it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from okrs_as_code import escape
from okrs_as_code.phrases import join_words


class Markdown(str):
    """A piece of a page. Anything made from it by a method of `str` is plain text again, and will be escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        """Marks the text as safe for templates."""
        return self


EMPTY = Markdown("")


def text(value: object) -> Markdown:
    """A value as Markdown that shows as plain text on one line; Markdown stays as it is."""
    return value if isinstance(value, Markdown) else _escape(str(value))


@lru_cache(maxsize=2**16)  # names and titles stand on many pages
def _escape(value: str) -> Markdown:
    return Markdown(escape.markdown(_one_line(value)))


def _one_line(value: str) -> str:
    """Text in which line ends and runs of spaces are one space; no-break spaces stay."""
    return re.sub(r"[^\S\u00a0]+", " ", value).strip(" ")


def paragraphs(value: str | None) -> tuple[Markdown, ...]:
    """The paragraphs of a longer text, each on one line."""
    return tuple(text(paragraph) for paragraph in re.split(r"\n\s*\n", value or "") if paragraph.strip())


def link(label: object, target: str) -> Markdown:
    """A link; its target is a relative path of ours, or an http address."""
    return Markdown(f"[{text(label)}]({escape.url(target)})")


def code(value: str) -> Markdown:
    """An id or a path as code; anything that could end the code is shown as text."""
    plain = re.fullmatch(r"[A-Za-z0-9._/ -]+", value)
    return Markdown(f"`{value}`") if plain else text(value)


def bold(value: object) -> Markdown:
    """Strong text."""
    return Markdown(f"**{text(value)}**")


def join(parts: Iterable[object], separator: str = ", ") -> Markdown:
    """The parts with a separator between them, which is not escaped."""
    return Markdown(separator.join(text(part) for part in parts))


def join_with_and(parts: Iterable[object]) -> Markdown:
    """The parts as a list within a sentence: `a, b and c`."""
    words = [text(part) for part in parts]
    return Markdown(join_words(words))


def code_block(content: str, language: str = "yaml") -> Markdown:
    """A block of code; its fence is longer than any run of backticks within."""
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return Markdown(f"{fence}{language}\n{escape.sanitise(content).rstrip()}\n{fence}")
