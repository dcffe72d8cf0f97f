"""Paths of other programs, looked for so that no repository can bring one along for those who work in it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def find_program(name: str) -> Path | None:
    """The path of a program on the PATH; None where it is not there. Only absolute folders of the PATH count."""
    file = f"{name}.exe" if sys.platform == "win32" else name
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    candidates = (Path(folder, file) for folder in folders if Path(folder).is_absolute())
    return next((path for path in candidates if path.is_file() and os.access(path, os.X_OK)), None)
