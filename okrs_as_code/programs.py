"""Paths of other programs, looked for so that no repository can bring one along for those who work in it."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path


def find_program(name: str) -> Path | None:
    """The path of a program on the PATH; None where it is not there. Only absolute folders of the PATH count."""
    return _find(name, os.environ.get("PATH", os.defpath))


@cache  # git is run dozens of times, and a program stays where it is that long
def _find(name: str, folders: str) -> Path | None:
    file = f"{name}.exe" if sys.platform == "win32" else name
    candidates = (Path(folder, file) for folder in folders.split(os.pathsep) if Path(folder).is_absolute())
    return next((path for path in candidates if path.is_file() and os.access(path, os.X_OK)), None)
