"""Where the OKRs of a place are: the names that mark a root, and how it is found."""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.errors import OkrsError

FOLDER = "okrs"
"""The folder that holds everything, below the root."""
CONFIG_FILE = f"{FOLDER}/config.yaml"
PEOPLE_FILE = f"{FOLDER}/people.yaml"
SIGNERS_FILE = f"{FOLDER}/allowed_signers"
TEMPLATES = "templates"
"""The folder beside it with a team's own templates."""
TEAMS_FILE = f"{FOLDER}/teams.yaml"
SIGNERS_FILE = f"{FOLDER}/allowed_signers"


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that has okrs/people.yaml or okrs/config.yaml.

    Raises OkrsError where there is none, and where that `okrs/` is a link: what a change is judged by has to lie in it.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / mark).is_file() for mark in (PEOPLE_FILE, CONFIG_FILE)):
            if (folder / FOLDER).is_symlink():
                raise OkrsError(
                    f"{folder / FOLDER} is a link, and links are never followed", "put an ordinary folder in its place"
                )
            return folder
    raise OkrsError(
        f"no {PEOPLE_FILE} or {CONFIG_FILE} in {start} or above", "`okrs init` makes a repository to start from"
    )
