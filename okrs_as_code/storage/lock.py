"""Locks of folders, which the system releases with the process, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER

if sys.platform != "win32":
    import fcntl


@contextmanager
def exclusive_lock(root: Path) -> Iterator[None]:
    """Holds the lock with which one process at a time changes several files of a root.

    Raises OkrsError where another process holds it.
    """
    try:
        descriptor = _lock(root)
    except (BlockingIOError, FileExistsError, PermissionError):
        raise OkrsError(
            f"another command is changing files in {OKRS_FOLDER}/", "nothing was written; run this again"
        ) from None
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(root: Path) -> int:
    """Locks a root and returns the descriptor that holds the lock.

    That is not a lock of `okrs/`, where a file that gets its name under `name_lock` may lie.
    """
    if sys.platform == "win32":
        return os.open(root / OKRS_FOLDER / ".changing", os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:
        pass  # A file system without locks; there two commands at once are the user's to avoid.
    return descriptor


@contextmanager
def name_lock(folder: Path) -> Iterator[None]:
    """Holds the lock with which one process at a time looks for a name in a folder and takes it. Raises OSError.

    Nobody holds it for longer than that, and so it is waited for. On Windows a rename does not need it.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # as above
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def file_lock(path: Path, taken: str) -> Iterator[None]:
    """Holds the lock with which one process at a time reads and replaces a file, by a second file beside it.

    The file itself cannot be locked, as another takes its place. Raises OkrsError, which says `taken`, where another
    process holds the lock, and where there can be none.
    """
    beside = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _lock_file(beside)
    except (BlockingIOError, FileExistsError):
        raise OkrsError(taken, "nothing was done; run this again later") from None
    except OSError as error:
        raise OkrsError(f"{beside} cannot be written: {error.strerror}", "nothing was done") from None
    try:
        yield
    finally:
        os.close(descriptor)


def _lock_file(path: Path) -> int:
    if sys.platform == "win32":
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:
        pass  # as above
    return descriptor
