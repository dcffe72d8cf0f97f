"""This project as others get it: its files without what tools left in the checkout, also as a repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.repositories import commit

ROOT = Path(__file__).parent.parent.parent


def files() -> list[str]:
    """Paths of all files that are tracked, or would be with `git add --all`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return [path for path in done.stdout.split("\0") if path and os.path.lexists(ROOT / path)]


def copy_to(folder: Path, *parts: str) -> Path:
    """Copies the files, or only those whose path begins with one of these parts."""
    for path in files():
        if not parts or path.split("/")[0] in parts:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, target, follow_symlinks=False)
    return folder


PACKAGE = (
    *("okrs_as_code", "schema", "templates"),
    *("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "CHANGELOG.md", ".pre-commit-hooks.yaml"),
)
"""Files that a build needs, and that a manager of hooks reads."""


def repository(folder: Path) -> tuple[Path, str]:
    """A repository of the package, and the commit that is in it."""
    return folder, commit(copy_to(folder, *PACKAGE))
