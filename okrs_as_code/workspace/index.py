"""The index: of every folder in the working tree what lies in it, with the content and the ties of each file.

It is kept, and brought up to date by looking at the stamps of files: only what changed is read. Little of it is held in
memory, as a change concerns few files.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

from okrs_as_code.model.base import RECORD_FOLDERS
from okrs_as_code.workspace.entry import EntryKind, kind_of
from okrs_as_code.workspace.grounds import SurveyedFolder, survey
from okrs_as_code.workspace.ignored import NAME as PATTERNS
from okrs_as_code.workspace.layout import FOLLOWED, Location, lies_in, locate
from okrs_as_code.workspace.root import FOLDER
from okrs_as_code.workspace.store import Store
from okrs_as_code.workspace.ties import Ties

_WORD = re.compile(rb'"[^"]*"')
"""A text of JSON without a backslash; a row that has one is looked at in full."""
_AT_ONCE = 500
"""Folders that are kept together."""
Progress = Callable[[int, int], None]
_STAMP, _TREE = 32, 40
_HEAD = _STAMP + _TREE + 1
_PLAIN, _SPECIAL = b"-", b"+"
"""Whether a folder has a file that is unsound, or that had another id: those are looked at whatever is asked for."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file or link as the index knows it; `content` is None of what is not read, or cannot be.

    Of what is not sound the text has to be looked at each time.
    """

    name: str
    mode: int
    stamp: str
    content: str | None
    ties: Ties
    sound: bool

    @property
    def kind(self) -> EntryKind:
        """What it is."""
        return kind_of(self.mode)


class DamagedError(Exception):
    """What was kept a moment ago is not there: nothing of the index can be relied upon."""


Learnt = tuple[str | None, Ties, bool]
"""A content, its ties, and whether it is sound; no content where a file cannot be opened."""
Learn = Callable[[list[Location]], Iterator[Learnt]]
"""Reads files and tells what they are, in their order."""


class Index:
    """The index of one root. `policy` is what ties depend on beside a file's content.

    `ignored` tells which paths git ignores; it is asked at once if `may_ignore`, else only where a folder has patterns.
    """

    def __init__(
        self, root: Path, store: Store, policy: str, ignored: Callable[[], frozenset[str]], may_ignore: bool
    ) -> None:
        self._root = root
        self._store = store
        self._ask = ignored
        self._ignored = ignored() if may_ignore else None
        self._prefix = f"{root}\0{policy}\0"
        self.trees: dict[str, bytes] = {}
        """Every folder with the id that git has for what is in it, as hex digits; empty where that is not known."""
        self.size = 0
        """How many files and links there are."""

    def refresh(self, learn: Learn, progress: Progress | None = None) -> None:
        """Brings it up to date; `progress` is told how many files of how many have been looked at."""
        self.size = 0
        kept = {path: row[:_HEAD] for path, row in self._rows()}
        stale: list[SurveyedFolder] = []
        for folder in survey(str(self._root), FOLDER, self._ignored or ()):
            if self._ignored is None and any(entry[0] == PATTERNS for entry in folder.entries):
                self._ignored = self._ask()
                self.trees.clear()
                self.refresh(learn, progress)
                return
            self.size += len(folder.entries)
            head = kept.pop(folder.path, b"")
            if folder.stamp and head[:_STAMP] == folder.stamp.encode():
                self.trees[folder.path] = head[_STAMP : _STAMP + _TREE].rstrip()
            else:
                stale.append(folder)
        self._learn(stale, learn, progress)
        self._store.drop("folders", (f"{self._prefix}{path}" for path in kept))

    def folder(self, path: str) -> dict[str, Known]:
        """What lies in a folder, by name; empty for one that is not there. Raises DamagedError."""
        if path not in self.trees:
            return {}
        row = self._store.get("folders", f"{self._prefix}{path}")
        if row is None:
            raise DamagedError
        return {one.name: one for one in _decoded(row)}

    def at(self, path: str) -> Known | None:
        """What lies at a path from the root. Raises DamagedError."""
        folder, _, name = path.rpartition("/")
        return self.folder(folder).get(name)

    def known(self, paths: Iterable[str]) -> dict[str, Known]:
        """Those of many paths where something lies; each folder is looked up once. Raises DamagedError."""
        by_folder: dict[str, list[str]] = {}
        for path in paths:
            by_folder.setdefault(path.rpartition("/")[0], []).append(path)
        found: dict[str, Known] = {}
        for folder, inside in by_folder.items():
            entries = self.folder(folder)
            found.update((path, entries[name]) for path in inside if (name := path.rpartition("/")[2]) in entries)
        return found

    def files(self, words: Collection[str] | None = None) -> Iterator[tuple[str, Known]]:
        """Everything, by path from the root.

        With `words`, as they occur in ties, at least what has one of them, what had another id, and what is unsound.
        Raises DamagedError.
        """
        seen = 0
        wanted = frozenset(json.dumps(word).encode() for word in words or ())
        for path, row in self._rows():
            if path not in self.trees:
                continue
            seen += 1
            special = row[_STAMP + _TREE : _HEAD] != _PLAIN
            if words is None or special or b"\\" in row or not wanted.isdisjoint(_WORD.findall(row, _HEAD)):
                for known in _decoded(row):
                    yield f"{path}/{known.name}" if known.name else path, known
        if seen != len(self.trees):
            raise DamagedError

    def files_below(self, group: str) -> Iterator[tuple[str, Known]]:
        """What lies in a folder directly below `okrs/` and below that; directly in `okrs/` for an empty name."""
        if not group:
            yield from ((f"{FOLDER}/{name}", known) for name, known in self.folder(FOLDER).items())
            return
        top = f"{FOLDER}/{group}"
        for folder in self.trees:
            if lies_in(folder, (top,)):
                yield from ((f"{folder}/{name}" if name else folder, one) for name, one in self.folder(folder).items())

    def record_folders(self) -> Iterator[str]:
        """The folders of records."""
        return (folder for folder in self.trees if folder.rpartition("/")[2] in RECORD_FOLDERS)

    def reopen(self) -> None:
        """For another process, as a connection must not be carried over."""
        self._store = self._store.reopened()

    def _rows(self) -> Iterator[tuple[str, bytes]]:
        for key, row in self._store.rows("folders", self._prefix):
            yield key.removeprefix(self._prefix), row

    def _learn(self, folders: list[SurveyedFolder], learn: Learn, progress: Progress | None) -> None:
        before = [self._known_before(folder) for folder in folders]
        to_read = [list(_to_read(folder, known)) for folder, known in zip(folders, before, strict=True)]
        learnt = learn([location for locations in to_read for location in locations])
        rows: list[tuple[str, bytes]] = []
        done, total = 0, sum(len(folder.entries) for folder in folders)
        for at, folder in enumerate(folders):
            read = {location.path: next(learnt) for location in to_read[at]}
            entries = [
                before[at].get(entry[0])
                or _known(entry[0], entry[1], folder.stamp_of(entry), read.get(f"{folder.path}/{entry[0]}"))
                for entry in folder.entries
            ]
            tree = _tree_id(entries)
            self.trees[folder.path] = tree.encode()
            rows.append((f"{self._prefix}{folder.path}", _encoded(folder.stamp, tree, entries)))
            done += len(entries)
            if len(rows) == _AT_ONCE or folder is folders[-1]:
                self._store.put("folders", rows)
                rows.clear()
                if progress is not None:
                    progress(done, total)
        next(learnt, None)  # what it has still to keep is kept when it is asked for more

    def _known_before(self, folder: SurveyedFolder) -> dict[str, Known]:
        """What did not change in a folder that did."""
        row = self._store.get("folders", f"{self._prefix}{folder.path}")
        stamps = {entry[0]: folder.stamp_of(entry) for entry in folder.entries}
        known = _decoded(row) if row is not None else ()
        return {one.name: one for one in known if one.stamp and stamps.get(one.name) == one.stamp}


def _to_read(folder: SurveyedFolder, known: Mapping[str, Known]) -> Iterator[Location]:
    """What is ours and not known."""
    for name, mode, *_ in folder.entries:
        if name not in known:
            location = locate(f"{folder.path}/{name}", kind_of(mode))
            if location.role in FOLLOWED:
                yield location


def _known(name: str, mode: int, stamp: str, learnt: Learnt | None) -> Known:
    return Known(name, mode, stamp, *(learnt or (None, Ties(), True)))


def _encoded(stamp: str, tree: str, entries: Sequence[Known]) -> bytes:
    listed = [
        [one.name, one.mode, one.stamp, one.content, one.ties.is_, one.ties.names, one.ties.shares, one.sound]
        for one in entries
    ]
    special = any(len(one.ties.is_) > 1 or not one.sound for one in entries)
    head = f"{stamp:{_STAMP}}{tree:{_TREE}}".encode() + (_SPECIAL if special else _PLAIN)
    return head + json.dumps(listed, separators=(",", ":")).encode()


def _decoded(row: bytes) -> Iterator[Known]:
    listed: list[list[Any]] = json.loads(row[_HEAD:])
    for name, mode, stamp, content, is_, names, shares, sound in listed:
        yield Known(name, mode, stamp, content, Ties(tuple(is_), tuple(names), tuple(shares)), sound)


def _tree_id(entries: Iterable[Known]) -> str:
    """The id that git gives to a folder of these files; empty where it has anything else, or below it a folder."""
    listing = b""
    for one in sorted(entries, key=lambda known: known.name.encode("utf-8", "surrogateescape")):
        if one.content is None or not stat.S_ISREG(one.mode):
            return ""
        mode = b"100755" if one.mode & stat.S_IXUSR else b"100644"
        name = one.name.encode("utf-8", "surrogateescape")
        listing += b"%s %s\0%s" % (mode, name, bytes.fromhex(one.content))
    return sha1(b"tree %d\0" % len(listing) + listing, usedforsecurity=False).hexdigest()
