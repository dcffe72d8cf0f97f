"""Writes files whole or not at all, and new files never over existing ones."""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.storage.lock import name_lock

_match_temporary = re.compile(r"\.okrs-tmp-(\d{10,})\..+").fullmatch
_NOT_SUPPORTED = frozenset((errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP))
"""The errors by which systems say that a file system has no hard links, or no way to flush the names of a folder."""
_ABANDONED_AFTER = 3600
"""Seconds after which no writer can still be at work; a write takes less than one."""


def replace_text(path: Path, text: str, *, synced: bool = True) -> None:
    """Replaces the content of a file by a text; see `replace_bytes`. Raises OkrsError."""
    replace_bytes(path, text.encode(), synced=synced)


def create_text(path: Path, text: str) -> None:
    """Writes a new file; an existing one, or a link, is never touched. Raises OkrsError."""
    create_first_free((path,), text)


def create_first_free(paths: Iterable[Path], text: str) -> Path:
    """Writes a new file under the first free one of these paths, all in one folder, and returns its path.

    The text is on the disk before it gets its name, and the name before this returns: a crash leaves all of the file
    or nothing of it. Raises OkrsError where every name is taken, or the folder cannot be written.
    """
    temporary: Path | None = None
    last: Path | None = None
    try:
        for path in paths:
            last = path
            if temporary is None:
                temporary = temporary_file(path, text.encode(), None)
            with suppress(FileExistsError):
                give_name(temporary, path)
                sync_folder(path.parent)
                return path
    except OSError as error:
        raise write_error(last, error) from None
    finally:
        discard(temporary)
    raise name_taken_error(last, "choose another name, or remove it first")


def replace_bytes(path: Path, data: bytes, *, synced: bool = True) -> None:
    """Replaces the content of a file in one step, or makes the file; keeps its mode.

    Without `synced` it does not wait for the disk, and a power cut soon after may leave the file empty: for what can be
    made again. Raises OkrsError for a link, for what is no ordinary file, and where the file cannot be written.
    """
    refuse_links(path.parent, path.name)
    require_ordinary_file(path)
    temporary: Path | None = None
    try:
        temporary = temporary_file(path, data, path.stat().st_mode if path.exists() else None, synced=synced)
        temporary.replace(path)
    except OSError as error:
        raise write_error(path, error) from None
    finally:
        discard(temporary)


def require_ordinary_file(path: Path) -> None:
    """Raises OkrsError for a folder, a device or a pipe, which nothing may take the place of."""
    if path.exists() and not path.is_file():
        raise OkrsError(f"{path} is no ordinary file", "nothing was written; name another file")


def give_name(temporary: Path, path: Path) -> None:
    """Gives a temporary file, which is on the disk, its name, unless that is taken; a kill leaves all of it or nothing.

    Raises FileExistsError where the name is taken, and OSError where it cannot be given.
    """
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise
        # A rename takes the place of an existing file (but on Windows), and so is no way where there are hard links.
        with name_lock(path.parent):
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            os.rename(temporary, path)  # noqa: PTH104  as Path.rename, and Windows is meant to refuse a taken name


def keep_content(path: Path, backup: Path) -> None:
    """Keeps the content of a file under a second name, all of it or nothing. Raises OSError."""
    try:
        os.link(path, backup)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise
        temporary_file(backup, path.read_bytes(), path.stat().st_mode).replace(backup)


def temporary_file(path: Path, data: bytes, mode: int | None, *, synced: bool = True) -> Path:
    """Makes a file beside `path` that holds the data, safely on the disk if `synced`, under a hidden name.

    Without a mode it gets that of any new file. Raises OSError.
    """
    if synced:
        make_folder(path.parent)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
    remove_abandoned(path.parent)
    file = path.parent / f"{temporary_prefix(path)}{os.urandom(6).hex()}"
    try:  # before the file is there, as Ctrl-C may come at any moment; Path.open has no opener
        with open(file, "xb", opener=_open_private) as stream:
            stream.write(data)
            if synced:
                stream.flush()
                os.fsync(stream.fileno())
        with suppress(PermissionError):  # of a file system without modes
            file.chmod(mode if mode is not None else 0o666 & ~_umask())
    except BaseException:
        discard(file)
        raise
    return file


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def temporary_prefix(path: Path) -> str:
    """The beginning of the name of a temporary file beside `path`: hidden, so no OKRs, and with the time of its making.

    The times of the file itself do not tell its age: a second name of an old file is as old as the file.
    """
    return f".okrs-tmp-{int(time.time())}.{path.name}."


@cache
def remove_abandoned(folder: Path) -> None:
    """Removes temporary files and folders of killed writers from a folder, before `git add` takes them for content.

    Once in a process is enough, and pages by the thousand are written into one folder.
    """
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208  names are enough
            match = _match_temporary(name)
            if match is not None and int(match[1]) < time.time() - _ABANDONED_AFTER:
                discard(folder / name)
                shutil.rmtree(folder / name, ignore_errors=True)


def refuse_outside_path(root: Path, path: str) -> None:
    """Raises OkrsError for a path, from `root`, that does not lead to a file below `okrs/`, or leads through a link."""
    parts = path.split("/")
    if parts[0] != OKRS_FOLDER or ".." in parts:
        raise OkrsError(f"{path} is outside of {root / OKRS_FOLDER}", f"only files below {OKRS_FOLDER}/ are written")
    refuse_links(root, path)


def refuse_links(root: Path, path: str, remedy: str = "put an ordinary file in its place") -> None:
    """Raises OkrsError where a part of a path below `root` is a link: the files behind a link are not ours."""
    step = root
    for part in path.split("/"):
        step = step / part
        if step.is_symlink():
            raise OkrsError(f"{step} is a link, and links are never written through", remedy)


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it, each on the disk before its content. Raises OSError."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        sync_folder(step.parent)


def sync_folder(folder: Path) -> None:
    """Flushes the names in a folder to the disk, where the system can do that. Raises OSError."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise
    finally:
        os.close(descriptor)


def discard(temporary: Path | None) -> None:
    """Removes a temporary file, if it is there."""
    if temporary is not None:
        with suppress(OSError):
            temporary.unlink()


def write_error(path: Path | None, error: OSError, remedy: str = "nothing was written there") -> OkrsError:
    """The error for a file that the system did not let us write."""
    return OkrsError(f"{path} cannot be written: {error.strerror}", remedy)


def name_taken_error(
    path: Path | str | None, remedy: str = "nothing was written; choose another name, or remove it first"
) -> OkrsError:
    """The error for a new file whose name is taken."""
    return OkrsError(f"{path} is there already", remedy)


def _umask() -> int:
    """The umask of the process, which can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask
