"""The file or folder of an export: brought up to date, unless something stands there that is none of ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.export.formats.csv import BYTE_ORDER_MARK, file_name
from okrs_as_code.export.formats.sqlite import APPLICATION_ID
from okrs_as_code.export.tables import TABLES
from okrs_as_code.export.tables.exported import EXPORTED
from okrs_as_code.storage.atomic_write import refuse_links, replace_bytes
from okrs_as_code.storage.folder_swap import replace_folder
from okrs_as_code.storage.page_folder import output_folder

_REMEDY = "name another place with `--out`"
_SQLITE_HEAD = b"SQLite format 3\x00"
_SQLITE_ID = slice(68, 72)
"""Where the application's number stands in the head of a database."""
_CSV_HEAD = BYTE_ORDER_MARK + ",".join(column.name for column in EXPORTED.columns[:2]).encode()
_HEADS = (b'{\n"exported": [', b'{"table":"exported",')
"""How the files of ours begin that are JSON."""


def write_file(root: Path, path: Path, data: bytes) -> bool:
    """Writes a file where it differs; whether it did. Raises OkrsError for a place that is not ours to write to."""
    path = output_folder(root, path.parent, _REMEDY) / path.name
    refuse_links(path.parent, path.name, _REMEDY)
    if path.is_dir():
        raise OkrsError(f"{path} is a folder, and this export is one file", _REMEDY)
    current = _read(path)
    if current == data:
        return False
    if current and not _is_ours(current):
        raise _foreign_error(path)
    replace_bytes(path, data)
    return True


def write_folder(root: Path, folder: Path, files: Mapping[str, bytes]) -> bool:
    """Makes a folder hold exactly these files; whether it differed. Raises OkrsError where it has others."""
    folder = output_folder(root, folder, _REMEDY)
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    head = _read(folder / file_name(EXPORTED.name)) if names else None
    foreign = sorted(names - {file_name(table.name) for table in TABLES})
    if foreign:
        raise _foreign_error(folder / foreign[0])
    if names and not (head or b"").startswith(_CSV_HEAD):
        raise _foreign_error(folder / min(names))
    if names == set(files) and all(_read(folder / name) == data for name, data in files.items()):
        return False
    replace_folder(folder, files)
    return True


def _is_ours(data: bytes) -> bool:
    if data.startswith(_SQLITE_HEAD):
        return data[_SQLITE_ID] == APPLICATION_ID.to_bytes(4)
    return data.startswith(_HEADS)


def _foreign_error(path: Path) -> OkrsError:
    return OkrsError(f"{path} was not written by `okrs export`", f"move it away, or {_REMEDY}")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OkrsError(f"{path} cannot be read: {error.strerror}", _REMEDY) from None
