"""The files of the gate: templates, signers, the forge's own files, and what git makes of the files it checks out.

They decide what the gate says, and are no YAML of ours.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from okrs_as_code.filenames import OKRS_FOLDER, SIGNERS_FILE, TEMPLATES_FOLDER
from okrs_as_code.git.client import Git, content_id
from okrs_as_code.git.listing import TreeEntry
from okrs_as_code.review.revisions.git_attributes import attribute_files, attribute_files_in_working_tree
from okrs_as_code.workspace.trees.tree import read_plainly, root_prefix
from okrs_as_code.workspace.trees.walk import walk

_FORGE_PATHS = (
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
_LINK = "120000"
_EXECUTABLE = "100755"
_ORDINARY = "100644"
_MODES_ON_DISK = os.name != "nt"
"""Whether the disk knows which files are executable."""


def gate_files(git: Git, prefix: str, commit: str) -> Mapping[str, str]:
    """The gate's files in a commit, by path from the top of the repository: mode and id of the content.

    `prefix` is the root's path from there. Links and submodules count by what they point to, and of `.gitattributes`
    the lines that may transform what lies below `okrs/`.
    """
    paths, okrs = _paths(prefix), f"{prefix}{OKRS_FOLDER}"
    entries = list(git.listing(commit, [*paths, okrs], deep=True))
    files = {entry.path: _fingerprint(entry.mode, entry.id) for entry in entries if _lies_at(entry.path, paths)}
    return {**files, **attribute_files(git, prefix, commit, [e for e in entries if _lies_at(e.path, [okrs])])}


def gate_files_in_working_tree(root: Path, git: Git) -> Mapping[str, str]:
    """The gate's files in the working tree, in the form of `gate_files`, without those that git ignores.

    A submodule counts by the commit in the index, and line ends count for those of the index where that is all that
    differs: git takes them back when it commits.
    """
    prefix = root_prefix(root, git)
    paths = _paths(prefix)
    staged = {entry.path: entry for entry in git.staged(*paths)}
    files = {
        path: _fingerprint(_SUBMODULE, entry.id)
        for path, entry in staged.items()
        if entry.mode == _SUBMODULE and (git.top / path).is_dir()
    }
    excluded = git.ignored(*paths) | {f"{path}/" for path in files}
    for path, mode in _walk(git.top, paths, excluded):
        fingerprint = _fingerprint_on_disk(git, path, mode, staged.get(path))
        if fingerprint is not None:
            files[path] = fingerprint
    files.update(attribute_files_in_working_tree(git.top, prefix))
    return {path: files[path] for path in sorted(files)}


def _paths(prefix: str) -> list[str]:
    return [*_FORGE_PATHS, f"{prefix}{TEMPLATES_FOLDER}", f"{prefix}{SIGNERS_FILE}"]


def _lies_at(path: str, places: list[str]) -> bool:
    """Whether a file is one of some files, or below one of some folders."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _walk(top: Path, paths: list[str], excluded: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Path and mode of all that is no folder, at the paths or below; nothing behind a link."""
    for path in paths:
        if f"{path}/" in excluded or any((top / folder).is_symlink() for folder in Path(path).parents):
            continue
        try:
            mode = (top / path).lstat().st_mode
        except OSError:
            continue
        if not stat.S_ISDIR(mode):
            if path not in excluded:
                yield path, mode
            continue
        for folder in walk(str(top), path, excluded):
            yield from ((inner, state.mode) for inner, state in folder.paths())


def _fingerprint_on_disk(git: Git, path: str, mode: int, staged: TreeEntry | None) -> str | None:
    """Mode and id of the content of a file or link; None for what git would not take, such as a pipe."""
    if stat.S_ISLNK(mode):
        return _fingerprint(_LINK, content_id(os.fsencode((git.top / path).readlink()), git.object_format))
    if mode and not stat.S_ISREG(mode):
        return None
    raw = read_plainly(git.top / path, most=-1) if mode else None
    if raw is None:
        return _UNREADABLE
    id_ = content_id(raw, git.object_format)
    if staged is not None and content_id(raw.replace(b"\r\n", b"\n"), git.object_format) == staged.id:
        id_ = staged.id
    if not _MODES_ON_DISK and staged is not None:
        return _fingerprint(staged.mode, id_)
    return _fingerprint(_EXECUTABLE if mode & stat.S_IXUSR else _ORDINARY, id_)


def _fingerprint(mode: str, id_: str) -> str:
    return f"{mode} {id_}"
