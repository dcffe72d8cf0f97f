"""Several files that change together: all of them, or none."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.storage import journal
from okrs_as_code.storage.atomic_write import make_folder, sync_folder, temporary_file
from okrs_as_code.storage.journal import JournalStep, checksum


@dataclass(frozen=True)
class _Prepared:
    """A step, with what the file shall hold, on the disk under another name; None where it goes."""

    step: JournalStep
    temporary: Path | None


class Transaction:
    """Puts every content on the disk before the first file gets its name.

    So a full disk is known before anything has changed. What fails after that is undone; where the process is killed,
    `unfinished` has all that is needed to undo it later. Every method raises OkrsError; paths are from the root, and
    `discard` has to be called at the end.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._prepared: list[_Prepared] = []

    def create(self, path: str, data: bytes, mode: int | None = None) -> None:
        """A new file, with the mode of another where that is given; its folder is made."""
        self._prepare(JournalStep(path, None, checksum(data)), data, mode)

    def replace(self, path: str, before: bytes, data: bytes) -> None:
        """Another content for a file, which keeps its mode."""
        mode = (self._root / path).stat().st_mode
        self._prepare(JournalStep(path, checksum(before), checksum(data)), data, mode)

    def remove(self, path: str, before: bytes) -> None:
        """A file goes, and its folder with it where that is empty then."""
        self._prepared.append(_Prepared(JournalStep(path, checksum(before), None), None))

    def commit(self) -> None:
        """Gives all files their names: first those that are new, so that a name which is taken changes nothing."""
        prepared = sorted(self._prepared, key=lambda one: (one.step.before is not None, one.step.after is None))
        steps = [one.step for one in prepared]
        number, path = 0, self._root / journal.JOURNAL
        try:
            journal.begin(self._root, steps)
            for number, one in enumerate(prepared):
                path = self._root / one.step.path
                _carry_out(one, path, journal.backup_path(self._root, number))
        except BaseException as error:
            # A step that failed was not done; whether one that was interrupted was, shows in its file.
            begun = number if isinstance(error, OSError) else number + 1
            with suppress(OSError):
                journal.undo(self._root, steps[:begun])
                journal.clear(self._root, steps)
            if isinstance(error, FileExistsError):
                raise OkrsError(
                    f"{path} is there already", "nothing was written; choose another name, or remove it first"
                ) from None
            if isinstance(error, OSError):
                raise _failed(path, error) from None
            raise
        journal.clear(self._root, steps)
        for folder in dict.fromkeys((self._root / step.path).parent for step in steps):
            if folder.is_dir():
                sync_folder(folder)

    def discard(self) -> None:
        """Takes away what waited, unless it is still needed as undoing has failed."""
        if not journal.is_under_way(self._root):
            journal.clear(self._root)

    def _prepare(self, step: JournalStep, data: bytes, mode: int | None) -> None:
        try:
            place = journal.make_folder_for_backups(self._root) / "new"
            self._prepared.append(_Prepared(step, temporary_file(place, data, mode)))
        except OSError as error:
            raise _failed(self._root / step.path, error) from None


def _carry_out(one: _Prepared, path: Path, kept: Path) -> None:
    if one.step.before is None and one.temporary is not None:
        make_folder(path.parent)
        os.link(one.temporary, path)
        return
    os.link(path, kept)
    if one.temporary is not None:
        one.temporary.replace(path)
    else:
        path.unlink()


def _failed(path: Path, error: OSError) -> OkrsError:
    return OkrsError(f"{path} cannot be written: {error.strerror}", "nothing was written")
