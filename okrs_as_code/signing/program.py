"""The path of ssh-keygen, and a stamp of the program there.

A module of its own, as output that is kept depends on it and needs nothing of the models.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

NOT_INSTALLED = "ssh-keygen is not installed or not on the PATH"
_PROGRAM = "ssh-keygen.exe" if sys.platform == "win32" else "ssh-keygen"


def find_ssh_keygen() -> Path | None:
    """Path of ssh-keygen on the PATH; None where it is not there.

    Looked for in absolute folders only, so that a repository cannot bring one along for those who work in it.
    """
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    candidates = (Path(folder, _PROGRAM) for folder in folders if Path(folder).is_absolute())
    return next((path for path in candidates if path.is_file() and os.access(path, os.X_OK)), None)


def program_stamp(keygen: Path | None) -> list[str | int]:
    """Path, size in bytes and time of change in nanoseconds of ssh-keygen; empty where there is none.

    A status by one program may not hold with another.
    """
    with suppress(OSError):
        if keygen is not None:
            state = keygen.stat()
            return [str(keygen), state.st_size, state.st_mtime_ns]
    return []
