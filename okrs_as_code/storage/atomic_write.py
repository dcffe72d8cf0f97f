"""Writes files whole or not at all, and new files never over existing ones."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER

_hidden = re.compile(r"\.okrs-tmp-(\d{10,})\..+").fullmatch
_LONGEST = 3600
"""Seconds after which no writer can still be at work; a write takes less than one."""


def replace_text(path: Path, text: str) -> None:
    """Puts a text in place of whatever the file held, in one step; keeps its mode. Raises OkrsError."""
    replace_bytes(path, text.encode())


def create_text(path: Path, text: str) -> None:
    """Writes a new file; an existing one, or a link, is never touched. Raises OkrsError."""
    create_first_free((path,), text)


def create_first_free(paths: Iterable[Path], text: str) -> Path:
    """Writes a new file under the first of these names, all in one folder, that nobody has taken.

    The text is on the disk before it gets its name, and the name before this returns: a crash leaves all of the file
    or nothing of it. Raises OkrsError where every name is taken, or the folder cannot be written.
    """
    temporary: Path | None = None
    tried: Path | None = None
    try:
        for path in paths:
            tried = path
            if temporary is None:
                temporary = temporary_file(path, text.encode(), None)
            with suppress(FileExistsError):
                os.link(temporary, path)
                sync_folder(path.parent)
                return path
    except OSError as error:
        raise _failed(tried, error) from None
    finally:
        discard(temporary)
    raise OkrsError(f"{tried} is there already", "choose another name, or remove it first")


def replace_bytes(path: Path, data: bytes) -> None:
    """The same of bytes."""
    if path.is_symlink():
        raise OkrsError(f"{path} is a link, and links are never written through", "put an ordinary file in its place")
    temporary: Path | None = None
    try:
        temporary = temporary_file(path, data, path.stat().st_mode if path.exists() else None)
        temporary.replace(path)
    except OSError as error:
        raise _failed(path, error) from None
    finally:
        discard(temporary)


def temporary_file(path: Path, data: bytes, mode: int | None) -> Path:
    """A file beside `path` that holds the data, safely on the disk, under a hidden name; raises OSError."""
    make_folder(path.parent)
    _sweep(path.parent)
    descriptor, name = tempfile.mkstemp(prefix=_hidden_name(path), dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode if mode is not None else 0o666 & ~_umask())
    except BaseException:
        discard(Path(name))
        raise
    return Path(name)


def _hidden_name(path: Path) -> str:
    """The beginning of a name beside `path` for a while: nobody reads it as OKRs, and it tells how old it is.

    The times of a file do not tell that: a second name of an old file is as old as the file.
    """
    return f".okrs-tmp-{int(time.time())}.{path.name}."


@cache
def _sweep(folder: Path) -> None:
    """Takes away what writers that were killed have left in a folder, before `git add` takes it for content.

    Once in a process is enough, and pages by the thousand are written into one folder.
    """
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208  names are enough
            found = _hidden(name)
            if found is not None and int(found[1]) < time.time() - _LONGEST:
                discard(folder / name)


def refuse_outside_path(root: Path, path: str) -> None:
    """A path has to lead to a file below `okrs/` without a detour; what lies behind a link is not ours.

    Raises OkrsError.
    """
    parts = path.split("/")
    if parts[0] != OKRS_FOLDER or ".." in parts:
        raise OkrsError(f"{path} is outside of {root / OKRS_FOLDER}", f"only files below {OKRS_FOLDER}/ are written")
    refuse_links(root, path)


def refuse_links(root: Path, path: str) -> None:
    """What lies behind a link is not ours. Raises OkrsError."""
    step = root
    for part in path.split("/"):
        step = step / part
        if step.is_symlink():
            raise OkrsError(
                f"{step} is a link, and links are never written through", "put an ordinary file in its place"
            )


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it, each on the disk before what lies in it."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        sync_folder(step.parent)


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(temporary: Path | None) -> None:
    """Takes a temporary file away, if it is there."""
    if temporary is not None:
        with suppress(OSError):
            temporary.unlink()


def _failed(path: Path | None, error: OSError) -> OkrsError:
    return OkrsError(f"{path} cannot be written: {error.strerror}", "nothing was written there")


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask
