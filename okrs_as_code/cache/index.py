"""The index: the content and the dependencies of every file in a working tree, in one row.

It is brought up to date by looking at the stamps of files: only those that changed are read.
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
from okrs_as_code.workspace.tree import WorkingTree

_MOST = 16
"""Indexes that are kept: of linked work trees, and of policies with another fiscal year."""

Examine = Callable[[list[Location]], Iterator[ExaminedFile]]
"""Examines files, in their order."""


class IndexedFile(NamedTuple):
    """A file or link; `content` is the id of its content, None where nobody reads it, or it cannot be opened.

    Of a file that is not sound the text has to be read each time.
    """

    kind: EntryKind
    content: str | None = None
    dependencies: Dependencies = Dependencies()
    sound: bool = True


Index = Mapping[str, IndexedFile]
"""Files by path from the root."""


def refresh(tree: WorkingTree, store: Store, key: str, examine: Examine) -> Index:
    """The index that is kept under a key, brought up to date and kept again where anything changed."""
    row = store.get("indexes", key)
    known: dict[str, list[Any]] = from_json(row) if row is not None else {}
    index: dict[str, IndexedFile] = {}
    stale: list[Location] = []
    kept: dict[str, list[Any]] = {}
    settled = settled_before(tree.listing.taken)
    for path, state in tree.listing.states.items():
        current = stamp(state, settled)
        entry = known.get(path)
        if entry is not None and entry[0] == current:
            kept[path] = entry
            index[path] = IndexedFile(EntryKind.FILE, entry[1], Dependencies(*entry[2]), entry[3])
            continue
        location = locate(path, entry_kind(state.mode))
        index[path] = IndexedFile(entry_kind(state.mode))
        if location.cycle:
            stale.append(location)
        elif location.kind in WATCHED_KINDS:
            [(_, raw)] = tree.read([path])
            index[path] = IndexedFile(EntryKind.FILE, content_id(raw) if raw is not None else None)
    for location, examined in zip(stale, examine(stale), strict=True):
        content, sound, dependencies = examined.content, examined.summary is not None, examined.dependencies
        index[location.path] = IndexedFile(EntryKind.FILE, content, dependencies, sound)
        current = stamp(tree.listing.states[location.path], settled)
        if current and content is not None:
            kept[location.path] = [current, content, dependencies, sound]
    if kept != known:
        store.put("indexes", [(key, to_json(kept))])
        store.trim("indexes", _MOST)
    return index
