"""Readers: how the files of a tree become data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar

from okrs_as_code.processes import in_processes, workers_for
from okrs_as_code.signing.status import KnownSignatureStatuses, SignatureStatus
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.trees.tree import FileTree
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.reader import parse

R = TypeVar("R")

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

    def read(self, tree: FileTree, locations: Sequence[Location]) -> Iterator[ReadFile | None]:
        """Files in the order of their locations; None for each that cannot be opened."""
        ...


class PlainReader:
    """Reads every file, and remembers nothing."""

    def __init__(self) -> None:
        self.signature_statuses: dict[str, SignatureStatus] = {}

    def read(self, tree: FileTree, locations: Sequence[Location]) -> Iterator[ReadFile | None]:
        """Files in the order of their locations, on all processors where that pays."""
        workers = workers_for(len(locations), _FEWEST_FOR_PROCESSES)
        read = partial(_read, is_handed_over=workers > 1)
        return map_files(tree, [location.path for location in locations], workers, read)


def map_files(
    tree: FileTree, paths: Sequence[str], workers: int, work: Callable[[str, bytes | None], R]
) -> Iterator[R]:
    """Maps `work` over paths and what is in their files, in order, in so many processes.

    They open files themselves, where another process can; None is in a file that cannot be opened.
    """
    open_file = tree.opener() if workers > 1 else None
    if open_file is None:
        open_file = dict(tree.read(paths)).__getitem__
    return in_processes(workers, partial(_open_and, open_file, work), paths, _CHUNK)


def _open_and(open_file: Callable[[str], bytes | None], work: Callable[[str, bytes | None], R], path: str) -> R:
    return work(path, open_file(path))


def _read(path: str, raw: bytes | None, *, is_handed_over: bool) -> ReadFile | None:
    """The file; one that is handed over from another process without a document that nobody needs, as it is large."""
    if raw is None:
        return None
    document = parse(path, raw)
    is_needed = not is_handed_over or document.problems or document.may_ignore
    return ReadFile(document.data, document if is_needed else None)
