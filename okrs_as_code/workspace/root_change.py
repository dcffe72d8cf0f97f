"""The root of a change: found in its base, and where the head has it elsewhere there is nothing to compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.workspace.root import MARKS
from okrs_as_code.workspace.trees.tree import root_prefix


def root_in_commit(git: Git, start: Path, commit: str) -> Path | None:
    """The nearest folder, from `start` upwards, that is a root in a commit; None where there is none."""
    return next((folder for folder in _folders(git, start) if _is_root(git, folder, commit)), None)


def root_problem(git: Git, start: Path, root: Path, head: str | None) -> str | None:
    """Why what a head has is not what its base has at a root that was found from `start`; None where it is.

    Without `head` it is the working tree.
    """
    for folder in _folders(git, start):
        place = f"{root_prefix(folder, git)}{OKRS_FOLDER}/"
        if folder == root:
            return None if _is_root(git, folder, head) else f"the head has no {place}, and the base has"
        if _is_root(git, folder, head):
            nearer = f"{root_prefix(root, git)}{OKRS_FOLDER}/"
            return f"the head has {place}, and the base has {nearer}: what is checked would be something else"
    return None


def _folders(git: Git, start: Path) -> Iterator[Path]:
    """The folders of the repository from one upwards."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if not folder.is_relative_to(git.top):
            return
        yield folder


def _is_root(git: Git, folder: Path, commit: str | None) -> bool:
    if commit is None:
        return any((folder / mark).is_file() for mark in MARKS) and not (folder / OKRS_FOLDER).is_symlink()
    paths = [f"{root_prefix(folder, git)}{mark}" for mark in MARKS]
    return any(entry.mode.startswith("100") for entry in git.listing(commit, paths))
