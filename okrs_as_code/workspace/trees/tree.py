"""Trees of files: the working tree and any revision are read in the same way."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple, Protocol

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.git.listing import TreeEntry
from okrs_as_code.workspace.layout import EntryKind as EntryKind
from okrs_as_code.workspace.layout import entry_kind
from okrs_as_code.workspace.trees.git_ignore import NAME as PATTERNS
from okrs_as_code.workspace.trees.git_ignore import may_ignore
from okrs_as_code.workspace.trees.walk import FileState, walk
from okrs_as_code.yaml.text import MAX_BYTES


class FileTree(Protocol):
    """Files below a root, by path from it with `/` between the parts."""

    def entries(self) -> Mapping[str, EntryKind]:
        """Everything below `okrs/`, in the order of the paths."""
        ...

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files, in the order asked for; None for what cannot be read.

        Of a file above the size limit only so much is given that the limit is seen to be passed.
        """
        ...

    def content_ids(self) -> Mapping[str, str]:
        """The ids of contents that are known without reading, as git gives them."""
        ...

    def opener(self) -> Callable[[str], bytes | None] | None:
        """A function that reads one path, also in another process; None where this process has to read all."""
        ...


class Listing(NamedTuple):
    """The state of every file and link by path from the root, looked at after `taken`, in nanoseconds since 1970."""

    taken: int
    states: Mapping[str, FileState]


class WorkingTree:
    """The files on disk below `root`, without those that git ignores, as they are when first asked for.

    Links are listed and never followed.
    """

    def __init__(self, root: Path, git: Git | None = None) -> None:
        self.root = root
        self._git = git

    def entries(self) -> Mapping[str, EntryKind]:
        """Everything below `okrs/`."""
        states = self.listing.states
        return {path: entry_kind(states[path].mode) for path in sorted(states)}

    @cached_property
    def listing(self) -> Listing:
        """The state of everything below `okrs/`, in no special order."""
        taken = time.time_ns()
        if self._git is None:
            return Listing(taken, self._walked())
        if not may_ignore(self._git, self.root):
            states = self._walked()
            if not any(path.endswith(f"/{PATTERNS}") for path in states):
                return Listing(taken, states)
        prefix = root_prefix(self.root, self._git)
        ignored = (path.removeprefix(prefix) for path in self._git.ignored(f"{prefix}{OKRS_FOLDER}"))
        return Listing(taken, self._walked(frozenset(ignored)))

    def _walked(self, ignored: frozenset[str] = frozenset()) -> Mapping[str, FileState]:
        return {path: state for folder in walk(str(self.root), OKRS_FOLDER, ignored) for path, state in folder.paths()}

    def content_ids(self) -> Mapping[str, str]:
        """None: a file may change at any time."""
        return {}

    def opener(self) -> Callable[[str], bytes | None]:
        """A function that reads one path, also in another process."""
        return partial(_read_below, self.root)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files."""
        for path in paths:
            yield path, read_plainly(self.root / path)


def _read_below(root: Path, path: str) -> bytes | None:
    return read_plainly(root / path)


def read_plainly(path: Path, most: int = MAX_BYTES + 1) -> bytes | None:
    """Reads an ordinary file, up to `most` bytes or all with -1; None for a link, and for one that cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
        with open(descriptor, "rb") as stream:  # noqa: PTH123  a descriptor, so that a link cannot slip in
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return None
            if most < 0:
                return stream.read()
            # Reading takes memory for all that is asked for, so first ask for as much as is likely to be there.
            raw = stream.read(min(most, status.st_size + 1))
            return raw + stream.read(most - len(raw)) if len(raw) > status.st_size else raw
    except OSError:
        return None


class RevisionTree:
    """The files of a commit, from git's object store; the working tree has no part in it."""

    def __init__(self, git: Git, commit: str, prefix: str = "") -> None:
        self.commit = commit
        self._git = git
        self._prefix = prefix

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        entries = self._git.tree(self.commit, f"{self._prefix}{OKRS_FOLDER}/")
        return {entry.path.removeprefix(self._prefix): entry for entry in entries}

    def entries(self) -> Mapping[str, EntryKind]:
        """Everything below `okrs/`."""
        return {path: tree_entry_kind(self._entries[path]) for path in sorted(self._entries)}

    def content_ids(self) -> Mapping[str, str]:
        """The ids of all contents, which git knows."""
        return {path: entry.id for path, entry in self._entries.items()}

    def opener(self) -> None:
        """None: git is asked once, for all."""

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Contents of ordinary files."""
        paths = tuple(paths)
        small = [path for path in paths if (self._entries[path].size or 0) <= MAX_BYTES]
        blobs = self._git.blobs([self._entries[path].id for path in small]) if small else ()
        contents = dict(zip(small, blobs, strict=True))
        for path in paths:
            yield path, contents.get(path, bytes(MAX_BYTES + 1))


def tree_entry_kind(entry: TreeEntry) -> EntryKind:
    """The kind of an entry of a commit's tree."""
    if entry.mode in ("100644", "100755"):
        return EntryKind.FILE
    return EntryKind.LINK if entry.mode == "120000" else EntryKind.OTHER


def root_prefix(root: Path, git: Git) -> str:
    """The root's path from the top of the repository, ending in `/`; empty where it is the top."""
    relative = root.relative_to(git.top).as_posix()
    return "" if relative == "." else f"{relative}/"


def unmerged_files(root: Path, git: Git | None) -> list[str]:
    """Paths of files below `okrs/`, from the root, that a merge has left with conflicts; none in a plain folder."""
    if git is None:
        return []
    prefix = root_prefix(root, git)
    return [path.removeprefix(prefix) for path in git.unmerged(f"{prefix}{OKRS_FOLDER}")]


def committed_files(root: Path, git: Git | None) -> frozenset[str] | None:
    """Paths below `okrs/` in the commit that is checked out, and in one that is being merged into it.

    None in a plain folder, where nobody can tell.
    """
    if git is None:
        return None
    prefix = root_prefix(root, git)
    trees = (git.tree(commit, f"{prefix}{OKRS_FOLDER}/") for commit in git.heads())
    return frozenset(entry.path.removeprefix(prefix) for tree in trees for entry in tree)
