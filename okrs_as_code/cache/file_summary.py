"""Summaries of files: all that has to be known of a sound file, one with which nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from pydantic_core import from_json, to_json

from okrs_as_code.cache.dependencies import (
    Dependencies,
    objective_dependencies,
    record_dependencies,
    unreadable_dependencies,
)
from okrs_as_code.git.client import content_id
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.record import Record
from okrs_as_code.model.files.validation import validate
from okrs_as_code.workspace.elements.nodes import MODELS, RECORD_MODELS, objective_node, record_node
from okrs_as_code.workspace.layout import FileKind, Location
from okrs_as_code.yaml import Document, parse


class FileSummary(NamedTuple):
    """The plain data of a file, as in a Document, and its dependencies."""

    data: Any
    dependencies: Dependencies

    def encode(self) -> bytes:
        """The row of the store that holds the summary."""
        return to_json([self.data, self.dependencies])

    @staticmethod
    def decode(row: bytes) -> FileSummary:
        """The summary that a row of the store holds."""
        data, dependencies = from_json(row)
        return FileSummary(data, Dependencies(*dependencies))


class ExaminedFile(NamedTuple):
    """A file by the id of its content, with its encoded summary if it is sound, or else its document.

    It has none of these where it cannot be opened. A file with comments that may ignore findings counts as unsound.
    """

    content_id: str | None = None
    summary: bytes | None = None
    document: Document | None = None
    dependencies: Dependencies = Dependencies()


@dataclass(frozen=True, slots=True)
class Examiner:
    """Examines files: those of cycles, which begin as the calendar says, or without one those outside of cycles."""

    calendar: Calendar | None

    def key(self, location: Location, id_: str) -> str:
        """The key of the summary of a file with this content id; for one program a summary depends on nothing else."""
        return f"{id_} {self.calendar.key if self.calendar is not None else ''} {location.path}"

    def examine(self, location: Location, raw: bytes | None) -> ExaminedFile:
        """Examines the file with this content; `raw` is None for a file that cannot be opened."""
        if raw is None:
            return ExaminedFile()
        id_ = content_id(raw)
        document = parse(location.path, raw)
        model, mismatches = validate(MODELS[location.kind], document.data) if document.readable else (None, [])
        dependencies = self._dependencies(location, document.data, model, mismatches)
        if document.problems or model is None or document.may_ignore:
            return ExaminedFile(id_, document=document, dependencies=dependencies)
        return ExaminedFile(id_, FileSummary(document.data, dependencies).encode(), dependencies=dependencies)

    def _dependencies(self, location: Location, data: Any, model: Any, mismatches: list[Any]) -> Dependencies:
        """The dependencies of a file, of which `model` is None where the data does not fit its model."""
        if self.calendar is not None and location.kind is FileKind.OBJECTIVE:
            objective = objective_node(location, data, self.calendar, cast("Objective | None", model), mismatches)
            if objective is not None:
                return objective_dependencies(objective, self.calendar)
        elif self.calendar is not None and location.kind in RECORD_MODELS:
            record = record_node(location, data, cast("Record | None", model))
            if record is not None:
                return record_dependencies(record, self.calendar)
        return unreadable_dependencies(location)
