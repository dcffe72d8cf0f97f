"""The walk through the folders below a root, with the state of every file."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from typing import NamedTuple


class FileState(NamedTuple):
    """Mode, size, times of the last change of content and of status in nanoseconds, and inode of a file or link."""

    mode: int
    size: int
    modified: int
    changed: int
    inode: int

    @staticmethod
    def of(status: os.stat_result) -> FileState:
        """The state in a status that the system reports."""
        return FileState(status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


UNLISTED = FileState(0, 0, 0, 0, 0)
"""The state of a folder that cannot be listed."""


class WalkedFolder(NamedTuple):
    """A folder by its path from the root, and the state of each file and link in it by name.

    A folder that cannot be listed has one entry without a name.
    """

    path: str
    files: dict[str, FileState]

    def paths(self) -> Iterator[tuple[str, FileState]]:
        """Each file by its path from the root; a folder that cannot be listed by its own."""
        return ((f"{self.path}/{name}" if name else self.path, state) for name, state in self.files.items())


def walk(root: str, below: str, ignored: Collection[str] = ()) -> Iterator[WalkedFolder]:
    """Every folder from `below` on, in no special order.

    Links are not followed, and git's own folder is left out; so are the paths in `ignored`, folders ending in `/`.
    """
    pending = [below]
    while pending:
        path = pending.pop()
        files: dict[str, FileState] = {}
        try:
            with os.scandir(f"{root}/{path}") as listing:
                for item in listing:
                    if item.is_dir(follow_symlinks=False):
                        if item.name != ".git" and f"{path}/{item.name}/" not in ignored:
                            pending.append(f"{path}/{item.name}")
                    elif f"{path}/{item.name}" not in ignored:
                        files[item.name] = FileState.of(item.stat(follow_symlinks=False))
        except OSError:
            files = {"": UNLISTED}
        yield WalkedFolder(path, files)
