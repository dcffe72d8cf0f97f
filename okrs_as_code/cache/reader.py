"""A reader that keeps a summary of each file by its content: nothing that is known is worked out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from okrs_as_code.cache.dependencies import Dependencies
from okrs_as_code.cache.file_summary import ExaminedFile, Examiner, FileSummary, fiscal_year
from okrs_as_code.cache.index import Index, refresh
from okrs_as_code.cache.store import Store
from okrs_as_code.git.client import Git, content_id
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.processes import in_processes, workers_for
from okrs_as_code.signing.verification import SignatureStatus
from okrs_as_code.workspace.layout import FileKind, Location
from okrs_as_code.workspace.reader import ReadFile
from okrs_as_code.workspace.tree import FileTree, WorkingTree

Progress = Callable[[int, int], None]
"""Called with how many files of how many have been read."""
_CHUNK = 64
_ROWS = 1000
"""Summaries that are written together."""


class CachedReader:
    """Reads files, each content once: a file that nothing is wrong with is read as its summary."""

    def __init__(self, root: Path, git: Git | None, progress: Progress | None = None) -> None:
        self._store = Store.around(root, git)
        self._progress = progress
        self._index: tuple[WorkingTree, str, Index] | None = None
        self.verdicts = StoredVerdicts(self._store)

    def read(
        self, tree: FileTree, locations: Sequence[Location], calendar: Calendar | None
    ) -> Iterator[ReadFile | None]:
        """Files in the order of their locations; None for each that cannot be opened."""
        for examined in self.examine(tree, locations, self._contents(tree, locations, calendar), calendar):
            if examined.summary is not None:
                yield ReadFile(FileSummary.decoded(examined.summary).data)
            elif examined.document is not None:
                yield ReadFile(examined.document.data, examined.document)
            else:
                yield None

    def index(self, tree: WorkingTree, calendar: Calendar) -> Index:
        """The index of a working tree, brought up to date once."""
        year = fiscal_year(calendar)
        if self._index is None or self._index[:2] != (tree, year):

            def examine(locations: list[Location]) -> Iterator[ExaminedFile]:
                return self._shown(self.examine(tree, locations, {}, calendar), len(locations))

            index = refresh(tree, self._store, f"{tree.root}\0{year}", examine)
            self._index = tree, year, index
        return self._index[2]

    def examine(
        self,
        tree: FileTree,
        locations: Sequence[Location],
        contents: Mapping[str, str],
        calendar: Calendar | None,
    ) -> Iterator[ExaminedFile]:
        """Files in the order of their locations, from what is kept of `contents`, ids by path; the others are kept."""
        examiner, kept = Examiner(calendar), {}
        for location in locations:
            if location.path in contents:
                row = self._store.get("summaries", examiner.key(location, contents[location.path]))
                if row is not None:
                    kept[location.path] = row
        missing = _examined(tree, [location for location in locations if location.path not in kept], examiner)
        rows: list[tuple[str, bytes]] = []
        for location in locations:
            if location.path in kept:
                summary = kept[location.path]
                yield ExaminedFile(contents[location.path], summary)
                continue
            examined = next(missing)
            if examined.content is not None and examined.summary is not None:
                rows.append((examiner.key(location, examined.content), examined.summary))
            yield examined
            if len(rows) >= _ROWS:
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
            summary = FileSummary.decoded(examined.summary) if examined.summary is not None else examined
            yield location.path, summary.dependencies

    def _contents(self, tree: FileTree, locations: Sequence[Location], calendar: Calendar | None) -> Mapping[str, str]:
        if not isinstance(tree, WorkingTree):
            return tree.content_ids()
        if calendar is not None:
            index = self.index(tree, calendar)
            return {path: file.content for path, file in index.items() if file.content is not None}
        read = tree.read(location.path for location in locations)
        return {path: content_id(raw) for path, raw in read if raw is not None}

    def _shown(self, files: Iterator[ExaminedFile], total: int) -> Iterator[ExaminedFile]:
        for done, file in enumerate(files, 1):
            yield file
            if self._progress is not None and (done % _ROWS == 0 or done == total):
                self._progress(done, total)


class StoredVerdicts:
    """Verdicts on signatures by key, remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> SignatureStatus | None:
        """The verdict under a key, if there is one."""
        row = self._store.get("verdicts", key)
        return SignatureStatus(row.decode()) if row is not None else None

    def update(self, verdicts: Mapping[str, SignatureStatus]) -> None:
        """Keeps verdicts."""
        self._store.put("verdicts", ((key, verdict.value.encode()) for key, verdict in verdicts.items()))


def _examined(tree: FileTree, locations: Sequence[Location], examiner: Examiner) -> Iterator[ExaminedFile]:
    by_path = {location.path: location for location in locations}
    open_one = tree.opener()
    workers = workers_for(len(locations))
    if workers < 2 or open_one is None:
        for path, raw in tree.read(by_path):
            yield examiner.examine(by_path[path], raw)
        return
    for location in [one for one in locations if one.kind is FileKind.OBJECTIVE][:1]:
        examiner.examine(location, open_one(location.path))  # so that workers begin with all that has to be imported
    yield from in_processes(workers, partial(_opened, examiner, open_one), locations, _CHUNK)


def _opened(examiner: Examiner, open_one: Callable[[str], bytes | None], location: Location) -> ExaminedFile:
    return examiner.examine(location, open_one(location.path))
