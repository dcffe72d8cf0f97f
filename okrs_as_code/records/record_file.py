"""Writes records to the working tree: each a new file that nothing ever replaces, under the next free name."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.timeline import AFTER_NUMBERS, suffix_order
from okrs_as_code.storage.atomic_write import create_first_free, refuse_links
from okrs_as_code.storage.rewrite import refuse_conflicts
from okrs_as_code.workspace.repository import Repository


def record_folder(cycle: str, kind: str) -> str:
    """The path of the folder for records of a kind, from the root."""
    return f"{OKRS_FOLDER}/{cycle}/{kind}"


def content_digest(text: str) -> str:
    """Six hex digits that tell records of one person and day apart: SHA-256 over the file as UTF-8 with LF."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def free_names(kind: str, stem: str, text: str, taken: Iterable[str]) -> Iterator[str]:
    """`stem.3f9c2a`, then `stem.2.3f9c2a` and so on, from the first that comes after all taken names.

    The digits of the content keep names of two branches apart. The number in front says which is the later one of those
    that one clone knows, so a gap between two taken names stays. An agreement is named by its content alone.
    """
    digest = content_digest(text)
    same_day = [name for name in taken if name == stem or name.startswith(f"{stem}.")]
    if kind == "agreements":
        same_day = [name for name in same_day if name.endswith(f".{digest}")]
    numbers = (suffix_order(name.removeprefix(stem))[0] for name in same_day)
    last = max((number for number in numbers if number < AFTER_NUMBERS), default=0)
    return (f"{stem}.{digest}" if number == 1 else f"{stem}.{number}.{digest}" for number in itertools.count(last + 1))


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
    paths = (folder / f"{name}.yaml" for name in free_names(kind, stem, text, taken))
    return f"{folder_path}/{create_first_free(paths, text).name}"


def _file_names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  names are enough
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OkrsError(f"{folder} cannot be read: {error.strerror}", "nothing was written there") from None
