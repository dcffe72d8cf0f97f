"""What an answer stands on: folders and files whose state tells whether it still holds, without opening any.

A file is taken for unchanged if its size, times, inode and mode are: nobody can set the time of the last change of
status (`ctime`) back. What changed within the last two seconds stands for nothing yet, as a file system may not tell
two such changes apart.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from okrs_as_code.processes import in_processes, processors

_UNSETTLED = 2 * 10**9
"""Nanoseconds; the coarsest times of a file system still in use, FAT's, are two seconds."""
_ABSENT = "absent"


def settled_before() -> int:
    """The moment, in nanoseconds since 1970, up to which a change can be told from a later one."""
    return time.time_ns() - _UNSETTLED


Entry = tuple[str, int, int, int, int, int]
"""Name, mode, size, times of the last change of content and of status in nanoseconds, and inode."""


def stamp(mode: int, size: int, modified: int, changed: int, inode: int, settled: int) -> str:
    """What tells a state of a file from another; empty for one that changed after `settled`."""
    if changed > settled or modified > settled:
        return ""
    return f"{size}/{modified}/{changed}/{inode}/{mode}"


def stamp_of(found: os.stat_result, settled: int) -> str:
    """The same of what the system says about a file."""
    return stamp(found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, settled)


@dataclass(frozen=True)
class Grounds:
    """Paths: of folders, whose list of names matters, and of files, whose content does; both may be absent."""

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def __add__(self, other: Grounds) -> Grounds:
        return Grounds(self.folders + other.folders, self.files + other.files)

    def stamp(self) -> str:
        """Stands for the state of all of them; empty while something is too fresh to tell."""
        settled, look, found = settled_before(), os.lstat, []
        for path in (*self.folders, *self.files):
            try:
                state = stamp_of(look(path), settled)
            except OSError:
                state = _ABSENT
            if not state:
                return ""
            found.append(state)
        return blake2b("\n".join(found).encode(), digest_size=16).hexdigest()


class Glance(NamedTuple):
    """A folder by its path from the root, as far as it takes to see whether it changed."""

    path: str
    stamp: str
    """Of all entries together; empty where one has none."""
    size: int
    """How many entries there are."""
    is_marked: bool
    """Whether one of them has the name that was looked for."""


@dataclass(slots=True)
class SurveyedFolder:
    """A folder by its path from the root, and what in it is no folder."""

    path: str
    entries: list[Entry]
    settled: int

    def stamp_of(self, entry: Entry) -> str:
        """What tells this state of the entry from any other; empty while it is too fresh to tell."""
        return stamp(*entry[1:], self.settled)

    @property
    def stamp(self) -> str:
        """Of all entries together; empty where one has none."""
        settled = self.settled
        for _, _, _, modified, changed, _ in self.entries:
            if changed > settled or modified > settled:
                return ""
        return blake2b(repr(self.entries).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()

    def glance(self, mark: str) -> Glance:
        """What shows whether it changed."""
        return Glance(self.path, self.stamp, len(self.entries), any(entry[0] == mark for entry in self.entries))


def survey(root: str, below: str, ignored: Collection[str] = ()) -> Iterator[SurveyedFolder]:
    """Every folder below `root`, in no special order; one that cannot be listed has one entry without a name.

    Links are not followed, and git's own folder is left out; so are the paths in `ignored`, folders ending in `/`.
    """
    waiting = [below]
    while waiting:
        folder, inner = look(root, waiting.pop(), ignored)
        waiting += inner
        yield folder


def look(root: str, path: str, ignored: Collection[str] = ()) -> tuple[SurveyedFolder, list[str]]:
    """One folder, in the same way, and the paths of those in it."""
    settled = settled_before()
    entries: list[Entry] = []
    inner: list[str] = []
    try:
        with os.scandir(f"{root}/{path}") as listing:
            for item in listing:
                if item.is_dir(follow_symlinks=False):
                    if item.name != ".git" and f"{path}/{item.name}/" not in ignored:
                        inner.append(f"{path}/{item.name}")
                    continue
                if ignored and f"{path}/{item.name}" in ignored:
                    continue
                found = item.stat(follow_symlinks=False)
                times = found.st_mtime_ns, found.st_ctime_ns
                entries.append((item.name, found.st_mode, found.st_size, *times, found.st_ino))
    except OSError:
        entries = [("", 0, 0, 0, settled + 1, 0)]
    entries.sort()
    return SurveyedFolder(path, entries, settled), inner


def glances(root: str, below: str, ignored: Collection[str], mark: str) -> Iterator[Glance]:
    """A glance at every folder that `survey` finds, on all processors; `mark` is a name to look for."""
    top, inner = look(root, below, ignored)
    yield top.glance(mark)
    for found in in_processes(processors(), partial(_glances_below, root, ignored, mark), inner):
        yield from found


def _glances_below(root: str, ignored: Collection[str], mark: str, below: str) -> list[Glance]:
    return [folder.glance(mark) for folder in survey(root, below, ignored)]


def grounds_below(root: str, below: Iterable[str]) -> Grounds:
    """Everything below some folders of a root."""
    folders: list[str] = []
    files: list[str] = []
    for top in below:
        for folder in survey(root, top):
            folders.append(f"{root}/{folder.path}")
            files.extend(f"{root}/{folder.path}/{entry[0]}" for entry in folder.entries if entry[0])
    return Grounds(tuple(folders), tuple(files))
