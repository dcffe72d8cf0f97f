"""The store of the cache: rows by key in one SQLite file, each with a checksum, none of them needed.

Deleting the file, or changing any byte of it, costs time and nothing else: a row whose checksum does not fit is as good
as none, and a file that is no database any more is replaced by a new one.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import weakref
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from okrs_as_code import __version__
from okrs_as_code.git.client import Git

FOLDER = "okrs-cache"
"""Below git's own folder, which no commit has and every linked work tree shares."""
LARGEST = 2**31
"""Size in bytes beyond which the file is replaced by a new one, so that old rows do not pile up."""
_TIMEOUT = 1.0
"""Seconds to wait for another process that is writing; after that this one does without the store."""
_CHECKSUM_SIZE = 4
"""Size of the checksum in front of each value, in bytes."""
_TABLES = ("contents", "indexes", "results", "summaries", "signatures")


def user_cache_folder() -> Path:
    """The folder in which this system keeps a user's caches; without a home one in which nothing can be kept."""
    try:
        home = Path.home()
    except RuntimeError:
        return Path(os.devnull)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return named if named.is_absolute() else home / ".cache"


class Store:
    """Rows of bytes in tables: `results` of commands, `summaries` of files, `signatures` by their digest,
    `contents` and `indexes` of trees.

    Nothing is raised: a row that cannot be read is absent, and one that cannot be written is not kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = self._open()
        if self._connection is not None:
            weakref.finalize(self, self._connection.close)

    @staticmethod
    def around(root: Path, git: Git | None) -> Store:
        """The store of a root: with git's own files, or else in the user's folder for caches."""
        name = _program_fingerprint()
        if git is not None and os.access(git.common_folder, os.W_OK):
            return Store.at(git.common_folder / FOLDER, name)
        folder = blake2b(os.fsencode(root), digest_size=8).hexdigest()
        return Store.at(user_cache_folder() / "okrs-as-code" / folder, name)

    @staticmethod
    def at(folder: Path, name: str) -> Store:
        """The store of that name in a folder, which is made if possible; stores of other versions are removed."""
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            for file in folder.glob("*.sqlite*"):
                if not file.name.startswith(f"{name}.sqlite"):
                    file.unlink()
        return Store(folder / f"{name}.sqlite")

    def get(self, table: str, key: str) -> bytes | None:
        """The value under a key; None where there is none, or its checksum does not fit."""
        if self._connection is None:
            return None
        query = f"SELECT value FROM {table} WHERE key = ?"  # noqa: S608  one of our own names
        try:
            row = self._connection.execute(query, (_bytes(key),)).fetchone()
        except sqlite3.Error:
            return None
        return _verified_value(_bytes(key), row[0]) if row is not None else None

    def put(self, table: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Keeps rows, in place of those with the same keys; all of them or none."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.executemany(
                f"INSERT OR REPLACE INTO {table} (key, value) VALUES (?, ?)",  # noqa: S608  one of our own names
                ((name := _bytes(key), _checksum(name, value) + value) for key, value in rows),
            )

    def trim(self, table: str, limit: int) -> None:
        """Removes the oldest rows beyond a number of rows."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute(
                f"DELETE FROM {table} WHERE rowid NOT IN (SELECT rowid FROM {table} ORDER BY rowid DESC LIMIT ?)",  # noqa: S608
                (limit,),
            )

    def _open(self) -> sqlite3.Connection | None:
        for replace in (False, True):
            with suppress(OSError):
                if replace or self._file.stat().st_size > LARGEST:
                    self._remove()
            try:
                return _connect(self._file)
            except sqlite3.OperationalError as error:  # read-only, locked, no room: leave it to those who can use it
                if "malformed" not in str(error):
                    return None
            except (sqlite3.Error, UnicodeDecodeError):  # the second where its message quotes damaged bytes
                continue
        return None

    def _remove(self) -> None:
        with suppress(OSError):
            for part in ("", "-journal"):
                Path(f"{self._file}{part}").unlink(missing_ok=True)


def _connect(file: Path) -> sqlite3.Connection:
    # Python may tidy up in any thread, and closes the connection there, once nothing uses it any more.
    connection = sqlite3.connect(file, timeout=_TIMEOUT, isolation_level="DEFERRED", check_same_thread=False)
    try:
        # A crash of the machine may cost this file and never a goal, so nobody has to wait for the disk. No WAL: it
        # maps a file into memory, and whoever cuts that file short would end this process.
        connection.execute("PRAGMA synchronous = OFF")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables.issuperset(_TABLES):
            with connection:
                for table in _TABLES:
                    connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, value BLOB)")
    except (sqlite3.Error, UnicodeDecodeError):
        connection.close()
        raise
    return connection


@cache
def _program_fingerprint() -> str:
    """A hash of this very program: another version, or another Python, does not use the same store."""
    digest = blake2b(f"{__version__} {sys.version}".encode(), digest_size=8)
    folders = [str(Path(__file__).parent.parent)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    state = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
                    digest.update(f"{entry.path} {state}\n".encode(errors="replace"))
                elif entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    return digest.hexdigest()


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogateescape")  # a path need not be UTF-8


def _checksum(key: bytes, value: bytes) -> bytes:
    """A CRC of a key with its value, which finds any run of up to 32 damaged bits.

    It need not resist anybody, as nobody but the user can write here.
    """
    return crc32(value, crc32(key)).to_bytes(_CHECKSUM_SIZE, "big")


def _verified_value(key: bytes, row: object) -> bytes | None:
    if not isinstance(row, bytes) or len(row) < _CHECKSUM_SIZE:
        return None
    value = row[_CHECKSUM_SIZE:]
    return value if _checksum(key, value) == row[:_CHECKSUM_SIZE] else None
