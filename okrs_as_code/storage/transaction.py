"""Several files that change together: all of them, or none."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from okrs_as_code.storage import journal
from okrs_as_code.storage.atomic_write import (
    give_name,
    keep_content,
    make_folder,
    name_taken_error,
    sync_folder,
    temporary_file,
    write_error,
)
from okrs_as_code.storage.journal import JournalStep, checksum

_REMEDY = "nothing was written"


@dataclass(frozen=True)
class _PreparedStep:
    """A step, with a temporary file that has the new content; None where the file is removed."""

    step: JournalStep
    temporary: Path | None


class Transaction:
    """A change of several files, whose contents are all on the disk before the first file gets its name.

    So a full disk is known before anything has changed. A step that fails after that undoes the others; where the
    process is killed, the journal has all that is needed to undo them later. Every method raises OkrsError; paths are
    from the root, and `discard` has to be called at the end.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._prepared_steps: list[_PreparedStep] = []

    def create(self, path: str, data: bytes, mode: int | None = None) -> None:
        """Prepares a new file, with a mode where one is given; its folder is made."""
        self._prepare(JournalStep(path, None, checksum(data)), data, mode)

    def replace(self, path: str, before: bytes, data: bytes) -> None:
        """Prepares a new content of a file, which keeps its mode."""
        mode = (self._root / path).stat().st_mode
        self._prepare(JournalStep(path, checksum(before), checksum(data)), data, mode)

    def remove(self, path: str, before: bytes) -> None:
        """Prepares the removal of a file, and of its folder where that is empty then."""
        self._prepared_steps.append(_PreparedStep(JournalStep(path, checksum(before), None), None))

    def commit(self) -> None:
        """Carries out all steps: the new files first, so that a name which is taken changes nothing."""
        prepared_steps = sorted(self._prepared_steps, key=_order)
        steps = [prepared_step.step for prepared_step in prepared_steps]
        number, path = 0, self._root / journal.JOURNAL
        try:
            journal.begin(self._root, steps)
            for number, prepared_step in enumerate(prepared_steps):
                path = self._root / prepared_step.step.path
                _carry_out(prepared_step, path, journal.backup_path(self._root, number))
        except BaseException as error:
            # A step that failed was not done; of one that was interrupted, only its file tells.
            begun = number if isinstance(error, OSError) else number + 1
            with suppress(OSError):
                journal.undo(self._root, steps[:begun])
                journal.clear(self._root, steps)
            if isinstance(error, FileExistsError):
                raise name_taken_error(path) from None
            if isinstance(error, OSError):
                raise write_error(path, error, _REMEDY) from None
            raise
        journal.clear(self._root, steps)
        for folder in dict.fromkeys((self._root / step.path).parent for step in steps):
            if folder.is_dir():
                sync_folder(folder)

    def discard(self) -> None:
        """Removes what was prepared, unless the journal is still needed as undoing has failed."""
        if not journal.is_under_way(self._root):
            journal.clear(self._root)

    def _prepare(self, step: JournalStep, data: bytes, mode: int | None) -> None:
        try:
            path = journal.make_journal_folder(self._root) / "new"
            self._prepared_steps.append(_PreparedStep(step, temporary_file(path, data, mode)))
        except OSError as error:
            raise write_error(self._root / step.path, error, _REMEDY) from None


def _order(prepared_step: _PreparedStep) -> tuple[bool, bool]:
    """New files first, removals last."""
    return prepared_step.step.before is not None, prepared_step.step.after is None


def _carry_out(prepared_step: _PreparedStep, path: Path, backup: Path) -> None:
    if prepared_step.step.before is None and prepared_step.temporary is not None:
        make_folder(path.parent)
        give_name(prepared_step.temporary, path)
        return
    keep_content(path, backup)
    if prepared_step.temporary is not None:
        prepared_step.temporary.replace(path)
    else:
        path.unlink()
