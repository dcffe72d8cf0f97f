"""A tree as it will be: what is judged before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from okrs_as_code.workspace.entry import EntryKind
from okrs_as_code.workspace.rewriting import FileChange
from okrs_as_code.workspace.tree import FileTree


class ChangedTree:
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

    def reader(self) -> None:
        """This process has to read all."""

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files."""
        for path in paths:
            if path in self._new:
                yield path, self._new[path]
            else:
                yield from self._tree.read([path])
