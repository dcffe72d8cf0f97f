"""What is left of a change of several files when the process is killed: enough to undo it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.storage.atomic_write import make_folder, refuse_outside_path, temporary_file

if sys.platform != "win32":
    import fcntl

JOURNAL = f"{OKRS_FOLDER}/.unfinished"
"""Where a change that is under way keeps what was there before. Neither `okrs` nor git reads it."""
_STEPS = "steps.json"


@dataclass(frozen=True)
class JournalStep:
    """A file, by its path from the root, with checksums of what it held and will hold; None where it is not there."""

    path: str
    before: str | None
    after: str | None


_FORMAT = TypeAdapter(list[JournalStep])


def checksum(content: bytes) -> str:
    """What stands for the content of a file."""
    return sha256(content).hexdigest()


def _hold(folder: Path) -> int:
    if sys.platform == "win32":
        return os.open(folder / ".changing", os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:
        pass  # A file system without locks; there two commands at once are the user's to avoid.
    return descriptor


def begin(root: Path, steps: Sequence[JournalStep]) -> None:
    """Puts on the disk what is about to be done. Raises OSError."""
    path = root / JOURNAL / _STEPS
    temporary_file(path, _FORMAT.dump_json(list(steps)), None).replace(path)


def make_folder_for_backups(root: Path) -> Path:
    """The folder for what waits, which git ignores. Raises OSError."""
    folder = root / JOURNAL
    if not folder.exists():
        make_folder(folder)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def backup_path(root: Path, number: int) -> Path:
    """Where the former content of the file of a step waits until all is done."""
    return root / JOURNAL / f"{number}.old"


def undo(root: Path, steps: Sequence[JournalStep]) -> None:
    """Takes back those of the steps that are done, the last first: a kill leaves fewer to undo. Raises OSError."""
    for number, step in reversed(list(enumerate(steps))):
        if not _is_done(root, step):
            continue
        path = root / step.path
        if step.before is None:
            path.unlink()
        else:
            make_folder(path.parent)
            backup_path(root, number).replace(path)


def clear(root: Path, steps: Sequence[JournalStep] = ()) -> None:
    """Nothing is under way any more: takes away what waited, and the folders that nothing is in."""
    with suppress(OSError):
        (root / JOURNAL / _STEPS).unlink()
    shutil.rmtree(root / JOURNAL, ignore_errors=True)
    for step in steps:
        folder = (root / step.path).parent
        while root / OKRS_FOLDER in folder.parents and _is_gone(folder):
            folder = folder.parent


def is_under_way(root: Path) -> bool:
    """Whether there is a list of steps that nobody has ended."""
    return (root / JOURNAL / _STEPS).exists()


def undo_journal(root: Path) -> bool:
    """Undoes a change that was cut off half-way, for whoever is `alone`; whether there was one.

    What was cut off before its first file, or after its last, needs nothing but tidying. Raises OkrsError where files
    have changed since: then nobody but the user knows what is right.
    """
    refuse_outside_path(root, f"{JOURNAL}/{_STEPS}")
    steps = _steps(root)
    done = [_is_done(root, step) for step in steps]
    count = done.count(True)
    if done != [True] * count + [False] * (len(steps) - count):
        raise _changed_since()
    half = 0 < count < len(steps)
    try:
        if half:
            undo(root, steps)
    except OSError:
        raise _changed_since() from None
    clear(root, steps)
    return half


def _steps(root: Path) -> list[JournalStep]:
    """What was under way. Anybody may have put the file there, so it is not trusted with other files."""
    try:
        steps = _FORMAT.validate_json((root / JOURNAL / _STEPS).read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValueError):
        raise _changed_since() from None
    for step in steps:
        refuse_outside_path(root, step.path)
    return steps


def _is_done(root: Path, step: JournalStep) -> bool | None:
    """None where the file holds neither what it held before nor what it was to hold."""
    try:
        now = checksum((root / step.path).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        now = None
    except OSError:
        return None
    return {step.after: True, step.before: False}.get(now)


def _is_gone(folder: Path) -> bool:
    """Whether a folder is not there, or was empty and is not there any more."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _changed_since() -> OkrsError:
    return OkrsError(
        "a command was cut off half-way, and files have changed since",
        f"put right what `git status` shows, then remove {JOURNAL}/, which keeps what was there before",
    )
