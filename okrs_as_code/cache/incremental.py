"""Incremental loading: of a change, only the files that it affects are read, on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial

from okrs_as_code.cache.affected import affected_files
from okrs_as_code.cache.dependencies import Dependencies
from okrs_as_code.cache.index import Index, IndexedFile, file_dependencies, make_index
from okrs_as_code.cache.reader import CachedReader
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.listing import TreeEntry
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.workspace.layout import LOADED_KINDS, WATCHED_KINDS, locate
from okrs_as_code.workspace.loader import Workspace, load_below
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.top_level import TOP_LEVEL, TopLevel, load_top_level
from okrs_as_code.workspace.trees.overlay import PartialTree, ReadFiles
from okrs_as_code.workspace.trees.tree import FileTree, RevisionTree, tree_entry_kind

_Sides = tuple[IndexedFile | None, TreeEntry | None]
"""A file as it is at the head, and as it was."""


class IncrementalLoader:
    """Loads a base and a head of a repository, as far as rules need them to find what the change brings.

    The head is the working tree, or a commit, of which nothing that is checked out has a part in anything.
    """

    def __init__(self, repository: Repository, reader: CachedReader, head: str | None = None) -> None:
        self._git = repository.require_git()
        self._prefix = repository.prefix
        self._working_tree = repository.working_tree
        self._tree: FileTree = self._working_tree
        if head is not None:
            self._tree = RevisionTree(self._git, head, self._prefix)
        self._reader = reader

    def load(self, commit: str) -> tuple[Workspace, Workspace] | None:
        """The commit and the head; None where people, teams, policy or signers differ: all depends on them.

        Raises OkrsError where git cannot read the commit.
        """
        changed = self._changed_files(commit)
        if not changed.keys().isdisjoint(TOP_LEVEL):
            return None
        dependencies = self._dependencies(changed)
        paths = affected_files(dependencies, self._index, self._top_level.directory, self._calendar)
        head = {path: self._index[path] for path in paths if path in self._index}
        base = {path: (file.kind, file.content_id) for path, file in head.items() if path not in changed}
        base |= {path: (tree_entry_kind(entry), entry.id) for path, (_, entry) in changed.items() if entry is not None}
        after = PartialTree(
            {path: file.kind for path, file in head.items()},
            {path: file.content_id for path, file in head.items() if file.content_id is not None},
            self._tree.read,
            self._tree.opener(),
        )
        ids = {path: id_ for path, (_, id_) in base.items() if id_ is not None}
        before = PartialTree({path: kind for path, (kind, _) in base.items()}, ids, self._blob_reader(ids))
        return self._load(before), self._load(after)

    def _load(self, tree: PartialTree) -> Workspace:
        return load_below(self._top_level, tree, self._reader)

    @cached_property
    def _top_level(self) -> TopLevel:
        entries = self._tree.entries()
        locations = [locate(path, entries[path]) for path in sorted(TOP_LEVEL) if path in entries]
        return load_top_level(self._tree, self._reader, locations)

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar.of(self._top_level.config)

    @cached_property
    def _index(self) -> Index:
        contents = self._reader.contents(self._tree)
        examine = partial(self._reader.examine, self._tree)
        return make_index(contents, self._calendar, self._reader.store, str(self._working_tree.root), examine)

    def _changed_files(self, commit: str) -> dict[str, _Sides]:
        """The files that differ from a commit."""
        entries = self._git.listing(commit, [f"{self._prefix}{OKRS_FOLDER}/"], deep=True)
        before = {entry.path.removeprefix(self._prefix): entry for entry in entries}
        sides = ((path, self._index.get(path), before.get(path)) for path in {**before, **self._index})
        return {path: (head, base) for path, head, base in sides if not _is_unchanged(path, head, base)}

    def _dependencies(self, changed: Mapping[str, _Sides]) -> dict[str, list[Dependencies]]:
        """The dependencies of changed files, after and before."""
        dependencies = {path: [head.dependencies] if head is not None else [] for path, (head, _) in changed.items()}
        entries = {path: entry for path, (_, entry) in changed.items() if entry is not None}
        locations = [locate(path, tree_entry_kind(entry)) for path, entry in entries.items()]
        locations = [location for location in locations if location.kind in LOADED_KINDS]
        ids = {location.path: entries[location.path].id for location in locations}
        kinds = {path: tree_entry_kind(entries[path]) for path in ids}
        tree = PartialTree(kinds, ids, self._blob_reader(ids))
        for location, file in zip(locations, self._reader.read(tree, locations), strict=True):
            dependencies[location.path].append(file_dependencies(location, file, self._calendar)[0])
        return dependencies

    def _blob_reader(self, ids: Mapping[str, str]) -> ReadFiles:
        """A function that reads blobs by path; `ids` are their object ids."""

        def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
            paths = list(paths)
            blobs = self._git.blobs([ids[path] for path in paths]) if paths else ()
            return zip(paths, blobs, strict=True)

        return read


def _is_unchanged(path: str, head: IndexedFile | None, base: TreeEntry | None) -> bool:
    if head is None or base is None or head.kind is not tree_entry_kind(base):
        return False
    if head.content_id is None:  # nobody reads it, or it cannot be opened
        return locate(path, head.kind).kind not in WATCHED_KINDS
    return head.content_id == base.id
