"""Reads a tree into a workspace, an element at a time: one broken file, or entry, never hides the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, cast

from pydantic import BaseModel

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE as CONFIG_FILE
from okrs_as_code.filenames import PEOPLE_FILE as PEOPLE_FILE
from okrs_as_code.filenames import TEAMS_FILE as TEAMS_FILE
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.directory import Directory, everybody
from okrs_as_code.model.files.config import Config
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.people import People, Person, Team, Teams
from okrs_as_code.model.files.record import Record
from okrs_as_code.model.files.validation import Mismatch, validate
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.signing.allowed_signers import AllowedSigners
from okrs_as_code.signing.verification import Signatures, check_signatures
from okrs_as_code.workspace.elements import fitting_entries, listed_ids
from okrs_as_code.workspace.facts import Facts, Inspect
from okrs_as_code.workspace.layout import EntryKind, FileKind, Location, Refusal, locate
from okrs_as_code.workspace.nodes import MODELS, RECORDS, objective_node, record_node
from okrs_as_code.workspace.overlay import PartialTree, ReadFiles
from okrs_as_code.workspace.reading import Examiner, Reading, documents, readings
from okrs_as_code.workspace.source_file import SourceFile as SourceFile
from okrs_as_code.workspace.store import Store
from okrs_as_code.workspace.tree import FileTree
from okrs_as_code.yaml import UNREADABLE, Document, parse
from okrs_as_code.yaml.text import MAX_BYTES


@dataclass(frozen=True)
class Workspace:
    """All that was read from a tree."""

    files: Mapping[str, SourceFile]
    misplaced: tuple[Location, ...]
    plan: Plan
    records: Mapping[str, Record] = field(default_factory=dict)
    """Every record that fits at least in part, by file."""
    allowed_signers: bytes | None = None
    """Whose keys count; None where there is no such file, or it is larger than any file of ours may be."""
    store: Store | None = field(default=None, repr=False, compare=False)
    """Where it is kept which signatures hold, if anything is kept."""

    @cached_property
    def unreadable(self) -> tuple[str, ...]:
        """Paths of the files whose data is not known."""
        return tuple(path for path, file in self.files.items() if not file.readable)

    def can_judge(self, path: str) -> bool:
        """Whether rules that need people.yaml or teams.yaml can be judged: it is absent or was read."""
        file = self.files.get(path)
        return file is None or (file.readable and isinstance(file.data, dict))

    @cached_property
    def signers(self) -> AllowedSigners:
        """Whose keys count for what is written here."""
        return AllowedSigners.of(self.allowed_signers, self.plan.directory, self.plan.config)

    def signatures(self, key_results: Iterable[KeyResultNode]) -> Signatures:
        """Which signatures hold under agreements of some key results; asks ssh-keygen where there are any.

        Raises OkrsError where it cannot be run.
        """
        return check_signatures(self.plan, self.signers, key_results, store=self.store)

    @cached_property
    def all_signatures(self) -> Signatures:
        """The same of all key results."""
        return self.signatures(self.plan.key_results.values())

    @cached_property
    def people_known(self) -> bool:
        """Whether people.yaml was read."""
        return self.can_judge(PEOPLE_FILE)

    @cached_property
    def teams_known(self) -> bool:
        """Whether teams.yaml was read, or is absent."""
        return self.can_judge(TEAMS_FILE)

    def require_people(self) -> None:
        """Raises OkrsError where people.yaml is not there, or could not be read."""
        if PEOPLE_FILE not in self.files and not self._is_misplaced(PEOPLE_FILE):
            raise OkrsError(f"there is no {PEOPLE_FILE}, so nobody is known", "write it, with yourself in it")
        if not self.people_known or self._is_misplaced(PEOPLE_FILE):
            raise OkrsError(
                f"{PEOPLE_FILE} cannot be read, so nobody is known", "`okrs lint` says what is wrong with it"
            )

    def _is_misplaced(self, path: str) -> bool:
        """Whether something is there that is no file which may be read, such as a link."""
        return any(location.path == path for location in self.misplaced)

    def require_policy(self) -> None:
        """Raises OkrsError where config.yaml could not be read: then nobody knows when a cycle begins and ends."""
        if not self.can_judge(CONFIG_FILE) or self._is_misplaced(CONFIG_FILE):
            raise OkrsError(
                f"{CONFIG_FILE} cannot be read, so the days of cycles are not known",
                "`okrs lint` says what is wrong with it",
            )


def load(
    tree: FileTree, store: Store | None = None, inspect: Inspect | None = None, top: Workspace | None = None
) -> Workspace:
    """Everything below `okrs/` of a tree.

    With a store, what is known of a content is taken from there; then `inspect` judges each file alone. With `top`
    people, teams, policy and signers are those of another workspace, and not looked for in the tree.
    """
    return _WorkspaceLoader(tree, store, inspect, top).workspace()


def config_in(read: ReadFiles) -> Config:
    """The policy alone; the defaults where there is none, or none that can be read."""
    [(_, raw)] = read([CONFIG_FILE])
    kinds = {CONFIG_FILE: EntryKind.FILE} if raw is not None else {}
    return load(PartialTree(kinds, {}, read)).plan.config


class _WorkspaceLoader:
    def __init__(self, tree: FileTree, store: Store | None, inspect: Inspect | None, top: Workspace | None) -> None:
        self._tree = tree
        self._store = store
        self._inspect = inspect
        self._files: dict[str, SourceFile] = {}
        self._misplaced: list[Location] = []
        self._records: dict[str, Record] = {}
        self._people: dict[str, Person] = {}
        self._teams: dict[str, Team] = {}
        self._config = Config()
        self._top = top
        self._signers: bytes | None = None

    def workspace(self) -> Workspace:
        top, rest = self._located()
        if self._top is not None:
            self._config, directory = self._top.plan.config, self._top.plan.directory
            self._files.update(self._top.files)
            self._signers = self._top.allowed_signers
        else:
            for location, reading in self._readings(top, Calendar()):
                self._load_top_level(location, reading)
            directory = self._directory()
        calendar = Calendar.of(self._config)
        objectives: dict[str, ObjectiveNode] = {}
        unreadable: set[str] = set()
        records: dict[FileKind, list[RecordNode[Any]]] = {role: [] for role in RECORDS}
        for location, reading in self._readings(rest, calendar):
            data, content, mismatches = self._fitted(location, reading)
            if location.role in RECORDS:
                record = record_node(location, data, cast("Record | None", content))
                if record is not None:
                    self._records[location.path] = cast("Record", record.content)
                    records[location.role].append(record)
                continue
            node = objective_node(location, data, calendar, cast("Objective | None", content), mismatches)
            if node is None:
                unreadable.add(f"{location.cycle}/{location.folder}/{location.name}")
            else:
                objectives[node.id] = node
        plan = Plan(
            self._config,
            directory,
            objectives,
            frozenset(unreadable),
            tuple(records[FileKind.CHECK_IN]),
            tuple(records[FileKind.AGREEMENT]),
            tuple(records[FileKind.GRADE]),
        )
        return Workspace(self._files, tuple(self._misplaced), plan, self._records, self._signers, self._store)

    def _located(self) -> tuple[list[Location], list[Location]]:
        """People, teams and policy first, and then everything else that is read."""
        top: list[Location] = []
        rest: list[Location] = []
        for path, kind in self._tree.entries().items():
            location = locate(path, kind)
            if location.role is FileKind.MISPLACED:
                self._misplaced.append(location)
            elif location.role in (FileKind.CONFIG, FileKind.PEOPLE, FileKind.TEAMS):
                top.append(location)
            elif location.role is FileKind.SIGNERS:
                [(_, raw)] = self._tree.read([path])
                self._signers = raw if raw is not None and len(raw) <= MAX_BYTES else None
            elif location.role is not FileKind.LEFT_ALONE:
                rest.append(location)
        return top, rest

    def _readings(self, locations: list[Location], calendar: Calendar) -> Iterator[tuple[Location, Reading]]:
        if self._store is None or self._inspect is None:
            found = documents(self._tree, locations)
        else:
            found = readings(self._tree, locations, Examiner(calendar, self._inspect), self._store)
        for location, reading in zip(locations, found, strict=True):
            if reading.encoded is not None or reading.document is not None:
                yield location, reading
            else:
                gone = replace(location, role=FileKind.MISPLACED, name="", refusal=Refusal.UNREADABLE)
                self._misplaced.append(gone)

    def _fitted(self, location: Location, reading: Reading) -> tuple[Any, BaseModel | None, list[Mismatch]]:
        """The data, the model where all of it fits, and what does not fit; the file is kept."""
        if reading.encoded is not None:
            facts = Facts.decoded(reading.encoded)
            content, _ = validate(MODELS[location.role], facts.data)
            again = partial(self._document, location.path)
            self._files[location.path] = SourceFile(location, again, found=facts.found)
            return facts.data, content, []
        document = cast("Document", reading.document)
        content, mismatches = validate(MODELS[location.role], document.data) if document.readable else (None, [])
        self._keep(location, document, mismatches)
        return document.data, content, mismatches

    def _document(self, path: str) -> Document:
        [(_, raw)] = self._tree.read([path])
        return parse(path, raw or b"")

    def _keep(self, location: Location, document: Document, mismatches: Iterable[Mismatch]) -> None:
        """What lies at an unreadable value has a problem of its own already."""
        known = tuple(mismatch for mismatch in mismatches if mismatch.given is not UNREADABLE)
        self._files[location.path] = SourceFile(location, document, known)

    def _load_top_level(self, location: Location, reading: Reading) -> None:
        document = reading.document
        facts = Facts.decoded(reading.encoded) if reading.encoded is not None else None
        mismatches: list[Mismatch] = []
        data = facts.data if facts is not None else cast("Document", document).data
        if facts is not None or cast("Document", document).readable:
            if location.role is FileKind.CONFIG:
                mismatches = self._load_config(data)
            elif location.role is FileKind.PEOPLE:
                self._people, mismatches = fitting_entries(People, Person, "people", data)
            else:
                self._teams, mismatches = fitting_entries(Teams, Team, "teams", data)
        if document is not None:
            self._keep(location, document, mismatches)
        else:
            again = partial(self._document, location.path)
            self._files[location.path] = SourceFile(location, again, found=(), known=data)

    def _load_config(self, data: object) -> list[Mismatch]:
        config, mismatches = validate(Config, data)
        if config is None and isinstance(data, dict):
            wrong = {mismatch.path[0] for mismatch in mismatches if mismatch.path}
            config, _ = validate(Config, {key: value for key, value in data.items() if key not in wrong})
        self._config = config or Config()
        return mismatches

    def _directory(self) -> Directory:
        teams: Mapping[str, Team] = self._teams
        if TEAMS_FILE not in self._files:
            teams = everybody(self._people, self._config.organization)
        return Directory(
            self._people,
            teams,
            self._listed(PEOPLE_FILE, "people") - frozenset(self._people),
            self._listed(TEAMS_FILE, "teams") - frozenset(self._teams),
        )

    def _listed(self, path: str, key: str) -> frozenset[str]:
        file = self._files.get(path)
        return listed_ids(file.data if file is not None else None, key)
