"""Examined files: all that has to be known of a file whose text is sound, or else its document."""

from __future__ import annotations

from typing import NamedTuple

from pydantic_core import from_json, to_json

from okrs_as_code.git.client import content_id
from okrs_as_code.workspace.reader import ReadFile
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.reader import parse


class ExaminedFile(NamedTuple):
    """A file by the id of its content, with its summary if its text is sound, or else its document.

    The summary is its plain data as JSON, which depends on nothing but the content. A file has none of these where it
    cannot be opened. One with comments that may ignore findings counts as unsound.
    """

    content_id: str | None = None
    summary: bytes | None = None
    document: Document | None = None

    def read(self) -> ReadFile | None:
        """The data of the file; None where it cannot be opened."""
        if self.summary is not None:
            return ReadFile(from_json(self.summary))
        return ReadFile(self.document.data, self.document) if self.document is not None else None


def examine(path: str, raw: bytes | None) -> ExaminedFile:
    """Examines the file with this content; `raw` is None for a file that cannot be opened."""
    if raw is None:
        return ExaminedFile()
    document = parse(path, raw)
    if document.problems or document.may_ignore:
        return ExaminedFile(content_id(raw), document=document)
    return ExaminedFile(content_id(raw), to_json(document.data))
