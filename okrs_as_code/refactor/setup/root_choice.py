"""The folder in which `okrs init` sets OKRs up, and what jobs at the top of the repository have to know of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from okrs_as_code.errors import OkrsError
from okrs_as_code.git.client import Git
from okrs_as_code.workspace.root import find_root
from okrs_as_code.workspace.trees.tree import root_prefix

_NAMEABLE = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9._-]*/)*")
"""Paths that mean themselves in a shell, in YAML, and in the patterns of editors."""
_COMMAND = re.compile(r"\bokrs (?:lint|gate|report|site|digest)\b")
"""Commands of jobs that need to know where the root is."""


def choose_prefix(git: Git, start: Path, named: Path | None, *, minimal: bool) -> str:
    """The path to the root from the top of the repository, empty or with a `/` at its end.

    It is the folder that was named, else the root that is found from `start` upwards, else the top. Raises OkrsError
    where there are to be jobs that could not name it.
    """
    prefix = root_prefix(named.resolve() if named is not None else _existing_root(git, start), git)
    if not minimal and not _NAMEABLE.fullmatch(prefix):
        raise OkrsError(
            f"{prefix.rstrip('/')!r} cannot be named in the jobs of a forge",
            "take a folder of letters, digits, `.`, `_` and `-`; `--minimal` writes no jobs",
        )
    return prefix


def _existing_root(git: Git, start: Path) -> Path:
    try:
        root = find_root(start)
    except OkrsError:
        return git.top
    return root if root.is_relative_to(git.top) else git.top


def notes_on_jobs(top: Path, existing: Iterable[str], option: str) -> Iterator[str]:
    """Yields a note for each file with jobs that was there before, and that knows nothing of the root of an option."""
    for path in existing:
        if path.startswith(".") and path.endswith(".yml"):
            text = (top / PurePosixPath(path)).read_bytes().decode(errors="replace")
            if _COMMAND.search(text) and option not in text:
                yield f"{path} stays as it is: add `{option}` to its commands, or jobs that have it"
