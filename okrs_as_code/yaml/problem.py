"""Problems of a text, before its meaning is looked at. No code, no severity, no parser's words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from okrs_as_code.finding import Span

MAX_PROBLEMS = 20
"""The limit for one file: one that is no YAML at all need not be described to the end."""


class ProblemKind(StrEnum):
    """The kinds of problems, with their facts. Those marked "unreadable" leave nothing of the file's data."""

    NOT_UTF8 = "not-utf8"
    """Unreadable. `encoding`: `utf-16`, `utf-32` or `unknown`; `byte`: the first wrong one, as `0xE9`."""
    TOO_LARGE = "too-large"
    """Unreadable. `bytes`, `limit`."""
    FORBIDDEN_CHARACTER = "forbidden-character"
    """`character`: as `U+202E`; `sort`: `control`, `bidi`, `invisible`, `line-break` or `noncharacter`;
    `written`: `raw`, or `escaped` in a double-quoted text. The data are those without the character."""
    TAB = "tab"
    """The first one; `place`: `indentation` (also where other tabs come earlier), `text` or `comment`, or `escaped`
    in a double-quoted text; `lines`: how many have one. The data are those with a space instead."""
    SYNTAX = "syntax"
    """Unreadable. `reason`: see diagnosis/syntax_error.py, with the facts of that reason."""
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
    those without this key; a mapping with a list or mapping as a key is UNREADABLE. With the `reason` `comma-in-number`
    it is the end of a `number` with commas behind `key`, which is meant to be `plain`; its value is UNREADABLE."""
    TOO_DEEP = "too-deep"
    """Unreadable. `limit`."""
    NUMBER_OUT_OF_RANGE = "number-out-of-range"
    """`number`: as written, at most 40 characters; `sort`: `too-large`, `too-small`, `too-long` or `not-finite`. The
    value is UNREADABLE."""
    EMPTY = "empty"
    """Unreadable: nothing but spaces and comments."""


LEFT_OUT = frozenset((ProblemKind.SEVERAL_DOCUMENTS, ProblemKind.DUPLICATE_KEY, ProblemKind.KEY_NOT_TEXT))
"""The kinds of problems where something is written that the data does not have."""


class Problem(NamedTuple):
    """A refusal of one range of a text: its kind, the facts for a message, and the range that explains it."""

    kind: ProblemKind
    span: Span
    facts: Mapping[str, str | int]
    related: Span | None = None


class Problems:
    """The problems of one file as they are found; those beyond MAX_PROBLEMS are dropped."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(self, kind: ProblemKind, start: int, end: int, /, **facts: str | int) -> None:
        """Adds a problem of a range of the text, unless it is known: a mapping and its first key begin at one place."""
        problem = Problem(kind, Span(start, end), facts)
        if len(self._problems) < MAX_PROBLEMS and problem not in self._problems:
            self._problems.append(problem)

    def has(self, kind: ProblemKind) -> bool:
        """Whether there is a problem of this kind."""
        return any(problem.kind is kind for problem in self._problems)

    def __len__(self) -> int:
        return len(self._problems)

    def discard_from(self, offset: int, protected: int) -> None:
        """Discards problems that begin at an offset or later, but none of the first `protected` ones.

        How far beyond the last event a parser looked before it gave up is up to the parser.
        """
        self._problems[protected:] = [problem for problem in self._problems[protected:] if problem.span.start < offset]

    @property
    def breaks_structure(self) -> bool:
        """Whether a syntax error would only repeat a problem: tabs in front of a line, or forbidden characters."""
        return any(
            problem.facts.get("written") == "raw" or problem.facts.get("place") == "indentation"
            for problem in self._problems
        )

    def relate_duplicates(self, first_keys: Mapping[int, tuple[int, int]]) -> None:
        """Relates each repeated key to the range of the first, which is found by the start of the repeated one."""
        self._problems = [
            problem._replace(related=Span(*first_keys[problem.span.start]))
            if problem.kind is ProblemKind.DUPLICATE_KEY and problem.span.start in first_keys
            else problem
            for problem in self._problems
        ]

    def in_order(self) -> tuple[Problem, ...]:
        """All problems, in the order of the text."""
        return tuple(sorted(self._problems, key=lambda problem: (problem.span.start, problem.span.end, problem.kind)))


class ParserDisagreementError(Exception):
    """The parsers do not agree whether this is YAML, so here it is not; marked like their own exceptions."""

    def __init__(self, event: Any) -> None:
        super().__init__()
        self.problem_mark = self.context_mark = event.start_mark


def excerpt(text: str) -> str:
    """The beginning of a text, at most 40 characters, for a fact."""
    return text if len(text) <= 40 else f"{text[:39]}…"
