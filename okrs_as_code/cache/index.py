"""The index: the content and the dependencies of every file in a tree, in one row.

It is made where a change is judged for the first time; from then on only files whose content changed are read for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from pydantic_core import from_json, to_json

from okrs_as_code.cache.contents import Contents
from okrs_as_code.cache.dependencies import (
    Dependencies,
    objective_dependencies,
    record_dependencies,
    unreadable_dependencies,
)
from okrs_as_code.cache.examined_file import ExaminedFile
from okrs_as_code.cache.store import Store
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.record import Record
from okrs_as_code.model.files.validation import validate
from okrs_as_code.workspace.elements.nodes import MODELS, RECORD_MODELS, objective_node, record_node
from okrs_as_code.workspace.layout import EntryKind, FileKind, Location, locate
from okrs_as_code.workspace.reader import ReadFile

_MAX_INDEXES = 16
"""Number of indexes that are kept: of linked work trees, and of policies with other days of cycles."""


class IndexedFile(NamedTuple):
    """A file or link with its content id, which is None where nobody reads it, or it cannot be opened.

    Of a file that is not sound, with which something is wrong, not all dependencies may be known.
    """

    kind: EntryKind
    content_id: str | None = None
    dependencies: Dependencies = Dependencies()
    sound: bool = True

    @property
    def is_unfit(self) -> bool:
        """Whether it fits no model, so that nothing is known of what it refers to."""
        return not self.sound and not self.dependencies.references


Index = Mapping[str, IndexedFile]
"""Files by path from the root."""


def make_index(
    contents: Contents,
    calendar: Calendar,
    store: Store,
    tree: str,
    examine: Callable[[list[Location]], Iterator[ExaminedFile]],
) -> Index:
    """Makes the index of a tree with these contents from the stored one, and stores it where anything changed.

    `tree` names what is kept for the next index: trees of one name differ little. `examine` examines files, in their
    order.
    """
    key = f"{tree}\0{calendar.key}"
    row = store.get("indexes", key)
    stored: dict[str, list[Any]] = from_json(row) if row is not None else {}
    index: dict[str, IndexedFile] = {}
    current: dict[str, list[Any]] = {}
    missing: list[Location] = []
    for path, (kind, content_id) in contents.items():
        entry = stored.get(path)
        if entry is not None and entry[0] == content_id:
            current[path] = entry
            index[path] = IndexedFile(kind, content_id, Dependencies(*entry[1]), entry[2])
            continue
        index[path] = IndexedFile(kind, content_id)
        location = locate(path, kind)
        if location.holds_goals:
            missing.append(location)
    for location, examined in zip(missing, examine(missing), strict=True):
        kind, content_id = contents[location.path]
        dependencies, sound = file_dependencies(location, examined.read(), calendar)
        index[location.path] = IndexedFile(kind, content_id, dependencies, sound)
        if content_id is not None and content_id == examined.content_id:  # else it changed in between
            current[location.path] = [content_id, dependencies, sound]
    if current != stored:
        store.put("indexes", [(key, to_json(current))])
        store.trim("indexes", _MAX_INDEXES)
    return index


def file_dependencies(location: Location, file: ReadFile | None, calendar: Calendar) -> tuple[Dependencies, bool]:
    """The dependencies of a file of goals, and whether it is sound; None is a file that cannot be opened."""
    if file is None:
        return Dependencies(), False
    model, mismatches = validate(MODELS[location.kind], file.data) if file.is_readable else (None, [])
    sound = file.document is None and model is not None
    if location.kind is FileKind.OBJECTIVE:
        objective = objective_node(location, file.data, calendar, cast("Objective | None", model), mismatches)
        if objective is not None:
            return objective_dependencies(objective, calendar), sound
    elif location.kind in RECORD_MODELS:
        record = record_node(location, file.data, cast("Record | None", model))
        if record is not None:
            return record_dependencies(record, calendar), sound
    return unreadable_dependencies(location), sound
