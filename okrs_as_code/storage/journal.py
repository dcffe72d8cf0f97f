"""The journal of a change of several files: enough to undo the change after the process was killed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.storage.atomic_write import make_folder, refuse_outside_path, temporary_file

if TYPE_CHECKING:
    from pydantic import TypeAdapter

JOURNAL = f"{OKRS_FOLDER}/.unfinished"
"""The folder of a change that is under way, with the former contents of its files. Neither `okrs` nor git reads it."""
_STEPS = "steps.json"


@dataclass(frozen=True)
class JournalStep:
    """A step of a change: a file, by its path from the root, with the checksums of its content before and after.

    A checksum is None where the file is not there.
    """

    path: str
    before: str | None
    after: str | None


@cache
def _format() -> TypeAdapter[list[JournalStep]]:
    from pydantic import TypeAdapter  # with what writes schemas; whoever reads or only makes names needs no journal

    return TypeAdapter(list[JournalStep])


def checksum(content: bytes) -> str:
    """The SHA-256 of the content of a file, in hex digits."""
    return sha256(content).hexdigest()


def begin(root: Path, steps: Sequence[JournalStep]) -> None:
    """Writes the steps that are about to be done to the disk. Raises OSError."""
    path = root / JOURNAL / _STEPS
    temporary_file(path, _format().dump_json(list(steps)), None).replace(path)


def make_journal_folder(root: Path) -> Path:
    """Makes the folder of the journal, which git ignores, and returns it. Raises OSError."""
    folder = root / JOURNAL
    if not folder.exists():
        make_folder(folder)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def backup_path(root: Path, number: int) -> Path:
    """The path at which the former content of a step's file is kept until all steps are done."""
    return root / JOURNAL / f"{number}.old"


def undo(root: Path, steps: Sequence[JournalStep]) -> None:
    """Undoes those of the steps that are done, the last first: a kill leaves fewer to undo. Raises OSError."""
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
    """Removes the journal, as nothing is under way any more, and the folders of the steps that are empty."""
    with suppress(OSError):
        (root / JOURNAL / _STEPS).unlink()
    shutil.rmtree(root / JOURNAL, ignore_errors=True)
    for step in steps:
        folder = (root / step.path).parent
        while root / OKRS_FOLDER in folder.parents and _remove_if_empty(folder):
            folder = folder.parent


def is_under_way(root: Path) -> bool:
    """Whether a change has begun that has not ended."""
    return (root / JOURNAL / _STEPS).exists()


def undo_journal(root: Path) -> bool:
    """Undoes a change that was cut off half-way; whether there was one. The caller holds the `exclusive_lock`.

    A change that was cut off before its first file, or after its last, leaves only the journal to remove. Raises
    OkrsError where files have changed since: then nobody but the user knows what is right.
    """
    refuse_outside_path(root, f"{JOURNAL}/{_STEPS}")
    steps = _read_steps(root)
    done = [_is_done(root, step) for step in steps]
    count = done.count(True)
    if done != [True] * count + [False] * (len(steps) - count):
        raise _changed_since_error()
    is_half_done = 0 < count < len(steps)
    try:
        if is_half_done:
            undo(root, steps)
    except OSError:
        raise _changed_since_error() from None
    clear(root, steps)
    return is_half_done


def _read_steps(root: Path) -> list[JournalStep]:
    """The steps that were under way; none without a journal.

    Anybody may have put the journal there, so it is not trusted with other files. Raises OkrsError where it cannot be
    read, and for a path outside of `okrs/`.
    """
    try:
        steps = _format().validate_json((root / JOURNAL / _STEPS).read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValueError):
        raise _changed_since_error() from None
    for step in steps:
        refuse_outside_path(root, step.path)
    return steps


def _is_done(root: Path, step: JournalStep) -> bool | None:
    """Whether a step is done; None where its file has neither the content before it nor that after it."""
    try:
        current = checksum((root / step.path).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        current = None
    except OSError:
        return None
    return {step.after: True, step.before: False}.get(current)


def _remove_if_empty(folder: Path) -> bool:
    """Removes a folder where it is empty; whether it is not there any more, or was not before."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _changed_since_error() -> OkrsError:
    return OkrsError(
        "a command was cut off half-way, and files have changed since",
        f"put right what `git status` shows, then remove {JOURNAL}/, which keeps what was there before",
    )
