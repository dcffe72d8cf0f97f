"""Reads a tree into a workspace, an element at a time: one broken file, or entry, never hides the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from okrs_as_code.model.config import Config
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.directory import Directory, everybody
from okrs_as_code.model.mismatch import Mismatch, fit
from okrs_as_code.model.objective import Objective
from okrs_as_code.model.people import People, Person, Team, Teams
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.model.record import (
    Agreement,
    CheckIn,
    Grade,
    Record,
)
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.source import UNREADABLE, Document
from okrs_as_code.source.batch import parse_all
from okrs_as_code.workspace.elements import (
    fitting_entries,
    fitting_header,
    fitting_key_results,
    fitting_record,
    id_of,
    listed_ids,
)
from okrs_as_code.workspace.layout import Location, Refusal, Role, locate
from okrs_as_code.workspace.root import CONFIG_FILE as CONFIG_FILE
from okrs_as_code.workspace.root import PEOPLE_FILE as PEOPLE_FILE
from okrs_as_code.workspace.root import TEAMS_FILE as TEAMS_FILE
from okrs_as_code.workspace.tree import FileTree

M = TypeVar("M", bound=BaseModel)

_RECORDS: Mapping[Role, type[CheckIn] | type[Agreement] | type[Grade]] = {
    Role.CHECK_IN: CheckIn,
    Role.AGREEMENT: Agreement,
    Role.GRADE: Grade,
}


@dataclass(frozen=True)
class LoadedFile:
    """One file: where it is, its text with a place for every key, and what in it did not fit."""

    location: Location
    document: Document
    mismatches: tuple[Mismatch, ...] = ()

    @property
    def path(self) -> str:
        """The path from the root."""
        return self.location.path

    @property
    def readable(self) -> bool:
        """Whether its data is known at all."""
        return self.document.readable


@dataclass(frozen=True)
class Workspace:
    """All that was read from a tree."""

    files: Mapping[str, LoadedFile]
    misplaced: tuple[Location, ...]
    plan: Plan
    records: Mapping[str, Record] = field(default_factory=dict)
    """Every record that fits at least in part, by file."""

    @cached_property
    def unreadable(self) -> tuple[str, ...]:
        """Paths of the files whose data is not known."""
        return tuple(path for path, file in self.files.items() if not file.readable)

    def can_judge(self, path: str) -> bool:
        """Whether rules that need people.yaml or teams.yaml can be judged: it is absent or was read."""
        file = self.files.get(path)
        return file is None or (file.readable and isinstance(file.document.data, dict))

    @property
    def people_known(self) -> bool:
        """Whether people.yaml was read."""
        return self.can_judge(PEOPLE_FILE)

    @property
    def teams_known(self) -> bool:
        """Whether teams.yaml was read, or is absent."""
        return self.can_judge(TEAMS_FILE)


def load(tree: FileTree) -> Workspace:
    """Everything below `okrs/` of a tree."""
    return _Loader(tree).workspace()


class _Loader:
    def __init__(self, tree: FileTree) -> None:
        self._tree = tree
        self._files: dict[str, LoadedFile] = {}
        self._misplaced: list[Location] = []
        self._records: dict[str, Record] = {}
        self._people: dict[str, Person] = {}
        self._teams: dict[str, Team] = {}
        self._config = Config()

    def workspace(self) -> Workspace:
        wanted: list[Location] = []
        for path, kind in self._tree.entries().items():
            location = locate(path, kind)
            if location.role is Role.MISPLACED:
                self._misplaced.append(location)
            elif location.role not in (Role.LEFT_ALONE, Role.SIGNERS):
                wanted.append(location)
        documents = self._documents(wanted)
        by_path = {document.file: document for document in documents}
        first = [location for location in wanted if location.path in (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE)]
        for location in first:
            self._load_top_level(location, by_path[location.path])
        calendar = Calendar.of(self._config)
        objectives: dict[str, ObjectiveNode] = {}
        unreadable: set[str] = set()
        records: dict[Role, list[RecordNode[Any]]] = {role: [] for role in _RECORDS}
        for location in wanted:
            if location.path not in by_path or location in first:
                continue
            document = by_path[location.path]
            if location.role in _RECORDS:
                records[location.role].extend(self._load_record(location, document))
                continue
            node = self._load_objective(location, document, calendar)
            if node is None:
                unreadable.add(f"{location.cycle}/{location.folder}/{location.name}")
            else:
                objectives[node.id] = node
        plan = Plan(
            self._config,
            self._directory(by_path),
            objectives,
            frozenset(unreadable),
            tuple(records[Role.CHECK_IN]),
            tuple(records[Role.AGREEMENT]),
            tuple(records[Role.GRADE]),
        )
        return Workspace(self._files, tuple(self._misplaced), plan, self._records)

    def _documents(self, wanted: list[Location]) -> list[Document]:
        by_path = {location.path: location for location in wanted}
        readable: list[tuple[str, bytes]] = []
        for path, raw in self._tree.read(by_path):
            if raw is None:
                gone = by_path[path]
                self._misplaced.append(
                    Location(path, Role.MISPLACED, gone.cycle, gone.folder, refusal=Refusal.UNREADABLE)
                )
            else:
                readable.append((path, raw))
        return list(parse_all(readable))

    def _keep(self, location: Location, document: Document, mismatches: Iterable[Mismatch]) -> None:
        """What lies at an unreadable value has a problem of its own already."""
        known = tuple(mismatch for mismatch in mismatches if mismatch.given is not UNREADABLE)
        self._files[location.path] = LoadedFile(location, document, known)

    def _load_top_level(self, location: Location, document: Document) -> None:
        mismatches: list[Mismatch] = []
        if document.readable:
            if location.role is Role.CONFIG:
                mismatches = self._load_config(document.data)
            elif location.role is Role.PEOPLE:
                self._people, mismatches = fitting_entries(People, Person, "people", document.data)
            else:
                self._teams, mismatches = fitting_entries(Teams, Team, "teams", document.data)
        self._keep(location, document, mismatches)

    def _load_config(self, data: object) -> list[Mismatch]:
        config, mismatches = fit(Config, data)
        if config is None and isinstance(data, dict):
            wrong = {mismatch.path[0] for mismatch in mismatches if mismatch.path}
            config, _ = fit(Config, {key: value for key, value in data.items() if key not in wrong})
        self._config = config or Config()
        return mismatches

    def _directory(self, documents: Mapping[str, Document]) -> Directory:
        teams: Mapping[str, Team] = self._teams
        if TEAMS_FILE not in documents:
            teams = everybody(self._people, self._config.organization)
        return Directory(
            self._people,
            teams,
            listed_ids(documents.get(PEOPLE_FILE), "people") - frozenset(self._people),
            listed_ids(documents.get(TEAMS_FILE), "teams") - frozenset(self._teams),
        )

    def _load_objective(self, location: Location, document: Document, calendar: Calendar) -> ObjectiveNode | None:
        cycle = calendar.cycle(location.cycle)
        content, mismatches = fit(Objective, document.data) if document.readable else (None, [])
        self._keep(location, document, mismatches)
        if cycle is None or not isinstance(document.data, dict):
            return None
        data: dict[str, Any] = document.data
        listed = data.get("key_results")
        elements: list[Any] = listed if isinstance(listed, list) else []
        if content is not None:
            sound = True
            fitting = dict(enumerate(content.key_results))
        else:
            content, sound = fitting_header(data, mismatches, location.name)
            fitting = fitting_key_results(elements, mismatches)
        node = ObjectiveNode(
            id=f"{cycle.name}/{location.folder}/{location.name}",
            file=location.path,
            cycle=cycle,
            team=location.folder,
            slug=location.name,
            content=content,
            ids=tuple(found for element in elements if (found := id_of(element)) is not None),
            broken=not sound,
        )
        nodes = tuple(KeyResultNode(f"{node.id}/{kr.id}", kr, at, node) for at, kr in fitting.items())
        object.__setattr__(node, "key_results", nodes)
        return node

    def _load_record(self, location: Location, document: Document) -> Iterable[RecordNode[Any]]:
        model = _RECORDS[location.role]
        record, mismatches = fit(model, document.data) if document.readable else (None, [])
        self._keep(location, document, mismatches)
        if record is None and isinstance(document.data, dict):
            record = fitting_record(location.role, model, document.data)
        if record is not None:
            self._records[location.path] = record
            yield RecordNode(location.name, location.path, location.cycle, record)
