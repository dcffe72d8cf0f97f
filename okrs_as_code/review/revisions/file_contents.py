"""The contents of files that are not read as goals, or not as text: to be compared, and to name whom they concern."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from okrs_as_code.git.client import Git, content_id
from okrs_as_code.workspace.trees.tree import RevisionTree, read_plainly
from okrs_as_code.yaml.text import MAX_BYTES, SourceText


class FileContent(NamedTuple):
    """The content of a file by its id in git, and as text; of a link the place that it leads to.

    The text is empty where the file is larger than one that is read.
    """

    id: str
    text: str


FileContents = Callable[[Iterable[str]], Mapping[str, FileContent]]
"""The contents of some files by their paths from the root, without those that cannot be had."""


def no_contents(paths: Iterable[str]) -> Mapping[str, FileContent]:
    """The contents of files where there are none."""
    return {}


def committed_contents(git: Git, prefix: str, commit: str) -> FileContents:
    """Contents in a commit; `prefix` is the root's path from the top of the repository."""
    tree = RevisionTree(git, commit, prefix)

    def contents(paths: Iterable[str]) -> Mapping[str, FileContent]:
        wanted = tuple(paths)
        if not wanted:
            return {}
        ids = tree.content_ids()
        texts = tree.read([path for path in wanted if path in ids])
        return {path: FileContent(ids[path], _text(raw)) for path, raw in texts}

    return contents


def contents_on_disk(root: Path, git: Git) -> FileContents:
    """Contents in the working tree."""

    def contents(paths: Iterable[str]) -> Mapping[str, FileContent]:
        raw = {path: _read(root / path) for path in paths}
        known = {path: one for path, one in raw.items() if one is not None}
        return {path: FileContent(content_id(one, git.object_format), _text(one)) for path, one in known.items()}

    return contents


def _read(path: Path) -> bytes | None:
    try:
        return os.fsencode(path.readlink()) if path.is_symlink() else read_plainly(path, most=-1)
    except OSError:
        return None


def _text(raw: bytes | None) -> str:
    return "" if raw is None or len(raw) > MAX_BYTES else SourceText.decode_leniently(raw).text
