"""Finds what cannot be read in the files of a tree."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from okrs_as_code.model.files.base import (
    CYCLE_PATTERN,
    KEY_RESULT_PATTERN,
    OBJECTIVE_PATTERN,
    RECORD_FOLDERS,
    is_id,
)
from okrs_as_code.model.files.record import Record
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind, raw_title
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.timeline import objective_entries
from okrs_as_code.workspace.elements.elements import element_id, lacks_owner_alone
from okrs_as_code.workspace.layout import Location, Refusal
from okrs_as_code.workspace.source_file import SourceFile


def unreadable_key_results(
    objective: str, file: str, elements: Sequence[Any], readable: Container[int]
) -> Iterator[UnreadableElement]:
    """Yields the key results of an objective, by its complete id, at other positions than the readable ones."""
    cycle, team, _ = objective.split("/")
    for position, element in enumerate(elements):
        if position in readable:
            continue
        id_ = element_id(element)
        data = element if isinstance(element, dict) else {}
        yield UnreadableElement(
            UnreadableKind.KEY_RESULT,
            file,
            f"{objective}/{id_}" if id_ is not None else f"{objective}#{position + 1}",
            raw_title(data.get("title"), f"key result {position + 1}"),
            cycle,
            team,
            objective,
            owner=_raw_owner(data.get("owner")),
            lacks_owner_alone=lacks_owner_alone(element),
            position=position + 1,
        )


def _raw_owner(owner: Any) -> str | None:
    person = owner.get("lead") if isinstance(owner, dict) else owner
    return person if isinstance(person, str) else None


def unreadable_entries(location: Location, data: object, record: Record | None) -> Iterator[UnreadableElement]:
    """Yields what cannot be read of a record: entries that `record` does not have, or all where none is known."""
    kind = UnreadableKind(location.kind)
    written = _sections(data)
    sections = {key: entries for key, entries in written.items() if isinstance(entries, dict) and entries}
    if len(sections) < len(written) or (record is None and not sections):
        yield UnreadableElement(kind, location.path, location.path, location.name, location.cycle)
    readable = {
        "key_results": record.key_results if record is not None else (),
        "objectives": objective_entries(record) if record is not None else (),
    }
    for key, entries in sections.items():
        pattern, noun = _REFERENCES[key]
        for ref in entries:
            if ref not in readable[key]:
                known_ref = ref if isinstance(ref, str) and re.search(pattern, ref) else ""
                yield UnreadableElement(
                    kind,
                    location.path,
                    location.path,
                    f"{location.name}, about {raw_title(ref, f'an unknown {noun}')}",
                    location.cycle,
                    objective=known_ref if key == "objectives" else "",
                    key_result=known_ref if key == "key_results" else "",
                )


_REFERENCES = {"key_results": (KEY_RESULT_PATTERN, "key result"), "objectives": (OBJECTIVE_PATTERN, "objective")}
"""The pattern of the references below each key of a record, and the noun for what they name."""


def _sections(data: object) -> Mapping[str, Any]:
    """The data below the keys of a record that hold entries, whatever it is."""
    return {key: data[key] for key in _REFERENCES if key in data} if isinstance(data, dict) else {}


def unreadable_objective(location: Location) -> UnreadableElement:
    """An objective of whose file nothing can be read."""
    id_ = f"{location.cycle}/{location.folder}/{location.name}"
    title = f"{location.folder}/{location.name}"
    return UnreadableElement(UnreadableKind.OBJECTIVE, location.path, id_, title, location.cycle, location.folder)


def misplaced_element(location: Location) -> UnreadableElement:
    """A file that nothing reads, as it is no file, cannot be opened, or has a name that means nothing.

    One that lies where a team's objectives lie stands for an objective. A cycle without days is none.
    """
    parts = location.path.split("/")[1:]
    is_in_cycle = len(parts) > 1 and location.refusal is not Refusal.UNDECLARED_CYCLE
    cycle = parts[0] if is_in_cycle and re.search(CYCLE_PATTERN, parts[0]) else ""
    is_in_team = bool(cycle) and len(parts) > 2 and parts[1] not in RECORD_FOLDERS
    kind = UnreadableKind.OBJECTIVE if is_in_team and len(parts) == 3 else UnreadableKind.FILE
    team = parts[1] if is_in_team and is_id(parts[1]) else ""
    return UnreadableElement(kind, location.path, location.path, location.path, cycle, team)


def unreadable_top_level(files: Mapping[str, SourceFile], directory: Directory) -> Iterator[UnreadableElement]:
    """Yields what cannot be read of people, teams and policy: entries of people and teams, or a file."""
    for path, file in files.items():
        key = path.removeprefix("okrs/").removesuffix(".yaml")
        names = {"people": directory.unreadable_people, "teams": directory.unreadable_teams}.get(key, {})
        kind = UnreadableKind.PERSON if key == "people" else UnreadableKind.TEAM
        if not file.is_readable or (file.mismatches and not names) or not file.is_whole:
            yield UnreadableElement(UnreadableKind.FILE, path, path, path)
        for id_, name in names.items():
            yield UnreadableElement(kind, path, raw_title(id_, path), name)
