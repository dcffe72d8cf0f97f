"""Readers: how the files of a tree become data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol

from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.processes import in_processes, workers_for
from okrs_as_code.signing.status import KnownSignatureStatuses, SignatureStatus
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.trees.tree import FileTree
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.reader import parse

_CHUNK = 64
_FEWEST_FOR_PROCESSES = 2000
"""Measured on two processors, as all such numbers."""


class ReadFile(NamedTuple):
    """The data of a file; it may lack the document where nothing is wrong in its text, which nobody needs then."""

    data: Any
    document: Document | None = None

    @property
    def is_readable(self) -> bool:
        """Whether the data is known at all."""
        return self.document is None or self.document.readable


class Reader(Protocol):
    """Reads the files of trees, and knows statuses of signatures in them."""

    @property
    def signature_statuses(self) -> KnownSignatureStatuses:
        """The statuses of signatures that are known already."""
        ...

    def read(
        self, tree: FileTree, locations: Sequence[Location], calendar: Calendar | None
    ) -> Iterator[ReadFile | None]:
        """Files in the order of their locations; None for each that cannot be opened.

        `calendar` says which days cycles have; None for files outside of cycles.
        """
        ...


class PlainReader:
    """Reads every file, and remembers nothing."""

    def __init__(self) -> None:
        self.signature_statuses: dict[str, SignatureStatus] = {}

    def read(
        self, tree: FileTree, locations: Sequence[Location], calendar: Calendar | None
    ) -> Iterator[ReadFile | None]:
        """Files in the order of their locations, on all processors where that pays."""
        paths = [location.path for location in locations]
        workers = workers_for(len(paths), _FEWEST_FOR_PROCESSES)
        open_file = tree.opener() if workers > 1 else None
        if open_file is None:
            open_file = dict(tree.read(paths)).__getitem__
        yield from in_processes(workers, partial(_open_and_read, open_file, workers > 1), paths, _CHUNK)


def _open_and_read(open_file: Callable[[str], bytes | None], is_handed_over: bool, path: str) -> ReadFile | None:
    """The file; one that is handed over from another process without a document that nobody needs, as it is large."""
    raw = open_file(path)
    if raw is None:
        return None
    document = parse(path, raw)
    is_needed = not is_handed_over or document.problems or document.may_ignore
    return ReadFile(document.data, document if is_needed else None)
