"""Puts what is written into its place: objectives and records as nodes of the plan, as far as they fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.files.config import Config
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.people import People, Teams
from okrs_as_code.model.files.record import Agreement, CheckIn, Grade, Record
from okrs_as_code.model.files.validation import Mismatch
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.workspace.elements import fitting_objective, fitting_record, id_of
from okrs_as_code.workspace.layout import FileKind, Location

RECORDS: Mapping[FileKind, type[CheckIn] | type[Agreement] | type[Grade]] = {
    FileKind.CHECK_IN: CheckIn,
    FileKind.AGREEMENT: Agreement,
    FileKind.GRADE: Grade,
}
MODELS: Mapping[FileKind, type[BaseModel]] = {
    FileKind.CONFIG: Config,
    FileKind.PEOPLE: People,
    FileKind.TEAMS: Teams,
    FileKind.OBJECTIVE: Objective,
    **RECORDS,
}
"""The model of each kind of file."""


def objective_node(
    location: Location,
    data: object,
    calendar: Calendar,
    whole: Objective | None,
    mismatches: Sequence[Mismatch] = (),
) -> ObjectiveNode | None:
    """An objective in its place, an element at a time where `whole` is None; None where nothing can be known."""
    cycle = calendar.cycle(location.cycle)
    if cycle is None or not isinstance(data, dict):
        return None
    listed = data.get("key_results")
    elements: list[Any] = listed if isinstance(listed, list) else []
    content, fitting, sound = fitting_objective(data, whole, list(mismatches), location.name)
    node = ObjectiveNode(
        id=f"{cycle.name}/{location.folder}/{location.name}",
        file=location.path,
        cycle=cycle,
        team=location.folder,
        slug=location.name,
        content=content,
        ids=tuple(one.id for one in whole.key_results) if whole is not None else _ids(elements),
        broken=not sound,
        written=len(elements) if isinstance(listed, list) else None,
    )
    nodes = tuple(KeyResultNode(f"{node.id}/{kr.id}", kr, at, node) for at, kr in fitting.items())
    object.__setattr__(node, "key_results", nodes)
    return node


def _ids(elements: list[Any]) -> tuple[str, ...]:
    return tuple(found for element in elements if (found := id_of(element)) is not None)


def record_node(location: Location, data: object, content: Record | None) -> RecordNode[Any] | None:
    """A record in its place, without the entries that do not fit; None where its head does not."""
    if content is None and isinstance(data, dict):
        content = fitting_record(location.role, RECORDS[location.role], data)
    return RecordNode(location.name, location.path, location.cycle, content) if content is not None else None
