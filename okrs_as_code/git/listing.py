"""Parses git's listings of trees, of the index and of objects."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from okrs_as_code.errors import RevisionError

_TREE = "040000"
"""Mode of a folder."""
_HEADER_LENGTH = 256
"""Bytes in which the header of an object surely ends: its id, type and size."""


class TreeEntry(NamedTuple):
    """One entry of a commit's tree or of the index; `size`, in bytes, is None where it is unknown and for no blob."""

    path: str
    mode: str
    id: str
    size: int | None


def parse_tree(out: bytes) -> Iterator[TreeEntry]:
    """Entries that are no folder, as `git ls-tree -z` lists them, with sizes where they were asked for.

    Raises RevisionError for a blob that is not here.
    """
    entries = map(_parse_entry, os.fsdecode(out).split("\0")[:-1])
    return (entry for entry in entries if entry.mode != _TREE)


def parse_index(out: bytes) -> Iterator[TreeEntry]:
    """Entries of the index, as `git ls-files --stage -z` lists them."""
    for line in os.fsdecode(out).split("\0")[:-1]:
        meta, _, path = line.partition("\t")
        mode, id_, _ = meta.split()
        yield TreeEntry(path, mode, id_, None)


def parse_blobs(out: bytes, ids: Sequence[str]) -> Iterator[bytes]:
    """Contents of blobs, as `git cat-file --batch` writes them, in the order asked for.

    Raises RevisionError for a blob that is not here.
    """
    data = memoryview(out)
    position = 0
    for id_ in ids:
        line_end = position + bytes(data[position : position + _HEADER_LENGTH]).index(b"\n")
        header = bytes(data[position:line_end]).split()
        if len(header) != 3:
            raise _missing_object(id_)
        start = line_end + 1
        end = start + int(header[2])
        yield bytes(data[start:end])
        position = end + 1


def _missing_object(id_: str) -> RevisionError:
    return RevisionError(f"git has no object {id_} here", "fetch the full history, without `--filter`")


def _parse_entry(line: str) -> TreeEntry:
    meta, _, path = line.partition("\t")
    mode, kind, id_, *sizes = meta.split()
    size = sizes[0] if sizes and kind == "blob" else None
    if size is not None and not size.isdigit():
        raise _missing_object(id_)
    return TreeEntry(path, mode, id_, int(size) if size is not None else None)
