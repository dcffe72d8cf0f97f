"""What decides what the gate says and is no YAML of ours: templates, signers, and the forge's own files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from okrs_as_code.filenames import SIGNERS_FILE, TEMPLATES_FOLDER
from okrs_as_code.git.client import Git, content_id
from okrs_as_code.git.listing import TreeEntry
from okrs_as_code.workspace.tree import prefix_of, read_plainly
from okrs_as_code.workspace.walk import walk

_OF_THE_FORGE = (
    ".forgejo",
    ".gitea",
    ".github",
    ".gitlab",
    ".gitlab-ci.yml",
    "CODEOWNERS",
    "docs/CODEOWNERS",
)
_UNREADABLE = "unreadable"
_SUBMODULE = "160000"
_MODES_ON_DISK = os.name != "nt"


def gate_files(git: Git, prefix: str, commit: str) -> Mapping[str, str]:
    """The gate's files in a commit, by path from the top of the repository: mode and id of the content.

    `prefix` is the root's path from there. Links and submodules count by what they point to.
    """
    return {entry.path: _told(entry.mode, entry.id) for entry in git.listing(commit, _paths(prefix), deep=True)}


def gate_files_in_working_tree(root: Path, git: Git) -> Mapping[str, str]:
    """The same of the working tree, without what git ignores.

    A submodule counts by the commit in the index, and line ends count for those of the index where that is all that
    differs: git takes them back when it commits.
    """
    paths = _paths(prefix_of(root, git))
    staged = {entry.path: entry for entry in git.staged(*paths)}
    found = {
        path: _told(_SUBMODULE, entry.id)
        for path, entry in staged.items()
        if entry.mode == _SUBMODULE and (git.top / path).is_dir()
    }
    left_out = git.ignored(*paths) | {f"{path}/" for path in found}
    for path, mode in _on_disk(git.top, paths, left_out):
        told = _read(git, path, mode, staged.get(path))
        if told is not None:
            found[path] = told
    return {path: found[path] for path in sorted(found)}


def _paths(prefix: str) -> list[str]:
    return [*_OF_THE_FORGE, f"{prefix}{TEMPLATES_FOLDER}", f"{prefix}{SIGNERS_FILE}"]


def _on_disk(top: Path, paths: list[str], left_out: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Path and mode of all that is no folder; nothing behind a link."""
    for path in paths:
        if f"{path}/" in left_out or any((top / folder).is_symlink() for folder in Path(path).parents):
            continue
        try:
            mode = (top / path).lstat().st_mode
        except OSError:
            continue
        if not stat.S_ISDIR(mode):
            if path not in left_out:
                yield path, mode
            continue
        for folder in walk(str(top), path, left_out):
            yield from ((inner, state.mode) for inner, state in folder.paths())


def _read(git: Git, path: str, mode: int, staged: TreeEntry | None) -> str | None:
    """What a file or link holds; None for what git would not take, such as a pipe."""
    if stat.S_ISLNK(mode):
        return _told("120000", content_id(os.fsencode((git.top / path).readlink()), git.object_format))
    if mode and not stat.S_ISREG(mode):
        return None
    raw = read_plainly(git.top / path, most=-1) if mode else None
    if raw is None:
        return _UNREADABLE
    id_ = content_id(raw, git.object_format)
    if staged is not None and content_id(raw.replace(b"\r\n", b"\n"), git.object_format) == staged.id:
        id_ = staged.id
    if not _MODES_ON_DISK and staged is not None:
        return _told(staged.mode, id_)
    return _told("100755" if mode & stat.S_IXUSR else "100644", id_)


def _told(mode: str, id_: str) -> str:
    return f"{mode} {id_}"
