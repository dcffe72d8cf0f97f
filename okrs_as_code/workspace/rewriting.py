"""Puts changed files in the place of those that were read, unless something speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.staging import Staging
from okrs_as_code.workspace.tree import FOLDER, prefix_of, read_whole


@dataclass(frozen=True)
class FileChange:
    """A file as it was read, and as it shall be; `target` is its new path where it is renamed or moves.

    `before` is None for a file that is new.
    """

    path: str
    before: bytes | None
    after: bytes
    target: str | None = None


def write_changes(root: Path, git: Git | None, changes: Sequence[FileChange]) -> None:
    """Writes all changes or none; each file whole, with the mode that it had.

    Raises OkrsError before anything is written: during a merge with conflicts, for a path outside of the root or
    behind a link, for a file that has changed since it was read, and for a name that is taken.
    """
    if not changes:
        return
    _refuse_conflicts(root, git)
    for change in changes:
        _refuse(root, change)
    staging = Staging()
    try:
        for change in changes:
            _stage(staging, root, change)
        staging.commit()
    finally:
        staging.discard()


def _refuse(root: Path, change: FileChange) -> None:
    for path in (change.path, *([change.target] if change.target is not None else [])):
        _refuse_foreign(root, path)
    now = read_whole(root / change.path)
    new = change.path if change.before is None else change.target
    if new is not None and (root / new).exists():
        raise OkrsError(f"{new} is there already", "nothing was written; choose another name, or remove it first")
    if change.before is not None and now != change.before:
        raise OkrsError(f"{change.path} has changed since it was read", "nothing was written; run this again")


def _stage(staging: Staging, root: Path, change: FileChange) -> None:
    path = root / change.path
    if change.before is None:
        staging.create(path, change.after)
    elif change.target is not None:
        staging.create(root / change.target, change.after, path.stat().st_mode)
        staging.remove(path)
    elif change.after != change.before:
        staging.replace(path, change.after)


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
