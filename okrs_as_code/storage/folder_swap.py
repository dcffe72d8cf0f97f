"""Replaces a folder of generated files by another one in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from okrs_as_code.storage.atomic_write import (
    make_folder,
    remove_abandoned,
    sync_folder,
    temporary_file,
    temporary_prefix,
    write_error,
)

_AT_FDCWD = -100
_EXCHANGE = 2
"""The flag of Linux's `renameat2`, and of macOS's `renamex_np`, by which two names change places."""


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts a folder with exactly these files in the place of another one, or makes it.

    All of them are on the disk before. A kill leaves the old folder or the new one; where the system cannot let two
    names change places (Windows, some network drives), it may leave the old one under a hidden name beside it. Raises
    OkrsError where that cannot be written.
    """
    temporary: Path | None = None
    try:
        make_folder(folder.parent)
        remove_abandoned(folder.parent)
        temporary = Path(tempfile.mkdtemp(prefix=temporary_prefix(folder), dir=folder.parent))
        inner = temporary / "new"
        inner.mkdir()
        for name, data in files.items():
            temporary_file(inner / name, data, None).replace(inner / name)
        sync_folder(inner)
        if not folder.exists():
            inner.rename(folder)
        elif not _exchange(inner, folder):
            _move_aside(folder, temporary / "old", inner)
        sync_folder(folder.parent)
    except OSError as error:
        raise write_error(folder, error) from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Lets two names change places; False where the system, or the file system, cannot."""
    if sys.platform not in ("linux", "darwin"):
        return False
    library, names = ctypes.CDLL(None), (os.fsencode(one), os.fsencode(other))
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(names[0], names[1], _EXCHANGE) == 0)
    return False


def _move_aside(folder: Path, aside: Path, new: Path) -> None:
    """Gives a folder another name and its own to a new one. Raises OSError, with the old one in its place again."""
    folder.rename(aside)
    try:
        new.rename(folder)
    except OSError:
        with suppress(OSError):
            aside.rename(folder)
        raise
