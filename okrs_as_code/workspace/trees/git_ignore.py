"""The files whose patterns decide which other files git ignores."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from okrs_as_code.git.client import Git

NAME = ".gitignore"
_MAY_NAME_OTHERS = (b"excludesfile", b"include", b"worktreeconfig")
"""Settings of a repository that may bring in patterns from elsewhere."""


def may_ignore(git: Git, root: Path) -> bool:
    """Whether anything outside of `okrs/` may say that something in it is ignored; if not, git need not be asked."""
    return names_other_files(git) or any(map(_has_pattern, _outside(git, root)))


def names_other_files(git: Git) -> bool:
    """Whether settings of the repository may name files with patterns that `pattern_files` does not know."""
    try:
        settings = (git.common_folder / "config").read_bytes().lower()
    except OSError:
        return True
    return any(word in settings for word in _MAY_NAME_OTHERS)


def pattern_files(git: Git, root: Path, files: Iterable[str]) -> tuple[str, ...]:
    """Every file that may say what is ignored below a root; `files` are the paths of those that are there.

    Where one of them has a pattern the index counts too, as what git tracks is never ignored.
    """
    paths = [*_outside(git, root), *(path for path in files if path.endswith(f"/{NAME}"))]
    if any(_has_pattern(path) for path in paths):
        paths += [str(git.folder / "index")]
    return (*paths, str(git.common_folder / "config"))


def _outside(git: Git, root: Path) -> Iterator[str]:
    """Pattern files above the root: git's own, the user's, and those of the folders on the way down."""
    yield str(git.common_folder / "info" / "exclude")
    configured = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")  # noqa: PTH111  may fail
    yield f"{configured}/git/ignore"
    for folder in (root, *root.parents):
        yield str(folder / NAME)
        if folder == git.top:
            break


def _has_pattern(path: str) -> bool:
    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError:
        return False
    return any(line.strip() and not line.startswith(b"#") for line in lines)
