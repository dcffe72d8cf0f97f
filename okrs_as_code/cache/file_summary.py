"""Summaries of files: all that has to be known of a file that nothing is wrong with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from pydantic_core import from_json, to_json

from okrs_as_code.cache.dependencies import Dependencies, of_file, of_objective, of_record
from okrs_as_code.git.client import content_id
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.record import Record
from okrs_as_code.model.files.validation import validate
from okrs_as_code.workspace.layout import FileKind, Location
from okrs_as_code.workspace.nodes import MODELS, RECORD_MODELS, objective_node, record_node
from okrs_as_code.yaml import Document, parse


@dataclass(frozen=True, slots=True)
class FileSummary:
    """Plain data as in a Document, and dependencies."""

    data: Any
    dependencies: Dependencies

    def encoded(self) -> bytes:
        """The bytes to keep."""
        return to_json([self.data, self.dependencies])

    @staticmethod
    def decoded(row: bytes) -> FileSummary:
        """The summary whose `encoded` bytes these are."""
        data, dependencies = from_json(row)
        return FileSummary(data, Dependencies(*dependencies))


class ExaminedFile(NamedTuple):
    """A content by its id, with its encoded summary if it is sound, or else its document.

    Neither where a file cannot be opened. A file with comments that may ignore findings counts as unsound.
    """

    content: str | None = None
    summary: bytes | None = None
    document: Document | None = None
    dependencies: Dependencies = Dependencies()


def fiscal_year(calendar: Calendar | None) -> str:
    """A text that differs for calendars by which dependencies differ."""
    return f"{calendar.first_month} {calendar.named_by_start}" if calendar is not None else ""


@dataclass(frozen=True, slots=True)
class Examiner:
    """Examines files of cycles that begin as the calendar says; None for files outside of cycles."""

    calendar: Calendar | None

    def key(self, location: Location, content: str) -> str:
        """The key of a summary, which depends on nothing else as long as the program is the same."""
        return f"{content} {fiscal_year(self.calendar)} {location.path}"

    def examine(self, location: Location, raw: bytes | None) -> ExaminedFile:
        """The file with this content; None for a file that cannot be opened."""
        if raw is None:
            return ExaminedFile()
        content = content_id(raw)
        document = parse(location.path, raw)
        fitting, mismatches = validate(MODELS[location.kind], document.data) if document.readable else (None, [])
        names = self._dependencies(location, document.data, fitting, mismatches)
        if document.problems or fitting is None or document.may_ignore:
            return ExaminedFile(content, document=document, dependencies=names)
        return ExaminedFile(content, FileSummary(document.data, names).encoded(), dependencies=names)

    def _dependencies(self, location: Location, data: Any, fitting: Any, mismatches: list[Any]) -> Dependencies:
        if self.calendar is not None and location.kind is FileKind.OBJECTIVE:
            whole = cast("Objective | None", fitting)
            objective = objective_node(location, data, self.calendar, whole, mismatches)
            if objective is not None:
                return of_objective(objective)
        elif self.calendar is not None and location.kind in RECORD_MODELS:
            record = record_node(location, data, cast("Record | None", fitting))
            if record is not None:
                return of_record(record, self.calendar.cycle(location.cycle))
        return of_file(location)
