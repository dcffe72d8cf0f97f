"""The store of the cache: rows by key in one SQLite file, each with a checksum, none of them needed.

Deleting the file, or changing any byte of it, costs time and nothing else: a row whose checksum does not fit is as good
as none, and a file that is no database any more is replaced by a new one.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from okrs_as_code import __version__
from okrs_as_code.git.client import Git

FOLDER = "okrs-cache"
"""Below git's own folder, which no commit has and every linked work tree shares."""
LARGEST = 2**31
"""Bytes beyond which the file is replaced by a new one, so that old rows do not pile up."""
_SECONDS = 1.0
"""How long to wait for another process that is writing; after that this one does without the store."""
_CHECKSUM = 4
_TABLES = ("indexes", "results", "summaries", "verdicts")


class Store:
    """Rows of bytes in tables: `results` of commands, `summaries` of files, `verdicts` on signatures, `indexes` of
    working trees.

    Nothing is raised: a row that cannot be read is absent, and one that cannot be written is not kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = self._open()

    @staticmethod
    def around(root: Path, git: Git | None) -> Store:
        """The store of a root: with git's own files, or else in the user's folder for caches."""
        name = _program_fingerprint()
        if git is not None and os.access(git.common_folder, os.W_OK):
            return Store.at(git.common_folder / FOLDER, name)
        from platformdirs import user_cache_path

        folder = blake2b(os.fsencode(root), digest_size=8).hexdigest()
        return Store.at(user_cache_path("okrs-as-code") / folder, name)

    @staticmethod
    def at(folder: Path, name: str) -> Store:
        """The store of that name in a folder, which is made if possible; stores of other versions are removed."""
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            for other in folder.glob("*.sqlite*"):
                if not other.name.startswith(f"{name}.sqlite"):
                    other.unlink()
        return Store(folder / f"{name}.sqlite")

    def get(self, table: str, key: str) -> bytes | None:
        """A row, if it is there and whole."""
        if self._connection is None:
            return None
        query = f"SELECT value FROM {table} WHERE key = ?"  # noqa: S608  one of our own names
        try:
            row = self._connection.execute(query, (_bytes(key),)).fetchone()
        except sqlite3.Error:
            return None
        return _checked(_bytes(key), row[0]) if row is not None else None

    def put(self, table: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Keeps rows, in place of those with the same keys; all of them or none."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.executemany(
                f"INSERT OR REPLACE INTO {table} (key, value) VALUES (?, ?)",  # noqa: S608  one of our own names
                ((name := _bytes(key), _checksum(name, value) + value) for key, value in rows),
            )

    def trim(self, table: str, most: int) -> None:
        """Removes the oldest rows beyond so many."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute(
                f"DELETE FROM {table} WHERE rowid <= (SELECT MAX(rowid) FROM {table}) - ?",  # noqa: S608
                (most,),
            )

    def _open(self) -> sqlite3.Connection | None:
        for replace in (False, True):
            with suppress(OSError):
                if replace or self._file.stat().st_size > LARGEST:
                    self._remove()
            try:
                return _connected(self._file)
            except sqlite3.OperationalError as error:  # read-only, locked, no room: leave it to those who can use it
                if "malformed" not in str(error):
                    return None
            except sqlite3.Error:
                continue
        return None

    def _remove(self) -> None:
        with suppress(OSError):
            for part in ("", "-journal"):
                Path(f"{self._file}{part}").unlink(missing_ok=True)


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_SECONDS, isolation_level="DEFERRED")
    try:
        # A crash of the machine may cost this file and never a goal, so nobody has to wait for the disk. No WAL: it
        # maps a file into memory, and whoever cuts that file short would end this process.
        connection.execute("PRAGMA synchronous = OFF")
        known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not known.issuperset(_TABLES):
            with connection:
                for table in _TABLES:
                    connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, value BLOB)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _program_fingerprint() -> str:
    """A hash of this very program: another version, or another Python, does not use the same store."""
    digest = blake2b(f"{__version__} {sys.version}".encode(), digest_size=8)
    waiting = [str(Path(__file__).parent.parent)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as listing:
            for item in sorted(listing, key=lambda item: item.name):
                if item.name.endswith(".py"):
                    status = item.stat()
                    state = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
                    digest.update(f"{item.path} {state}\n".encode(errors="replace"))
                elif item.name != "__pycache__" and item.is_dir():
                    waiting.append(item.path)
    return digest.hexdigest()


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogateescape")  # a path need not be UTF-8


def _checksum(key: bytes, value: bytes) -> bytes:
    """Not against anybody, as nobody but the user can write here; any run of up to 32 damaged bits is found."""
    return crc32(value, crc32(key)).to_bytes(_CHECKSUM, "big")


def _checked(key: bytes, row: object) -> bytes | None:
    if not isinstance(row, bytes) or len(row) < _CHECKSUM:
        return None
    value = row[_CHECKSUM:]
    return value if _checksum(key, value) == row[:_CHECKSUM] else None
