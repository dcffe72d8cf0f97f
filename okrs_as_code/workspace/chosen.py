"""A tree of some files of another: those that are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from okrs_as_code.workspace.entry import EntryKind

Read = Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]]


class ChosenTree:
    """Files of which it is known what they are and what they hold, and how to read them if that is not enough."""

    def __init__(
        self,
        kinds: Mapping[str, EntryKind],
        contents: Mapping[str, str],
        read: Read,
        reader: Callable[[str], bytes | None] | None = None,
    ) -> None:
        self._kinds = kinds
        self._contents = contents
        self._read = read
        self._reader = reader

    def entries(self) -> Mapping[str, EntryKind]:
        """What was chosen, in the order of the paths."""
        return {path: self._kinds[path] for path in sorted(self._kinds)}

    def contents(self) -> Mapping[str, str]:
        """The ids of contents that are known without reading."""
        return self._contents

    def reader(self) -> Callable[[str], bytes | None] | None:
        """As of the tree that it was chosen from."""
        return self._reader

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files."""
        return self._read(paths)
