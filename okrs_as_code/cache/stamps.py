"""Stamps: the states of files and folders that show, without opening any, whether something has changed.

A file is taken for unchanged if its size, times, inode and mode are: nobody can set the time of the last change of
status (`ctime`) back. A file that changed within the last two seconds has no stamp yet, as a file system may not tell
two such changes apart.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from okrs_as_code.workspace.trees.walk import FileState, walk

_UNSETTLED = 2 * 10**9
"""Nanoseconds; the coarsest times of a file system still in use, FAT's, are two seconds."""
_ABSENT = "absent"
"""The stamp of a path at which there is nothing."""


def settled_before(moment: int | None = None) -> int:
    """The time, in nanoseconds since 1970, up to which at a moment a change can be told from a later one.

    The moment is in the same unit, and now by default.
    """
    return (time.time_ns() if moment is None else moment) - _UNSETTLED


def stamp(state: FileState, settled: int) -> str:
    """A text that differs for every other state of a file; empty for a file that changed after `settled`."""
    mode, size, modified, changed, inode = state
    if changed > settled or modified > settled:
        return ""
    return f"{size}/{modified}/{changed}/{inode}/{mode}"


@dataclass(frozen=True)
class Inputs:
    """The paths that a result depends on: folders by their list of names, files by content. They may be absent."""

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def __add__(self, other: Inputs) -> Inputs:
        return Inputs(self.folders + other.folders, self.files + other.files)

    def fingerprint(self) -> str:
        """A hash of all their stamps; empty while a path has none yet."""
        settled, lstat, stamps = settled_before(), os.lstat, []
        for path in (*self.folders, *self.files):
            try:
                current = stamp(FileState.of(lstat(path)), settled)
            except OSError:
                current = _ABSENT
            if not current:
                return ""
            stamps.append(current)
        return blake2b("\n".join(stamps).encode(), digest_size=16).hexdigest()


def inputs_below(root: str, top_folders: Iterable[str]) -> Inputs:
    """All folders and files below some folders of a root, as absolute paths."""
    folders: list[str] = []
    files: list[str] = []
    for top_folder in top_folders:
        for folder in walk(root, top_folder):
            folders.append(f"{root}/{folder.path}")
            files.extend(f"{root}/{folder.path}/{name}" for name in sorted(folder.files) if name)
    return Inputs(tuple(folders), tuple(files))
