"""The search for the root of a repository's OKRs.

A module of its own, as a remembered answer needs it and nothing of the models.
"""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE

MARKS = (PEOPLE_FILE, CONFIG_FILE)
"""Files of which one marks a root."""


class NoRootError(OkrsError):
    """No folder has OKRs, from the one on which the search began upwards."""


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that has okrs/people.yaml or okrs/config.yaml.

    Raises NoRootError where there is none, and OkrsError where that `okrs/` is a link: what a change is judged by has
    to lie in it.
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
    raise NoRootError(
        f"no {PEOPLE_FILE} or {CONFIG_FILE} in {start} or above", "`okrs init` makes a repository to start from"
    )
