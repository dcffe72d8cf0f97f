"""Reads many files: on all processors from the size where that pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okrs_as_code.processes import in_processes, workers_for
from okrs_as_code.source.document import Document
from okrs_as_code.source.reader import parse

_CHUNK = 64


def parse_all(files: Sequence[tuple[str, bytes]]) -> Iterator[Document]:
    """The documents of (path, content) pairs, in their order."""
    yield from in_processes(workers_for(len(files)), _parsed, files, _CHUNK)


def _parsed(file: tuple[str, bytes]) -> Document:
    return parse(*file)
