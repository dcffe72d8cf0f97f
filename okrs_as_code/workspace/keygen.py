"""Where ssh-keygen is, and which one it is."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

MISSING = "ssh-keygen is not installed or not on the PATH"
_NAME = "ssh-keygen.exe" if sys.platform == "win32" else "ssh-keygen"


def program() -> Path | None:
    """Where ssh-keygen is on the PATH; None where it is not.

    Looked for in absolute folders only, so that a repository cannot bring one along for those who work in it.
    """
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    found = (Path(folder, _NAME) for folder in folders if Path(folder).is_absolute())
    return next((path for path in found if path.is_file() and os.access(path, os.X_OK)), None)


def identity(keygen: Path | None) -> list[str | int]:
    """Stands for the ssh-keygen that is there now: what was found with it may not hold with another."""
    with suppress(OSError):
        if keygen is not None:
            state = keygen.stat()
            return [str(keygen), state.st_size, state.st_mtime_ns]
    return []
