"""The search for the root of a repository's OKRs.

A module of its own, as a remembered answer needs it and nothing of the models.
"""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE

MARKS = (PEOPLE_FILE, CONFIG_FILE)
"""Files of which one marks a root."""
_MOST_FOLDERS = 1000
"""The number of folders after which no root is looked for any more, only to name it in an error."""


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that has okrs/people.yaml or okrs/config.yaml.

    Raises OkrsError where there is none, and where that `okrs/` is a link: what a change is judged by has to lie in it.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / mark).is_file() for mark in MARKS):
            if (folder / OKRS_FOLDER).is_symlink():
                raise OkrsError(
                    f"{folder / OKRS_FOLDER} is a link, and links are never followed",
                    "put an ordinary folder in its place",
                )
            return folder
    misnamed = f"{PEOPLE_FILE.removesuffix('.yaml')}.yml"
    if any((folder / misnamed).is_file() for folder in (start, *start.parents)):
        raise OkrsError(f"no {PEOPLE_FILE} in {start} or above", f"rename {misnamed} to {PEOPLE_FILE}")
    below = _root_below(start)
    remedy = "`okrs init` makes a repository to start from" if below is None else f"name its folder: `--root {below}`"
    raise OkrsError(f"no {PEOPLE_FILE} or {CONFIG_FILE} in {start} or above", remedy)


def _root_below(start: Path) -> str | None:
    """The path of the nearest root below a folder, from there; None where no near one is seen."""
    from collections import deque
    from shlex import quote

    folders = deque([start])
    for _ in range(_MOST_FOLDERS):
        if not folders:
            break
        folder = folders.popleft()
        try:
            if any((folder / mark).is_file() for mark in MARKS):
                return quote(folder.relative_to(start).as_posix())
            folders += (path for path in sorted(folder.iterdir()) if _is_plain_folder(path))
        except OSError:
            continue
    return None


def _is_plain_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
