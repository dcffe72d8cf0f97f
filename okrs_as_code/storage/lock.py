"""The lock that lets one process at a time change several files of a root."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER

if sys.platform != "win32":
    import fcntl


@contextmanager
def exclusive_lock(root: Path) -> Iterator[None]:
    """Holds the lock of a root. The system releases it with the process, however that ends.

    Raises OkrsError where another process holds it.
    """
    try:
        descriptor = _lock(root / OKRS_FOLDER)
    except (BlockingIOError, FileExistsError, PermissionError):
        raise OkrsError(
            f"another command is changing files in {OKRS_FOLDER}/", "nothing was written; run this again"
        ) from None
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(folder: Path) -> int:
    """Locks a folder and returns the descriptor that holds the lock."""
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
