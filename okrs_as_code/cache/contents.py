"""Contents of a working tree: the id of what is in every file, in one row.

They are refreshed by the stamps of files: only files whose stamp changed are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pydantic_core import from_json, to_json

from okrs_as_code.cache.examined_file import ExaminedFile
from okrs_as_code.cache.stamps import settled_before, stamp
from okrs_as_code.cache.store import Store
from okrs_as_code.git.client import content_id
from okrs_as_code.workspace.layout import LOADED_KINDS, WATCHED_KINDS, EntryKind, entry_kind, locate
from okrs_as_code.workspace.trees.tree import FileTree, WorkingTree

_MAX_TREES = 16
"""Number of linked work trees whose contents are kept."""


class Content(NamedTuple):
    """The kind of an entry, and the id of its content: None where nobody reads it, or it cannot be opened."""

    kind: EntryKind
    id: str | None = None


Contents = Mapping[str, Content]
"""Files and links by path from the root."""


def commit_contents(tree: FileTree) -> Contents:
    """The contents of a commit's tree, by the ids that git gives them, whatever is checked out."""
    ids = tree.content_ids()
    watched = {path: locate(path, kind).kind in WATCHED_KINDS for path, kind in tree.entries().items()}
    return {path: Content(kind, ids[path] if watched[path] else None) for path, kind in tree.entries().items()}


def refresh(tree: WorkingTree, store: Store, examine: Callable[[list[str]], Iterator[ExaminedFile]]) -> Contents:
    """Makes the contents of a tree from those in the store, and stores them where anything changed.

    `examine` examines files by path, in their order.
    """
    row = store.get("contents", str(tree.root))
    stored: dict[str, list[str]] = from_json(row) if row is not None else {}
    contents: dict[str, Content] = {}
    current: dict[str, list[str]] = {}
    stale: list[str] = []
    settled = settled_before(tree.listing.taken)
    for path, state in tree.listing.states.items():
        entry = stored.get(path)
        if entry is not None and entry[0] == stamp(state, settled):
            current[path] = entry
            contents[path] = Content(EntryKind.FILE, entry[1])
            continue
        kind = entry_kind(state.mode)
        contents[path] = Content(kind)
        purpose = locate(path, kind).kind
        if purpose in LOADED_KINDS:
            stale.append(path)
        elif purpose in WATCHED_KINDS:
            [(_, raw)] = tree.read([path])
            contents[path] = Content(kind, content_id(raw) if raw is not None else None)
    for path, examined in zip(stale, examine(stale), strict=True):
        contents[path] = Content(EntryKind.FILE, examined.content_id)
        file_stamp = stamp(tree.listing.states[path], settled)
        if file_stamp and examined.content_id is not None:
            current[path] = [file_stamp, examined.content_id]
    if current != stored:
        store.put("contents", [(str(tree.root), to_json(current))])
        store.trim("contents", _MAX_TREES)
    return contents
