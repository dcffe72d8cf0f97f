"""Formats the files of a repository; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.errors import OkrsError
from okrs_as_code.refactor.formatting import format_document
from okrs_as_code.workspace.elements.nodes import MODELS
from okrs_as_code.workspace.layout import RECORD_KINDS, lies_in
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange, change_between
from okrs_as_code.workspace.trees.tree import committed_files


@dataclass(frozen=True)
class FormatResult:
    """The changes that formatting would make, and the errors for files that cannot be formatted.

    `files` counts those that were looked at, `records` those that were left alone, as nobody edits a record.
    """

    changes: tuple[FileChange, ...]
    refused: tuple[OkrsError, ...]
    files: int
    records: int


def format_files(repository: Repository, paths: list[str]) -> FormatResult:
    """Formats the files at or below the paths; all of `okrs/` without any.

    Records are left alone, unless they are not committed yet. Nothing is written.
    """
    changes: list[FileChange] = []
    refused: list[OkrsError] = []
    committed = committed_files(repository.root, repository.git)
    files = records = 0
    for path, file in repository.workspace.files.items():
        if paths and not lies_in(path, paths):
            continue
        if file.location.kind in RECORD_KINDS.values() and (committed is None or path in committed):
            records += 1
            continue
        files += 1
        before = file.document
        try:
            after = format_document(before, MODELS[file.location.kind])
        except OkrsError as error:
            refused.append(error)
            continue
        if after.text.text != before.text.text:
            changes.append(change_between(before, after))
    return FormatResult(tuple(changes), tuple(refused), files, records)
