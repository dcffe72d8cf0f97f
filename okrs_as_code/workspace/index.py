"""The index: of every folder in the working tree what lies in it, with the content and the ties of each file.

It is kept, and brought up to date by looking at the stamps of files: only what changed is read. Of each folder a short
head is held in memory; the rest is looked up where the head says that it may matter, as a change concerns few files.
"""

from __future__ import annotations

import json
import stat
import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha1
from pathlib import Path
from typing import Any
from zlib import crc32

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.processes import FORKS, processors
from okrs_as_code.workspace.grounds import Glance, SurveyedFolder, glances, look, survey
from okrs_as_code.workspace.ignored import NAME as PATTERNS
from okrs_as_code.workspace.layout import WATCHED_KINDS, EntryKind, Location, kind_of, lies_in, locate
from okrs_as_code.workspace.store import Store
from okrs_as_code.workspace.ties import Ties

_AT_ONCE = 500
"""Folders that are kept together."""
_MANY = 5000
"""Folders from which it pays to look at them on all processors."""
Progress = Callable[[int, int], None]
_STAMP, _TREE = 32, 40
_FLAG = _STAMP + _TREE
_CHECK = _FLAG + 1
_WORDS = _CHECK + 8
"""A head: stamp, id of the tree, flag, checksum of the listing, and one of each word of its ties in four bytes."""
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
    """The listing of a folder is not there, or not the one that its head is about: another run may have renewed it."""


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
        self._heads: dict[str, bytes] = {}
        self.size = 0
        """How many files and links there are."""

    def refresh(self, learn: Learn, progress: Progress | None = None) -> None:
        """Brings it up to date; `progress` is told how many files of how many have been looked at."""
        self.size = 0
        self._heads.clear()
        rows = self._store.rows("heads", self._prefix)
        kept = {key.removeprefix(self._prefix): head for key, head in rows if len(head) >= _WORDS}
        stale: list[SurveyedFolder] = []
        root, ignored = str(self._root), self._ignored or ()
        many = FORKS and processors() > 1 and len(kept) >= _MANY
        for found in glances(root, OKRS_FOLDER, ignored, PATTERNS) if many else survey(root, OKRS_FOLDER, ignored):
            glance = found if isinstance(found, Glance) else found.glance(PATTERNS)
            if self._ignored is None and glance.is_marked:
                self._ignored = self._ask()
                self.refresh(learn, progress)
                return
            self.size += glance.size
            head = kept.pop(glance.path, b"")
            if glance.stamp and head.startswith(glance.stamp.encode()):
                self._heads[glance.path] = head
            else:
                stale.append(look(root, glance.path, ignored)[0] if isinstance(found, Glance) else found)
        self._learn(stale, learn, progress)
        for table in ("heads", "folders"):
            self._store.drop(table, (f"{self._prefix}{path}" for path in kept))

    def folder(self, path: str) -> dict[str, Known]:
        """What lies in a folder, by name; empty for one that is not there. Raises DamagedError."""
        if path not in self._heads:
            return {}
        key = f"{self._prefix}{path}"
        row = self._store.get("folders", key)
        if row is None or self._heads[path][_CHECK:_WORDS] != _check(row):
            self._store.drop("heads", [key])  # so that the next run reads the folder anew
            raise DamagedError
        return {one.name: one for one in _decoded(row)}

    def folders(self) -> Collection[str]:
        """Every folder, by its path from the root."""
        return self._heads.keys()

    def tree(self, path: str) -> bytes:
        """The id that git has for what is in a folder, as hex digits; empty where that, or the folder, is not known."""
        return self._heads.get(path, b"")[_STAMP:_FLAG].rstrip()

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
        wanted = frozenset(map(_checksum, words or ()))
        for path, head in self._heads.items():
            special = head[_FLAG:_CHECK] != _PLAIN
            if words is None or special or not wanted.isdisjoint(_words_of(head)):
                for name, known in self.folder(path).items():
                    yield f"{path}/{name}" if name else path, known

    def files_below(self, group: str) -> Iterator[tuple[str, Known]]:
        """What lies in a folder directly below `okrs/` and below that; directly in `okrs/` for an empty name."""
        if not group:
            yield from ((f"{OKRS_FOLDER}/{name}", known) for name, known in self.folder(OKRS_FOLDER).items())
            return
        top = f"{OKRS_FOLDER}/{group}"
        for folder in self.folders():
            if lies_in(folder, (top,)):
                yield from ((f"{folder}/{name}" if name else folder, one) for name, one in self.folder(folder).items())

    def record_folders(self) -> Iterator[str]:
        """The folders of records."""
        return (folder for folder in self.folders() if folder.rpartition("/")[2] in RECORD_FOLDERS)

    def reopen(self) -> None:
        """For another process, as a connection must not be carried over."""
        self._store = self._store.reopened()

    def _learn(self, folders: list[SurveyedFolder], learn: Learn, progress: Progress | None) -> None:
        before = [self._known_before(folder) for folder in folders]
        to_read = [list(_to_read(folder, known)) for folder, known in zip(folders, before, strict=True)]
        learnt = learn([location for locations in to_read for location in locations])
        rows: list[tuple[str, bytes]] = []
        heads: list[tuple[str, bytes]] = []
        done, total = 0, sum(len(folder.entries) for folder in folders)
        for at, folder in enumerate(folders):
            read = {location.path: next(learnt) for location in to_read[at]}
            entries = [
                before[at].get(entry[0])
                or _known(entry[0], entry[1], folder.stamp_of(entry), read.get(f"{folder.path}/{entry[0]}"))
                for entry in folder.entries
            ]
            key, row = f"{self._prefix}{folder.path}", _encoded(entries)
            self._heads[folder.path] = _head(folder.stamp, entries, row)
            heads.append((key, self._heads[folder.path]))
            rows.append((key, row))
            done += len(entries)
            if len(rows) == _AT_ONCE or folder is folders[-1]:
                self._store.put("folders", rows)
                self._store.put("heads", heads)
                rows.clear()
                heads.clear()
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
            if location.role in WATCHED_KINDS:
                yield location


def _known(name: str, mode: int, stamp: str, learnt: Learnt | None) -> Known:
    return Known(name, mode, stamp, *(learnt or (None, Ties(), True)))


def _head(stamp: str, entries: Sequence[Known], row: bytes) -> bytes:
    special = any(len(one.ties.is_) > 1 or not one.sound for one in entries)
    words = {_checksum(word) for one in entries for said in one.ties for word in said}
    fixed = f"{stamp:{_STAMP}}{_tree_id(entries):{_TREE}}".encode() + (_SPECIAL if special else _PLAIN)
    return fixed + _check(row) + struct.pack(f"<{len(words)}I", *words)


def _check(row: bytes) -> bytes:
    return blake2b(row, digest_size=_WORDS - _CHECK).digest()


def _words_of(head: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{(len(head) - _WORDS) // 4}I", head, _WORDS)


def _checksum(word: str) -> int:
    """Two words with the same one cost a look at a folder more."""
    return crc32(word.encode("utf-8", "surrogateescape"))


def _encoded(entries: Sequence[Known]) -> bytes:
    listed = [
        [one.name, one.mode, one.stamp, one.content, one.ties.is_, one.ties.names, one.ties.shares, one.sound]
        for one in entries
    ]
    return json.dumps(listed, separators=(",", ":")).encode()


def _decoded(row: bytes) -> Iterator[Known]:
    listed: list[list[Any]] = json.loads(row)
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
