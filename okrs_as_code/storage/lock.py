"""The lock that lets one process at a time change several files of a root."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.storage.journal import _hold


@contextmanager
def exclusive_lock(root: Path) -> Iterator[None]:
    """While no other process changes several files there. The system ends it with the process, however that ends.

    Raises OkrsError where another one does.
    """
    try:
        held = _hold(root / OKRS_FOLDER)
    except (BlockingIOError, FileExistsError, PermissionError):
        raise OkrsError(
            f"another command is changing files in {OKRS_FOLDER}/", "nothing was written; run this again"
        ) from None
    try:
        yield
    finally:
        os.close(held)
