"""Writes files whole or not at all, and new files never over existing ones."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from okrs_as_code.errors import OkrsError


def write_text(path: Path, text: str) -> None:
    """Puts a text in place of whatever the file held, in one step; keeps its mode. Raises OkrsError."""
    _write(path, text, replace=True)


def create_text(path: Path, text: str) -> None:
    """Writes a new file; an existing one, or a link, is never touched. Raises OkrsError."""
    _write(path, text, replace=False)


def move(path: Path, target: Path) -> None:
    """Gives a file another name in its folder; an existing file is never replaced. Raises OkrsError."""
    try:
        _link(path, target)
        path.unlink()
    except OSError as error:
        raise OkrsError(f"{path} cannot be renamed: {error.strerror}", f"rename it to {target.name} by hand") from None


def _write(path: Path, text: str, *, replace: bool) -> None:
    if path.is_symlink():
        raise OkrsError(f"{path} is a link, and links are never written through", "put an ordinary file in its place")
    if not replace and path.exists():
        raise OkrsError(f"{path} is there already", "choose another name, or remove it first")
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode if path.exists() else None
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode if mode is not None else 0o666 & ~_umask())
        if replace:
            temporary.replace(path)
        else:
            _link(temporary, path)
    except OSError as error:
        raise OkrsError(f"{path} cannot be written: {error.strerror}", "nothing was written there") from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _link(temporary: Path, path: Path) -> None:
    """Gives the file its name in one step, which fails where the name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise OkrsError(f"{path} is there already", "choose another name, or remove it first") from None


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask
