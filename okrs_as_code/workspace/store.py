"""What is kept between two runs: rows by key in one SQLite file, each with a checksum, none of them needed.

Deleting the file, or changing any byte of it, costs time and nothing else: a row whose checksum does not fit is as good
as none, and a file that is no database any more is begun anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from zlib import crc32

LARGEST = 2**31
"""Bytes beyond which the file is begun anew, so that rows of long ago do not pile up."""
_SECONDS = 1.0
"""How long another process that is writing is waited for; after that this one does without."""
_CHECK = 4
_TABLES = ("answers", "facts", "folders", "heads", "signatures")


class Store:
    """Rows of bytes in tables: `answers` of whole runs, `facts` of files, `signatures`, and listings of `folders`, each
    with a short one in `heads`.

    Nothing is raised: what cannot be read is absent, and what cannot be written is not kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._connection = self._open()

    @staticmethod
    def at(folder: Path, name: str) -> Store:
        """The store of that name in a folder, which is made if it can be; others there, of other versions, go."""
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            for other in folder.glob("*.sqlite*"):
                if not other.name.startswith(f"{name}.sqlite"):
                    other.unlink()
        return Store(folder / f"{name}.sqlite")

    def get(self, table: str, key: str) -> bytes | None:
        """A row, if it is there and whole."""
        row = self._one(f"SELECT value FROM {table} WHERE key = ?", key)  # noqa: S608  one of our own names
        return _checked(_bytes(key), row)

    def get_all(self, table: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The rows of some keys that are there and whole."""
        found = ((key, self.get(table, key)) for key in keys)
        return {key: value for key, value in found if value is not None}

    def rows(self, table: str, prefix: str) -> Iterator[tuple[str, bytes]]:
        """The rows that are whole and whose keys begin with `prefix`, in no special order."""
        start = _bytes(prefix)
        query = f"SELECT key, value FROM {table} WHERE key >= ? AND key < ?"  # noqa: S608  one of our own names
        if self._connection is None:
            return
        try:
            for key, row in self._connection.execute(query, (start, start + b"\xff")):
                value = _checked(key, row) if isinstance(key, bytes) else None
                if value is not None:
                    yield key.decode("utf-8", "surrogateescape"), value
        except sqlite3.Error:
            return

    def drop(self, table: str, keys: Iterable[str]) -> None:
        """Forgets some rows."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.executemany(
                f"DELETE FROM {table} WHERE key = ?",  # noqa: S608  one of our own names
                ((_bytes(key),) for key in keys),
            )

    def put(self, table: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Keeps rows, in place of those with the same keys; all of them or none."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.executemany(
                f"INSERT OR REPLACE INTO {table} (key, value) VALUES (?, ?)",  # noqa: S608  one of our own names
                ((name := _bytes(key), _check(name, value) + value) for key, value in rows),
            )

    def trim(self, table: str, most: int) -> None:
        """Forgets the oldest rows beyond so many."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute(
                f"DELETE FROM {table} WHERE rowid <= (SELECT MAX(rowid) FROM {table}) - ?",  # noqa: S608
                (most,),
            )

    def close(self) -> None:
        """Lets go of the file; afterwards nothing is found and nothing kept."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _begin_anew(self) -> None:
        self.close()
        with suppress(OSError):
            for part in ("", "-journal"):
                Path(f"{self._file}{part}").unlink(missing_ok=True)

    def reopened(self) -> Store:
        """The same store for another process, as a connection must not be carried over."""
        return Store(self._file)

    def _one(self, query: str, key: str) -> object:
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(query, (_bytes(key),)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row is not None else None

    def _open(self) -> sqlite3.Connection | None:
        for begin_anew in (False, True):
            with suppress(OSError):
                if begin_anew or self._file.stat().st_size > LARGEST:
                    self._begin_anew()
            try:
                return _connected(self._file)
            except sqlite3.OperationalError as error:  # read-only, locked, no room: leave it to those who can use it
                if "malformed" not in str(error):
                    return None
            except sqlite3.Error:
                continue
        return None


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


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogateescape")  # a path need not be UTF-8


def _check(key: bytes, value: bytes) -> bytes:
    """Not against anybody, as nobody but the user can write here; any run of up to 32 damaged bits is found."""
    return crc32(value, crc32(key)).to_bytes(_CHECK, "big")


def _checked(key: bytes, row: object) -> bytes | None:
    if not isinstance(row, bytes) or len(row) < _CHECK:
        return None
    value = row[_CHECK:]
    return value if _check(key, value) == row[:_CHECK] else None
