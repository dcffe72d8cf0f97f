"""Trees made of other trees: one with changes that are not written yet, and one of chosen files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.workspace.trees.tree import FileTree


class OverlayTree:
    """A tree with changes of files that are not written yet, so that they can be judged before."""

    def __init__(self, tree: FileTree, changes: Sequence[FileChange]) -> None:
        self._tree = tree
        self._removed = {change.path for change in changes if change.target is not None}
        self._changed = {change.target or change.path: change.after for change in changes}

    def entries(self) -> Mapping[str, EntryKind]:
        """Everything below `okrs/`."""
        kinds = {path: kind for path, kind in self._tree.entries().items() if path not in self._removed}
        kinds.update(dict.fromkeys(self._changed, EntryKind.FILE))
        return {path: kinds[path] for path in sorted(kinds)}

    def content_ids(self) -> Mapping[str, str]:
        """No ids, as none is known."""
        return {}

    def opener(self) -> None:
        """None: this process has to read all."""

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files."""
        for path in paths:
            if path in self._changed:
                yield path, self._changed[path]
            else:
                yield from self._tree.read([path])


ReadFiles = Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]]
"""A function that reads files by path, as `FileTree.read`."""


class PartialTree:
    """A tree of chosen files, whose kinds and ids of contents are known, with a function to read them."""

    def __init__(
        self,
        kinds: Mapping[str, EntryKind],
        content_ids: Mapping[str, str],
        read: ReadFiles,
        opener: Callable[[str], bytes | None] | None = None,
    ) -> None:
        self._kinds = kinds
        self._content_ids = content_ids
        self._read = read
        self._opener = opener

    def entries(self) -> Mapping[str, EntryKind]:
        """The chosen files, in the order of the paths."""
        return {path: self._kinds[path] for path in sorted(self._kinds)}

    def content_ids(self) -> Mapping[str, str]:
        """The ids of contents that are known without reading."""
        return self._content_ids

    def opener(self) -> Callable[[str], bytes | None] | None:
        """The opener of the tree that it was chosen from."""
        return self._opener

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files."""
        return self._read(paths)
