"""What git lists of trees and of the index, NUL after each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from okrs_as_code.errors import RevisionError

_TREE = "040000"


class TreeEntry(NamedTuple):
    """One entry of a commit's tree; `size` is None for what is no blob."""

    path: str
    mode: str
    id: str
    size: int | None


def parse_tree(out: bytes) -> Iterator[TreeEntry]:
    """What is no folder, with sizes where they were asked for; raises RevisionError for a blob that is not here."""
    found = map(_entry, out.split(b"\0")[:-1])
    return (entry for entry in found if entry.mode != _TREE)


def parse_index(out: bytes) -> Iterator[TreeEntry]:
    """The entries of an index, as `git ls-files --stage -z` lists them."""
    for line in out.split(b"\0")[:-1]:
        meta, _, path = line.partition(b"\t")
        mode, id_, _ = meta.decode().split()
        yield TreeEntry(os.fsdecode(path), mode, id_, None)


def missing_object(id_: str) -> RevisionError:
    """That an object is not here, and what to do."""
    return RevisionError(f"git has no object {id_} here", "fetch the full history, without `--filter`")


def _entry(line: bytes) -> TreeEntry:
    meta, _, path = line.partition(b"\t")
    mode, kind, id_, *sizes = meta.decode().split()
    size = sizes[0] if sizes and kind == "blob" else None
    if size is not None and not size.isdigit():
        raise missing_object(id_)
    return TreeEntry(os.fsdecode(path), mode, id_, int(size) if size is not None else None)
