"""The path of ssh-keygen, and a stamp of the program there.

A module of its own, as output that is kept depends on it and needs nothing of the models.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from okrs_as_code.programs import find_program

NOT_INSTALLED = "ssh-keygen is not installed or not on the PATH"


def find_ssh_keygen() -> Path | None:
    """Path of ssh-keygen on the PATH; None where it is not there."""
    return find_program("ssh-keygen")


def program_stamp(keygen: Path | None) -> list[str | int]:
    """Path, size in bytes and time of change in nanoseconds of ssh-keygen; empty where there is none.

    A status by one program may not hold with another.
    """
    with suppress(OSError):
        if keygen is not None:
            state = keygen.stat()
            return [str(keygen), state.st_size, state.st_mtime_ns]
    return []
