"""A tree as it will be: what is judged before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from okrs_as_code.workspace.file_change import FileChange
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.tree import FileTree


class OverlayTree:
    """Another tree with changes of files that nobody has written yet."""

    def __init__(self, tree: FileTree, changes: Sequence[FileChange]) -> None:
        self._tree = tree
        self._gone = {change.path for change in changes if change.target is not None}
        self._new = {change.target or change.path: change.after for change in changes}

    def entries(self) -> Mapping[str, EntryKind]:
        """Everything below `okrs/`."""
        kinds = {path: kind for path, kind in self._tree.entries().items() if path not in self._gone}
        kinds.update(dict.fromkeys(self._new, EntryKind.FILE))
        return {path: kinds[path] for path in sorted(kinds)}

    def contents(self) -> Mapping[str, str]:
        """None is known."""
        return {}

    def opener(self) -> None:
        """None: this process has to read all."""

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files."""
        for path in paths:
            if path in self._new:
                yield path, self._new[path]
            else:
                yield from self._tree.read([path])


ReadFiles = Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]]


class PartialTree:
    """Files of which it is known what they are and what they hold, and how to read them if that is not enough."""

    def __init__(
        self,
        kinds: Mapping[str, EntryKind],
        contents: Mapping[str, str],
        read: ReadFiles,
        opener: Callable[[str], bytes | None] | None = None,
    ) -> None:
        self._kinds = kinds
        self._contents = contents
        self._read = read
        self._opener = opener

    def entries(self) -> Mapping[str, EntryKind]:
        """What was chosen, in the order of the paths."""
        return {path: self._kinds[path] for path in sorted(self._kinds)}

    def contents(self) -> Mapping[str, str]:
        """The ids of contents that are known without reading."""
        return self._contents

    def opener(self) -> Callable[[str], bytes | None] | None:
        """That of the tree that it was chosen from."""
        return self._opener

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files."""
        return self._read(paths)
