"""Puts changed files in the place of those that were read, unless something speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.tree import FOLDER, WorkingTree, prefix_of
from okrs_as_code.workspace.writer import move, write_text


@dataclass(frozen=True)
class FileChange:
    """A file as it was read, and as it shall be; `target` is its new path where it is renamed."""

    path: str
    before: bytes
    after: bytes
    target: str | None = None


def write_changes(root: Path, git: Git | None, changes: Sequence[FileChange]) -> None:
    """Writes all changes; each file whole or not at all, with the mode that it had.

    Raises OkrsError before anything is written: during a merge with conflicts, for a path outside of the root or
    behind a link, and for a file that has changed since it was read.
    """
    if not changes:
        return
    _refuse_conflicts(root, git)
    for change in changes:
        for path in (change.path, *([change.target] if change.target is not None else [])):
            _refuse_foreign(root, path)
        [(_, now)] = WorkingTree(root).read([change.path])
        if now != change.before:
            raise OkrsError(f"{change.path} has changed since it was read", "nothing was written; run this again")
    for change in changes:
        if change.after != change.before:
            write_text(root / change.path, change.after.decode())
        if change.target is not None:
            move(root / change.path, root / change.target)


def _refuse_conflicts(root: Path, git: Git | None) -> None:
    if git is None:
        return
    prefix = prefix_of(root, git)
    unmerged = git.unmerged(f"{prefix}{FOLDER}")
    if unmerged:
        raise OkrsError(
            f"a merge is not finished: {unmerged[0].removeprefix(prefix)} has conflicts",
            "nothing was written; decide them, `git add` the file, and run the command again",
        )


def _refuse_foreign(root: Path, path: str) -> None:
    """A path has to lead to a file below the root without a detour; what lies behind a link is not ours."""
    parts = path.split("/")
    if path.startswith("/") or ".." in parts:
        raise OkrsError(f"{path} is outside of {root}", f"only files below {FOLDER}/ are written")
    step = root
    for part in parts:
        step = step / part
        if step.is_symlink():
            raise OkrsError(
                f"{step} is a link, and links are never written through", "put an ordinary file in its place"
            )
