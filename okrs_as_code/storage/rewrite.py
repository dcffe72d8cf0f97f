"""Writes changes of files, unless a conflict, a link, a taken name or another change speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.git.client import Git
from okrs_as_code.storage.atomic_write import name_taken_error, refuse_links, refuse_outside_path, replace_bytes
from okrs_as_code.storage.journal import JOURNAL, undo_journal
from okrs_as_code.storage.lock import exclusive_lock
from okrs_as_code.storage.transaction import Transaction
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.workspace.trees.tree import WorkingTree, read_plainly, unmerged_files


def write_changes(root: Path, git: Git | None, changes: Sequence[FileChange]) -> None:
    """Writes all changes or none; each file whole, with the mode that it had.

    Raises OkrsError before anything is written: during a merge with conflicts, for a path outside of `okrs/` or
    behind a link, for a file that has changed since it was read, and for a name that is taken; also where an earlier
    change was cut off half-way, after undoing that.
    """
    if not changes:
        return
    refuse_conflicts(root, git)
    with exclusive_lock(root):
        if undo_journal(root):
            raise OkrsError(
                "a command was cut off half-way, and is undone now", "nothing else was written; run this again"
            )
        for change in changes:
            _refuse_change(root, change)
        transaction = Transaction(root)
        try:
            for change in changes:
                _stage(transaction, root, change)
            transaction.commit()
        finally:
            transaction.discard()


def write_outside_okrs(top: Path, change: FileChange) -> None:
    """Writes one file outside of `okrs/`, by its path from the top of the repository; it keeps its mode.

    Raises OkrsError for one behind a link, one that has changed since it was read, and one that cannot be written.
    """
    refuse_links(top, change.path)
    if read_plainly(top / change.path, most=-1) != change.before:
        raise _changed_error(change.path)
    replace_bytes(top / change.path, change.after)


def undo_interrupted(root: Path) -> bool:
    """Undoes a change that a killed process has left half-way; whether there was one.

    Raises OkrsError where it cannot be undone.
    """
    if not (root / JOURNAL).exists():
        return False
    with exclusive_lock(root):
        return undo_journal(root)


def refuse_conflicts(root: Path, git: Git | None) -> None:
    """Raises OkrsError while a file, of the work tree of git that `root` lies in, has conflicts of a merge."""
    conflicts = unmerged_files(root, git)
    if conflicts:
        raise OkrsError(
            f"a merge is not finished: {conflicts[0]} has conflicts",
            "nothing was written; finish the merge first, or leave it with `git merge --abort`",
        )


def _refuse_change(root: Path, change: FileChange) -> None:
    for path in (change.path, *([change.target] if change.target is not None else [])):
        refuse_outside_path(root, path)
    [(_, current)] = WorkingTree(root).read([change.path])
    new_path = change.path if change.before is None else change.target
    if new_path is not None and (root / new_path).exists():
        raise name_taken_error(new_path)
    if change.before is not None and current != change.before:
        raise _changed_error(change.path)


def _changed_error(path: str) -> OkrsError:
    return OkrsError(f"{path} has changed since it was read", "nothing was written; run this again")


def _stage(transaction: Transaction, root: Path, change: FileChange) -> None:
    if change.before is None:
        transaction.create(change.path, change.after)
    elif change.target is not None:
        transaction.create(change.target, change.after, (root / change.path).stat().st_mode)
        transaction.remove(change.path, change.before)
    elif change.after != change.before:
        transaction.replace(change.path, change.before, change.after)
