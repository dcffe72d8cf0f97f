"""Nodes of the backlog for the goals that are written, as far as they fit their model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from okrs_as_code.model.files.backlog import BacklogKeyResult, BacklogObjective
from okrs_as_code.model.files.mismatch import Mismatch
from okrs_as_code.model.goals.backlog import BACKLOG, BacklogKeyResultNode, BacklogNode
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind, raw_title
from okrs_as_code.workspace.elements.elements import element_id, fitting_goal
from okrs_as_code.workspace.layout import Location


def backlog_node(
    location: Location,
    data: object,
    complete: BacklogObjective | None,
    mismatches: Sequence[Mismatch] = (),
    *,
    is_whole: bool = True,
) -> BacklogNode | None:
    """The node of a goal, made of its fitting parts where `complete` is None; None where nothing can be known.

    `is_whole` is False where the data leaves something out that is written.
    """
    if not isinstance(data, dict):
        return None
    content, fitting, is_sound = fitting_goal(data, complete, list(mismatches), location.name)
    id_ = backlog_id(location)
    unreadable = tuple(_unreadable_key_results(location, data.get("key_results", []), fitting))
    if not (is_sound and is_whole and isinstance(data.get("key_results", []), list)):
        unreadable = (_element(UnreadableKind.OBJECTIVE, location, id_, content.title), *unreadable)
    key_results = tuple(
        BacklogKeyResultNode(_key_result_id(id_, key_result.id, position), key_result, position, location.path)
        for position, key_result in fitting.items()
    )
    return BacklogNode(location.path, location.folder, location.name, content, key_results, unreadable)


def unreadable_goal(location: Location) -> UnreadableElement:
    """A goal of the backlog of whose file nothing can be read."""
    title = f"{location.folder}/{location.name}"
    return UnreadableElement(UnreadableKind.OBJECTIVE, location.path, backlog_id(location), title, team=location.folder)


def backlog_id(location: Location) -> str:
    """The id of the goal in a file of the backlog."""
    return f"{BACKLOG}/{location.folder}/{location.name}"


def _unreadable_key_results(
    location: Location, elements: object, readable: Mapping[int, BacklogKeyResult]
) -> Iterator[UnreadableElement]:
    for position, element in enumerate(elements if isinstance(elements, list) else ()):
        if position not in readable:
            subject = _key_result_id(backlog_id(location), element_id(element), position)
            written = element.get("title") if isinstance(element, dict) else element
            title = raw_title(written, f"key result {position + 1}")
            yield _element(UnreadableKind.KEY_RESULT, location, subject, title)


def _element(kind: UnreadableKind, location: Location, subject: str, title: str) -> UnreadableElement:
    goal = backlog_id(location)
    return UnreadableElement(kind, location.path, subject, title, team=location.folder, objective=goal)


def _key_result_id(goal: str, id_: str | None, position: int) -> str:
    return f"{goal}/{id_}" if id_ is not None else f"{goal}#{position + 1}"
