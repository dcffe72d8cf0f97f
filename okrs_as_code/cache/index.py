"""The index: the content and the dependencies of every file in a working tree, in one row.

It is refreshed by the stamps of files: only files whose stamp changed are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from okrs_as_code.cache.dependencies import Dependencies
from okrs_as_code.cache.file_summary import ExaminedFile
from okrs_as_code.cache.stamps import settled_before, stamp
from okrs_as_code.cache.store import Store
from okrs_as_code.git.client import content_id
from okrs_as_code.workspace.layout import WATCHED_KINDS, EntryKind, Location, entry_kind, locate
from okrs_as_code.workspace.trees.tree import WorkingTree

_MAX_INDEXES = 16
"""Number of indexes that are kept: of linked work trees, and of policies with other days of cycles."""

Examine = Callable[[list[Location]], Iterator[ExaminedFile]]
"""Examines files, in their order."""


class IndexedFile(NamedTuple):
    """A file or link with its content id, which is None where nobody reads it, or it cannot be opened.

    A file that is not sound has to be read each time.
    """

    kind: EntryKind
    content_id: str | None = None
    dependencies: Dependencies = Dependencies()
    sound: bool = True


Index = Mapping[str, IndexedFile]
"""Files by path from the root."""


def refresh(tree: WorkingTree, store: Store, key: str, examine: Examine) -> Index:
    """The index in the store under a key, refreshed, and stored again where anything changed."""
    row = store.get("indexes", key)
    stored: dict[str, list[Any]] = from_json(row) if row is not None else {}
    index: dict[str, IndexedFile] = {}
    stale: list[Location] = []
    current: dict[str, list[Any]] = {}
    settled = settled_before(tree.listing.taken)
    for path, state in tree.listing.states.items():
        entry = stored.get(path)
        if entry is not None and entry[0] == stamp(state, settled):
            current[path] = entry
            index[path] = IndexedFile(EntryKind.FILE, entry[1], Dependencies(*entry[2]), entry[3])
            continue
        location = locate(path, entry_kind(state.mode))
        index[path] = IndexedFile(entry_kind(state.mode))
        if location.holds_goals:
            stale.append(location)
        elif location.kind in WATCHED_KINDS:
            [(_, raw)] = tree.read([path])
            index[path] = IndexedFile(EntryKind.FILE, content_id(raw) if raw is not None else None)
    for location, examined in zip(stale, examine(stale), strict=True):
        id_, is_sound, dependencies = examined.content_id, examined.summary is not None, examined.dependencies
        index[location.path] = IndexedFile(EntryKind.FILE, id_, dependencies, is_sound)
        file_stamp = stamp(tree.listing.states[location.path], settled)
        if file_stamp and id_ is not None:
            current[location.path] = [file_stamp, id_, dependencies, is_sound]
    if current != stored:
        store.put("indexes", [(key, to_json(current))])
        store.trim("indexes", _MAX_INDEXES)
    return index
