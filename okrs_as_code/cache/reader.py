"""A reader that keeps a summary of each file by its content, so that no content is examined twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from okrs_as_code.cache.dependencies import Dependencies
from okrs_as_code.cache.file_summary import ExaminedFile, Examiner, FileSummary
from okrs_as_code.cache.index import Index, IndexedFile, refresh
from okrs_as_code.cache.store import Store
from okrs_as_code.git.client import Git, content_id
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.processes import ProgressCallback, in_processes, workers_for
from okrs_as_code.signing.status import SignatureStatus
from okrs_as_code.workspace.layout import WATCHED_KINDS, EntryKind, FileKind, Location, locate
from okrs_as_code.workspace.reader import ReadFile
from okrs_as_code.workspace.trees.tree import FileTree, WorkingTree

_FEWEST_FOR_PROCESSES = 800
"""Summaries are small to hand over, and more work to make than documents."""
_CHUNK = 64
"""Number of files that a worker process gets at once."""
_BATCH = 1000
"""Number of summaries that are written together."""


class CachedReader:
    """Reads files, each content once; of a sound file the summary is read."""

    def __init__(self, root: Path, git: Git | None, progress: ProgressCallback | None = None) -> None:
        self._store = Store.around(root, git)
        self._progress = progress
        self._index: tuple[WorkingTree, str, Index] | None = None
        self.signature_statuses = StoredSignatureStatuses(self._store)

    def read(
        self, tree: FileTree, locations: Sequence[Location], calendar: Calendar | None
    ) -> Iterator[ReadFile | None]:
        """Files in the order of their locations; None for each that cannot be opened."""
        for examined in self.examine(tree, locations, self._content_ids(tree, locations, calendar), calendar):
            if examined.summary is not None:
                yield ReadFile(FileSummary.decode(examined.summary).data)
            elif examined.document is not None:
                yield ReadFile(examined.document.data, examined.document)
            else:
                yield None

    def index(self, tree: WorkingTree, calendar: Calendar) -> Index:
        """The index of a working tree, refreshed once."""
        if self._index is None or self._index[:2] != (tree, calendar.key):

            def examine(locations: list[Location]) -> Iterator[ExaminedFile]:
                return self._with_progress(self.examine(tree, locations, {}, calendar), len(locations))

            index = refresh(tree, self._store, f"{tree.root}\0{calendar.key}", examine)
            self._index = tree, calendar.key, index
        return self._index[2]

    def commit_index(self, tree: FileTree, calendar: Calendar) -> Index:
        """The index of a commit's tree: of each content by the id that git gives it, whatever is checked out."""
        ids = tree.content_ids()
        entries = tree.entries()
        watched = [location for location in map(locate, entries, entries.values()) if location.kind in WATCHED_KINDS]
        index = {path: IndexedFile(kind) for path, kind in entries.items()}
        index |= {location.path: IndexedFile(EntryKind.FILE, ids[location.path]) for location in watched}
        loaded = [location for location in watched if location.holds_goals]
        files = self._with_progress(self.examine(tree, loaded, ids, calendar), len(loaded))
        for location, examined in zip(loaded, files, strict=True):
            summary = FileSummary.decode(examined.summary) if examined.summary is not None else None
            dependencies = examined.dependencies if summary is None else summary.dependencies
            index[location.path] = IndexedFile(EntryKind.FILE, ids[location.path], dependencies, summary is not None)
        return index

    def examine(
        self,
        tree: FileTree,
        locations: Sequence[Location],
        content_ids: Mapping[str, str],
        calendar: Calendar | None,
    ) -> Iterator[ExaminedFile]:
        """Files in the order of their locations, from their summaries where those are in the store.

        `content_ids` by path are those to look up. The summaries of all other sound files are stored.
        """
        examiner, summaries = Examiner(calendar), {}
        for location in locations:
            if location.path in content_ids:
                row = self._store.get("summaries", examiner.key(location, content_ids[location.path]))
                if row is not None:
                    summaries[location.path] = row
        missing = _examine_files(tree, [location for location in locations if location.path not in summaries], examiner)
        rows: list[tuple[str, bytes]] = []
        for location in locations:
            if location.path in summaries:
                yield ExaminedFile(content_ids[location.path], summaries[location.path])
                continue
            examined = next(missing)
            if examined.content_id is not None and examined.summary is not None:
                rows.append((examiner.key(location, examined.content_id), examined.summary))
            yield examined
            if len(rows) >= _BATCH:
                self._store.put("summaries", rows)
                rows.clear()
        self._store.put("summaries", rows)

    def dependencies(
        self, tree: FileTree, locations: Sequence[Location], calendar: Calendar
    ) -> Iterator[tuple[str, Dependencies]]:
        """The dependencies of files, by path."""
        for location, examined in zip(
            locations, self.examine(tree, locations, tree.content_ids(), calendar), strict=True
        ):
            summary = FileSummary.decode(examined.summary) if examined.summary is not None else examined
            yield location.path, summary.dependencies

    def _content_ids(
        self, tree: FileTree, locations: Sequence[Location], calendar: Calendar | None
    ) -> Mapping[str, str]:
        if not isinstance(tree, WorkingTree):
            return tree.content_ids()
        if calendar is not None:
            index = self.index(tree, calendar)
            return {path: file.content_id for path, file in index.items() if file.content_id is not None}
        contents = tree.read(location.path for location in locations)
        return {path: content_id(raw) for path, raw in contents if raw is not None}

    def _with_progress(self, files: Iterator[ExaminedFile], total: int) -> Iterator[ExaminedFile]:
        for done, file in enumerate(files, 1):
            yield file
            if self._progress is not None and (done % _BATCH == 0 or done == total):
                self._progress(done, total)


class StoredSignatureStatuses:
    """Statuses of signatures by key, in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> SignatureStatus | None:
        """The status under a key, if there is one."""
        row = self._store.get("signatures", key)
        return SignatureStatus(row.decode()) if row is not None else None

    def update(self, statuses: Mapping[str, SignatureStatus]) -> None:
        """Stores statuses."""
        self._store.put("signatures", ((key, status.value.encode()) for key, status in statuses.items()))


def _examine_files(tree: FileTree, locations: Sequence[Location], examiner: Examiner) -> Iterator[ExaminedFile]:
    """Examines files in their order, many of them in worker processes where the tree's files can be opened there."""
    by_path = {location.path: location for location in locations}
    open_file = tree.opener()
    workers = workers_for(len(locations), _FEWEST_FOR_PROCESSES)
    if workers < 2 or open_file is None:
        for path, raw in tree.read(by_path):
            yield examiner.examine(by_path[path], raw)
        return
    for location in [location for location in locations if location.kind is FileKind.OBJECTIVE][:1]:
        examiner.examine(location, open_file(location.path))  # so that workers begin with all that has to be imported
    yield from in_processes(workers, partial(_open_and_examine, examiner, open_file), locations, _CHUNK)


def _open_and_examine(examiner: Examiner, open_file: Callable[[str], bytes | None], location: Location) -> ExaminedFile:
    return examiner.examine(location, open_file(location.path))
