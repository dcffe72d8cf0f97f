"""Nodes of the plan for the objectives and records that are written, as far as they fit their models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.backlog import BacklogObjective
from okrs_as_code.model.files.config import Config
from okrs_as_code.model.files.mismatch import Mismatch
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.files.people import People, Teams
from okrs_as_code.model.files.record import Agreement, CheckIn, Grade, Record
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.workspace.elements.elements import element_id, fitting_objective, fitting_record, former_ids
from okrs_as_code.workspace.elements.unreadable_elements import unreadable_key_results
from okrs_as_code.workspace.layout import FileKind, Location

RECORD_MODELS: Mapping[FileKind, type[CheckIn] | type[Agreement] | type[Grade]] = {
    FileKind.CHECK_IN: CheckIn,
    FileKind.AGREEMENT: Agreement,
    FileKind.GRADE: Grade,
}
"""The model of each kind of record."""
MODELS: Mapping[FileKind, type[BaseModel]] = {
    FileKind.CONFIG: Config,
    FileKind.PEOPLE: People,
    FileKind.TEAMS: Teams,
    FileKind.OBJECTIVE: Objective,
    FileKind.BACKLOG: BacklogObjective,
    **RECORD_MODELS,
}
"""The model of each kind of file."""


def objective_node(
    location: Location,
    data: object,
    calendar: Calendar,
    complete: Objective | None,
    mismatches: Sequence[Mismatch] = (),
    *,
    is_whole: bool = True,
    is_list_whole: bool = True,
) -> ObjectiveNode | None:
    """The node of an objective, made of its fitting parts where `complete` is None; None where nothing can be known.

    `is_whole` is False where the data leaves something out that is written, `is_list_whole` where that may be key
    results. Of key results with one id none is taken, as nobody can say which one is meant.
    """
    cycle = calendar.cycle(location.cycle)
    if cycle is None or not isinstance(data, dict):
        return None
    written = data.get("key_results")
    elements: list[Any] = written if isinstance(written, list) else []
    content, fitting, is_sound = fitting_objective(data, complete, list(mismatches), location.name)
    ids = tuple(key_result.id for key_result in complete.key_results) if complete is not None else _ids(elements)
    repeated: dict[int, KeyResult] = {}
    if len(set(ids)) < len(ids):
        repeated = {position: content for position, content in fitting.items() if ids.count(content.id) > 1}
        fitting = {position: content for position, content in fitting.items() if position not in repeated}
    id_ = f"{cycle.name}/{location.folder}/{location.name}"
    unreadable = tuple(unreadable_key_results(id_, location.path, elements, fitting))
    is_list_known = is_list_whole and isinstance(written, list)
    if not (is_sound and is_whole and is_list_known):
        kind = UnreadableKind.OBJECTIVE
        unreadable = (
            UnreadableElement(kind, location.path, id_, content.title, cycle.name, location.folder, id_),
            *unreadable,
        )
    node = ObjectiveNode(
        id=id_,
        file=location.path,
        cycle=cycle,
        team=location.folder,
        slug=location.name,
        content=content,
        ids=ids,
        unreadable=unreadable,
        unread_formerly=_formerly([element for at, element in enumerate(elements) if at not in fitting]),
        written=len(elements) if is_list_known else None,
    )
    for name, contents in (("key_results", fitting), ("repeated", repeated)):
        nodes = (KeyResultNode(f"{id_}/{content.id}", content, at, node) for at, content in contents.items())
        object.__setattr__(node, name, tuple(nodes))
    return node


def _formerly(elements: list[Any]) -> Mapping[str, str]:
    """The ids of some key results by the former ids that they name."""
    ids = ((element_id(element), former) for element in elements for former in former_ids(element))
    return {former: id_ for id_, former in ids if id_ is not None}


def _ids(elements: list[Any]) -> tuple[str, ...]:
    return tuple(id_ for element in elements if (id_ := element_id(element)) is not None)


def record_node(location: Location, data: object, content: Record | None) -> RecordNode[Any] | None:
    """The node of a record, without the entries that do not fit; None where its header does not fit."""
    if content is None and isinstance(data, dict):
        content = fitting_record(location.kind, RECORD_MODELS[location.kind], data)
    return RecordNode(location.name, location.path, location.cycle, content) if content is not None else None
