"""What is wrong with a text before its meaning is looked at. No code, no severity, no parser's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from okrs_as_code.finding import Span

MAX_PROBLEMS = 20
"""A file that is no YAML at all need not be described to the end."""


class ProblemKind(StrEnum):
    """The kinds of refusal. Those marked "unreadable" leave nothing of the file's data."""

    NOT_UTF8 = "not-utf8"
    """Unreadable. `encoding`: `utf-16`, `utf-32` or `unknown`; `byte`: the first wrong one, as `0xE9`."""
    TOO_LARGE = "too-large"
    """Unreadable. `bytes`, `limit`."""
    FORBIDDEN_CHARACTER = "forbidden-character"
    """`character`: as `U+202E`; `sort`: `control`, `bidi`, `invisible`, `line-break` or `noncharacter`;
    `written`: `raw`, or `escaped` in a double-quoted text. The data are those without the character."""
    TAB = "tab"
    """The first one; `place`: `indentation` (also where other tabs come earlier), `text` or `comment`, or `escaped`
    in a double-quoted text; `lines`: how many have one. The data are those with a blank instead."""
    SYNTAX = "syntax"
    """Unreadable. `reason`: see syntax.py, with the facts of that reason."""
    ANCHOR = "anchor"
    """`name`. The data are those without it."""
    ALIAS = "alias"
    """`name`. The value is UNREADABLE."""
    MERGE_KEY = "merge-key"
    """The mapping that has it is UNREADABLE, as its keys cannot be known."""
    TAG = "tag"
    """`name`: as written. The data are those without it."""
    DIRECTIVE = "directive"
    """`name`: as written, such as `%YAML`. The data are those without it."""
    SEVERAL_DOCUMENTS = "several-documents"
    """At the second; the data are those of the first."""
    DUPLICATE_KEY = "duplicate-key"
    """`key`; related: the first. The data are those of the first."""
    KEY_NOT_TEXT = "key-not-text"
    """`key`: as written, at most 40 characters; `sort`: `number`, `truth`, `null`, `list` or `mapping`. The data are
    those without this key; a mapping with a list or mapping as a key is UNREADABLE."""
    TOO_DEEP = "too-deep"
    """Unreadable. `limit`."""
    NUMBER_OUT_OF_RANGE = "number-out-of-range"
    """`number`: as written, at most 40 characters; `sort`: `too-large`, `too-small`, `too-long` or `not-finite`. The
    value is UNREADABLE."""
    EMPTY = "empty"
    """Unreadable: nothing but blanks and comments."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: its kind, where, what a message needs to know, and the place that explains it."""

    kind: ProblemKind
    span: Span
    facts: Mapping[str, str | int] = field(default_factory=dict)
    related: Span | None = None


class Problems:
    """Collects the problems of one file; what is beyond MAX_PROBLEMS is dropped."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, kind: ProblemKind, start: int, end: int, /, **facts: str | int) -> None:
        """Adds one at a range of the text."""
        if len(self._found) < MAX_PROBLEMS:
            self._found.append(Problem(kind, Span(start, end), facts))

    def has(self, kind: ProblemKind) -> bool:
        """Whether there is one of this kind."""
        return any(problem.kind is kind for problem in self._found)

    def __len__(self) -> int:
        return len(self._found)

    def forget_from(self, offset: int, kept: int) -> None:
        """Forgets what begins at an offset or later, but not the first `kept` problems.

        How far beyond the last event a parser looked before it gave up is up to the parser.
        """
        later = [problem for problem in self._found[kept:] if problem.span.start < offset]
        self._found[kept:] = later

    @property
    def broke_structure(self) -> bool:
        """Whether a syntax error would only repeat what was said: tabs in front of a line, characters out of place."""
        return any(
            problem.facts.get("written") == "raw" or problem.facts.get("place") == "indentation"
            for problem in self._found
        )

    def relate(self, firsts: Mapping[int, tuple[int, int]]) -> None:
        """Gives keys that are written twice the place of the first, by the start of the second."""
        self._found = [
            replace(problem, related=Span(*firsts[problem.span.start]))
            if problem.kind is ProblemKind.DUPLICATE_KEY and problem.span.start in firsts
            else problem
            for problem in self._found
        ]

    def in_order(self) -> tuple[Problem, ...]:
        """All, in the order of the text."""
        return tuple(sorted(self._found, key=lambda problem: (problem.span.start, problem.span.end, problem.kind)))


def excerpt(text: str) -> str:
    """At most 40 characters of a text, for a fact."""
    return text if len(text) <= 40 else f"{text[:39]}…"
