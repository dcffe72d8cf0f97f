"""Several files that change together: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.workspace.writer import discard, hidden_name, sync_folder, temporary_file


@dataclass(frozen=True)
class _Prepared:
    """What a path shall hold, on the disk under a hidden name; None where it goes.

    Under the name `kept` its former content waits until all is done.
    """

    path: Path
    temporary: Path | None
    kept: Path
    is_new: bool


class Staging:
    """Puts every content on the disk beside its place before the first file gets its name.

    So a full disk, or a folder that cannot be written, is known before anything has changed. What fails after that
    is undone. Every method raises OkrsError; `discard` has to be called at the end.
    """

    def __init__(self) -> None:
        self._prepared: list[_Prepared] = []
        self._made: list[Path] = []

    def create(self, path: Path, data: bytes, mode: int | None = None) -> None:
        """A new file, with the mode of another where that is given; its folder is made."""
        missing = [folder for folder in path.parents if not folder.exists()]
        self._prepare(path, data, mode, is_new=True)
        self._made += missing

    def replace(self, path: Path, data: bytes) -> None:
        """Another content for a file, which keeps its mode."""
        self._prepare(path, data, path.stat().st_mode, is_new=False)

    def remove(self, path: Path) -> None:
        """A file goes, and its folder with it where that is empty then."""
        self._prepared.append(_Prepared(path, None, _kept(path), is_new=False))

    def commit(self) -> None:
        """Gives all files their names: first those that are new, so that a name which is taken changes nothing."""
        undo: list[Callable[[], object]] = []
        try:
            for one in sorted(self._prepared, key=lambda one: (not one.is_new, one.temporary is None)):
                undo.append(_done(one))
        except BaseException as error:
            for step in reversed(undo):
                with suppress(OSError):
                    step()
            if isinstance(error, FileExistsError):
                raise OkrsError(
                    f"{one.path} is there already", "nothing was written; choose another name, or remove it first"
                ) from None
            if isinstance(error, OSError):
                raise _failed(one.path, error) from None
            raise
        self._made.clear()
        for one in self._prepared:
            discard(one.kept)
        for folder in dict.fromkeys(one.path.parent for one in self._prepared if one.temporary is None):
            with suppress(OSError):
                folder.rmdir()
        for folder in dict.fromkeys(one.path.parent for one in self._prepared):
            if folder.is_dir():
                sync_folder(folder)

    def discard(self) -> None:
        """Takes away what was put beside the files, and the folders that were made for nothing."""
        for one in self._prepared:
            discard(one.temporary)
            discard(one.kept)
        for folder in self._made:
            with suppress(OSError):
                folder.rmdir()

    def _prepare(self, path: Path, data: bytes, mode: int | None, *, is_new: bool) -> None:
        try:
            self._prepared.append(_Prepared(path, temporary_file(path, data, mode), _kept(path), is_new))
        except OSError as error:
            raise _failed(path, error) from None


def _kept(path: Path) -> Path:
    return path.with_name(f"{hidden_name(path)}{os.getpid()}.kept")


def _done(one: _Prepared) -> Callable[[], object]:
    """Does one step, and tells how to undo it."""
    path, kept = one.path, one.kept
    if one.is_new and one.temporary is not None:
        os.link(one.temporary, path)
        return path.unlink
    os.link(path, kept)
    if one.temporary is not None:
        one.temporary.replace(path)
    else:
        path.unlink()
    return lambda: kept.replace(path)


def _failed(path: Path, error: OSError) -> OkrsError:
    return OkrsError(f"{path} cannot be written: {error.strerror}", "nothing was written")
