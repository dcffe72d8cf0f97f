"""Readers: how the files of a tree become data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.signing.status import KnownSignatureStatuses, SignatureStatus
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.trees.tree import FileTree
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.reader import parse_all


class ReadFile(NamedTuple):
    """The data of a file; without its document where nothing is wrong in it, so that its text is not needed yet."""

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
        contents = dict(tree.read([location.path for location in locations]))
        documents = parse_all([(path, raw) for path, raw in contents.items() if raw is not None])
        for location in locations:
            document = next(documents) if contents[location.path] is not None else None
            yield ReadFile(document.data, document) if document is not None else None
