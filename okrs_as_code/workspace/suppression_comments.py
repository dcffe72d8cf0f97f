"""Comments that ask to ignore a finding at one place: `# okrs: ignore[CODE] until DATE: reason`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from okrs_as_code.day import parse_day
from okrs_as_code.finding import Ignored, Place, Span
from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.workspace.layout import RECORD_KINDS
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.yaml.document import ASKS_TO_IGNORE

_BEGINNING = lazy_pattern(rf"(?:^|\s)#+\s*{ASKS_TO_IGNORE}(?:(?![\w-])|(?=[\w-]+\[))", re.IGNORECASE)
"""Matches also the likes of `ignore-file[CODE]`, which other linters know, to report that it ignores nothing here."""
_CODES = lazy_pattern(r"\s*\[([^\]]*)\]")
_CODE = lazy_pattern(r"[^\s,]+")
_UNTIL = lazy_pattern(r"\s*until(?!\w)\s*([^\s:]*)")
_REASON = lazy_pattern(r"\s*:\s*(\S.*)")
_MAX_REASON_LENGTH = 200
"""Characters of a reason that are shown; it stands at every finding that it ignores."""


class CommentWord(NamedTuple):
    """A word of a comment, and its place."""

    text: str
    span: Span


@dataclass(frozen=True, eq=False)
class Suppression:
    """A comment that asks to ignore findings, complete or not. Its codes are not resolved to rules.

    A comment on a line of its own covers the element that begins below it: a key result, an entry of a record, a
    person, a team, a step, or any other key with its value. Behind something else it covers its line.
    """

    file: SourceFile
    span: Span
    codes: tuple[CommentWord, ...]
    until: CommentWord | None
    """The day as it is written; None where there is none."""
    last_day: date | None
    covered_line: str
    """The line that it covers or that begins what it covers, without the comment: identifies it within its file."""
    reason: str
    """One line of at most 200 characters; empty where there is none."""
    element: Span | None
    """The element that begins below a comment on a line of its own."""
    row: int | None
    """The line of a comment that stands behind something else."""

    @property
    def ignored(self) -> Ignored | None:
        """The remark at the findings that it covers; None where it does not say which rules, until when, and why."""
        return Ignored(self.last_day, self.reason) if self.codes and self.last_day and self.reason else None

    @property
    def in_record(self) -> bool:
        """Whether it stands in a record, which is never edited."""
        return self.file.location.kind in RECORD_KINDS.values()

    @property
    def place(self) -> Place:
        """The place of the comment."""
        return self.at(self.span)

    def at(self, span: Span) -> Place:
        """A place in the file of the comment."""
        return Place(self.file.path, span=span)

    def is_active(self, today: date) -> bool:
        """Whether it is complete and its last day, which is included, is not over."""
        return self.ignored is not None and not self.is_expired(today)

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.last_day is not None and self.last_day < today


def suppressions_in(workspace: Workspace) -> tuple[Suppression, ...]:
    """Every comment that asks to ignore something, complete or not, in the order of files and lines."""
    files = (file for file in workspace.files.values() if not file.is_sound and file.document.may_ignore)
    return tuple(suppression for file in files for suppression in suppressions_of(file))


def suppressions_of(file: SourceFile) -> Iterator[Suppression]:
    """Every comment of one file that asks to ignore something, in the order of lines."""
    for span, comment in file.document.comments():
        beginning = _BEGINNING.search(comment)
        if beginning is not None:
            yield _parse(file, span, comment, beginning.end())


def _parse(file: SourceFile, span: Span, comment: str, start: int) -> Suppression:
    """The suppression of a comment, whose codes begin at `start`."""
    document = file.document
    code_list = _CODES.match(comment, start)
    codes: dict[str, CommentWord] = {}
    if code_list is not None:
        for code in _CODE.finditer(comment, code_list.start(1), code_list.end(1)):
            codes.setdefault(code[0].lower(), _comment_word(code, 0, span))
    position = code_list.end() if code_list is not None else start
    until = _UNTIL.match(comment, position)
    reason = _REASON.match(comment, until.end() if until is not None else position)
    region = document.text.region(span)
    before = document.text.line(region.row)[: region.column - 1].strip()
    below = None if before else document.element_below(span.end)
    return Suppression(
        file=file,
        span=span,
        codes=tuple(codes.values()),
        until=_comment_word(until, 1, span) if until is not None and until[1] else None,
        last_day=parse_day(until[1]) if until is not None else None,
        covered_line=before if below is None else document.text.line(document.text.region(below).row).strip(),
        reason=_truncated(reason[1].rstrip()) if reason is not None else "",
        element=below,
        row=region.row if before else None,
    )


def _comment_word(match: re.Match[str], group: int, comment: Span) -> CommentWord:
    return CommentWord(match[group], Span(comment.start + match.start(group), comment.start + match.end(group)))


def _truncated(reason: str) -> str:
    return reason if len(reason) <= _MAX_REASON_LENGTH else f"{reason[: _MAX_REASON_LENGTH - 1]}…"
