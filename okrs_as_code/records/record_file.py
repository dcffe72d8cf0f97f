"""Writes records to the working tree: each a new file that nothing ever replaces, under the next free name."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.storage.atomic_write import create_first_free, refuse_links
from okrs_as_code.storage.rewrite import refuse_conflicts
from okrs_as_code.workspace.repository import Repository


def record_folder(cycle: str, kind: str) -> str:
    """The path of the folder for records of a kind, from the root."""
    return f"{OKRS_FOLDER}/{cycle}/{kind}"


def free_names(stem: str, taken: Iterable[str]) -> Iterator[str]:
    """The stem, then `stem.2`, `stem.3` and so on, from the first that comes after all taken names.

    A gap between two taken names stays: a record that is written later has to come later in order, too.
    """
    last = 0
    for name in taken:
        suffix = name.removeprefix(f"{stem}.")
        if name == stem:
            last = max(last, 1)
        elif suffix != name and suffix.isascii() and suffix.isdigit() and len(suffix) < 10:
            last = max(last, int(suffix))
    return (stem if number == 1 else f"{stem}.{number}" for number in itertools.count(last + 1))


def write_record(repository: Repository, cycle: str, kind: str, stem: str, text: str) -> str:
    """Writes a record into the working tree and returns its path from the root; nobody's record is ever replaced.

    Raises OkrsError while a merge has conflicts, where a folder on the way is a link, and where the disk takes
    nothing more; then nothing was written.
    """
    refuse_conflicts(repository.root, repository.git)
    folder_path = record_folder(cycle, kind)
    refuse_links(repository.root, folder_path, "put an ordinary folder in its place")
    folder = repository.root / folder_path
    taken = (name.removesuffix(".yaml") for name in _file_names(folder))
    paths = (folder / f"{name}.yaml" for name in free_names(stem, taken))
    return f"{folder_path}/{create_first_free(paths, text).name}"


def _file_names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  names are enough
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OkrsError(f"{folder} cannot be read: {error.strerror}", "nothing was written there") from None
