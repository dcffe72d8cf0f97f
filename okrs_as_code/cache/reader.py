"""A reader that keeps a summary of each file by its content, so that no content is parsed twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from okrs_as_code.cache.contents import Contents, commit_contents, refresh
from okrs_as_code.cache.examined_file import ExaminedFile, examine
from okrs_as_code.cache.store import Store
from okrs_as_code.git.client import Git
from okrs_as_code.processes import ProgressCallback, workers_for
from okrs_as_code.signing.status import SignatureStatus
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.reader import ReadFile, map_files
from okrs_as_code.workspace.trees.tree import FileTree, WorkingTree

_FEWEST_FOR_PROCESSES = 800
"""Summaries are small to hand over."""
_BATCH = 1000
"""Number of summaries that are written together."""


class CachedReader:
    """Reads files, each content once; of a file whose text is sound the summary is read."""

    def __init__(self, root: Path, git: Git | None, progress: ProgressCallback | None = None) -> None:
        self.store = Store.around(root, git)
        self._progress = progress
        self._contents: tuple[WorkingTree, Contents] | None = None
        self._fresh: dict[str, bytes] = {}
        """Summaries by the id of the content, each until it is read for the first time."""
        self.signature_statuses = StoredSignatureStatuses(self.store)

    def read(self, tree: FileTree, locations: Sequence[Location]) -> Iterator[ReadFile | None]:
        """Files in the order of their locations; None for each that cannot be opened."""
        return (file.read() for file in self.examine(tree, locations))

    def examine(self, tree: FileTree, locations: Sequence[Location]) -> Iterator[ExaminedFile]:
        """Files in the order of their locations, from the summaries of their contents where those are kept."""
        ids = tree.content_ids()
        if isinstance(tree, WorkingTree):
            ids = {path: content.id for path, content in self.contents(tree).items() if content.id is not None}
        return self._examine(tree, [location.path for location in locations], ids)

    def contents(self, tree: FileTree) -> Contents:
        """The contents of a tree; those of a working tree are refreshed once."""
        if not isinstance(tree, WorkingTree):
            return commit_contents(tree)
        if self._contents is None or self._contents[0] is not tree:
            self._contents = tree, refresh(tree, self.store, lambda paths: self._examine_stale(tree, paths))
        return self._contents[1]

    def _examine_stale(self, tree: WorkingTree, paths: Sequence[str]) -> Iterator[ExaminedFile]:
        """Files whose contents nobody knows yet; they are read next, so their summaries stay at hand."""
        for file in self._examine(tree, paths, {}):
            if file.content_id is not None and file.summary is not None:
                self._fresh[file.content_id] = file.summary
            yield file

    def _examine(self, tree: FileTree, paths: Sequence[str], content_ids: Mapping[str, str]) -> Iterator[ExaminedFile]:
        """Files in the order of their paths, from the summaries of their contents where those are kept.

        `content_ids` by path are those to look up. Summaries that are made are stored.
        """
        kept: dict[str, ExaminedFile] = {}
        for path in paths:
            summary = self._summary(content_ids[path]) if path in content_ids else None
            if summary is not None:
                kept[path] = ExaminedFile(content_ids[path], summary)
        missing = [path for path in paths if path not in kept]
        workers = workers_for(len(missing), _FEWEST_FOR_PROCESSES)
        examined = self._with_progress(map_files(tree, missing, workers, examine), len(missing))
        rows: list[tuple[str, bytes]] = []
        for path in paths:
            file = kept[path] if path in kept else next(examined)
            if path not in kept and file.content_id is not None and file.summary is not None:
                rows.append((file.content_id, file.summary))
            yield file
            if len(rows) >= _BATCH:
                self.store.put("summaries", rows)
                rows.clear()
        self.store.put("summaries", rows)
        next(examined, None)  # so that the processes of a pool end by themselves

    def _summary(self, content_id: str) -> bytes | None:
        fresh = self._fresh.pop(content_id, None)
        return fresh if fresh is not None else self.store.get("summaries", content_id)

    def _with_progress(self, files: Iterator[ExaminedFile], total: int) -> Iterator[ExaminedFile]:
        for done, file in enumerate(files, 1):
            if self._progress is not None and (done % _BATCH == 0 or done == total):
                self._progress(done, total)
            yield file


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
