"""The versions that files had along the main line: the first parents of a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from okrs_as_code.git.client import Git
from okrs_as_code.git.history import first_parent_changes

FileVersions = Callable[[Sequence[str]], Iterator[tuple[str, bytes]]]
"""The versions of some files, by their paths from the root: path and content of each, the newest first."""
_BATCH = 16
"""Contents that are asked for at once: mostly one of the newest is what somebody looks for."""


def main_line(git: Git, prefix: str, commit: str) -> FileVersions:
    """The versions of files along the first parents of a commit; `prefix` is the root's path in the repository."""

    def versions(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        changes = reversed(first_parent_changes(git, [prefix + path for path in paths], commit))
        blobs = ((file.path.removeprefix(prefix), file.after) for change in changes for file in change.files)
        written = ((path, blob) for path, blob in blobs if blob is not None)
        while batch := list(islice(written, _BATCH)):
            contents = git.blobs([blob for _, blob in batch])
            yield from ((path, raw) for (path, _), raw in zip(batch, contents, strict=True))

    return versions


def no_versions(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The versions of files without a history: none."""
    yield from ()
