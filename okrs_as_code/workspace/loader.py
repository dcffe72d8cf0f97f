"""Reads a tree into a workspace, an element at a time: one broken file, or entry, never hides the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.backlog import BacklogObjective
from okrs_as_code.model.files.mismatch import Mismatch
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.record import Record
from okrs_as_code.model.goals.backlog import BACKLOG, Backlog, BacklogNode
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.signing.status import KnownSignatureStatuses, SignatureStatus
from okrs_as_code.workspace.elements.backlog_nodes import backlog_node, unreadable_goal
from okrs_as_code.workspace.elements.nodes import RECORD_MODELS, objective_node, record_node
from okrs_as_code.workspace.elements.unreadable_elements import (
    misplaced_element,
    unreadable_entries,
    unreadable_objective,
    unreadable_top_level,
)
from okrs_as_code.workspace.layout import FileKind, Location, Refusal, locate
from okrs_as_code.workspace.reader import PlainReader, Reader
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.top_level import TopLevel, load_top_level, read_files, source_file
from okrs_as_code.workspace.trees.tree import FileTree
from okrs_as_code.workspace.validated_files import validated_files

if TYPE_CHECKING:
    from okrs_as_code.signing.allowed_signers import AllowedSigners


@dataclass(frozen=True)
class Workspace:
    """The files of a tree, and the plan and records that they make."""

    files: Mapping[str, SourceFile]
    misplaced: tuple[Location, ...]
    plan: Plan
    records: Mapping[str, Record] = field(default_factory=dict)
    """Every record that fits at least in part, by file."""
    backlog: Backlog = field(default_factory=Backlog)
    """The goals without a cycle."""
    allowed_signers: bytes | None = None
    """The list of signers, unparsed; None where there is no such file, or it is larger than a file may be."""
    signature_statuses: KnownSignatureStatuses = field(
        default_factory=dict[str, SignatureStatus], repr=False, compare=False
    )
    """The statuses of signatures that are known already."""

    @cached_property
    def unreadable(self) -> tuple[str, ...]:
        """Paths of the files whose data is not known."""
        return tuple(path for path, file in self.files.items() if not file.is_readable)

    def can_judge(self, path: str) -> bool:
        """Whether rules that need people.yaml, teams.yaml or config.yaml can be judged: it is absent or was read.

        A file that stands in its place, such as people.yml, is there and was not read.
        """
        file = self.files.get(path)
        if file is None:
            return self.stand_in(path) is None
        return file.is_readable and isinstance(file.data, dict)

    def stand_in(self, path: str) -> str | None:
        """The path of what stands in the place of a file that is not there: people.yml, People.yaml, or a link."""
        if path in self.files:
            return None
        stem = path.removesuffix(".yaml")
        return next((location.path for location in self.misplaced if _stem(location.path) == stem), None)

    @cached_property
    def signers(self) -> AllowedSigners:
        """The people and keys whose signatures count here."""
        from okrs_as_code.signing.allowed_signers import AllowedSigners

        return AllowedSigners.of(self.allowed_signers, self.plan.directory, self.plan.config)

    @cached_property
    def people_known(self) -> bool:
        """Whether people.yaml was read."""
        return self.can_judge(PEOPLE_FILE)

    @cached_property
    def policy_known(self) -> bool:
        """Whether config.yaml was read, or is absent."""
        return self.can_judge(CONFIG_FILE)

    @cached_property
    def teams_known(self) -> bool:
        """Whether teams.yaml was read, or is absent."""
        return self.can_judge(TEAMS_FILE)

    def require_people(self) -> None:
        """Raises OkrsError where people.yaml is not there, or could not be read."""
        if not self.people_known:
            raise OkrsError(
                f"{PEOPLE_FILE} cannot be read, so nobody is known", "`okrs lint` says what is wrong with it"
            )
        if PEOPLE_FILE not in self.files:
            raise OkrsError(f"there is no {PEOPLE_FILE}, so nobody is known", "write it, with yourself in it")

    def require_policy(self) -> None:
        """Raises OkrsError where config.yaml could not be read: then nobody knows when a cycle begins and ends."""
        if not self.policy_known:
            raise OkrsError(
                f"{CONFIG_FILE} cannot be read, so the days of cycles are not known",
                "`okrs lint` says what is wrong with it",
            )


def _stem(path: str) -> str:
    """A path without its ending, in lower case."""
    return path.lower().rpartition(".")[0]


def load(tree: FileTree, reader: Reader | None = None) -> Workspace:
    """Loads everything below `okrs/` of a tree; without a reader every file is read."""
    reader = reader or PlainReader()
    locations = [locate(path, kind) for path, kind in tree.entries().items()]
    return _load(tree, reader, locations, load_top_level(tree, reader, locations))


def load_below(top_level: TopLevel, tree: FileTree, reader: Reader) -> Workspace:
    """Loads the files of cycles in a tree, with people, teams, policy and signers that were loaded before."""
    return _load(tree, reader, [locate(path, kind) for path, kind in tree.entries().items()], top_level)


def _load(tree: FileTree, reader: Reader, locations: Sequence[Location], top_level: TopLevel) -> Workspace:
    calendar = Calendar.of(top_level.config)
    locations = [_placed(location, calendar, top_level.directory) for location in locations]
    of_goals = [location for location in locations if location.holds_goals]
    opened, unreadable = read_files(tree, reader, of_goals)
    files, elements = dict(top_level.files), _Elements(calendar)
    for location, file, content, mismatches in validated_files(tree, opened):
        files[location.path] = source_file(tree, location, file, mismatches)
        elements.add(files[location.path], content, mismatches)
    misplaced = (*(location for location in locations if location.kind is FileKind.MISPLACED), *unreadable)
    elements.unreadable += map(misplaced_element, (*misplaced, *top_level.unreadable))
    elements.unreadable += unreadable_top_level(top_level.files, top_level.directory)
    return Workspace(
        files,
        (*misplaced, *top_level.unreadable),
        elements.plan(top_level),
        elements.records,
        elements.backlog,
        top_level.allowed_signers,
        reader.signature_statuses,
    )


def _placed(location: Location, calendar: Calendar, directory: Directory) -> Location:
    """The location; that of something which does not belong where its cycle has no days, or a team is called backlog.

    Such a team excludes the folder, as `backlog/team/slug` would be an id of either.
    """
    if location.kind is FileKind.BACKLOG and directory.knows_team(BACKLOG):
        return Location(location.path, FileKind.MISPLACED, refusal=Refusal.TEAM_CALLED_BACKLOG)
    if location.cycle and calendar.cycle(location.cycle) is None:
        return Location(location.path, FileKind.MISPLACED, refusal=Refusal.UNDECLARED_CYCLE)
    return location


class _Elements:
    """Collects the objectives and records of which a plan is made, and the goals of the backlog."""

    def __init__(self, calendar: Calendar) -> None:
        self.records: dict[str, Record] = {}
        self._calendar = calendar
        self._objectives: dict[str, ObjectiveNode] = {}
        self._unreadable: set[str] = set()
        self._records: dict[FileKind, list[RecordNode[Any]]] = {kind: [] for kind in RECORD_MODELS}
        self.unreadable: list[UnreadableElement] = []
        self._backlog: list[BacklogNode] = []
        self._unread_backlog: list[UnreadableElement] = []

    @property
    def backlog(self) -> Backlog:
        """The backlog of all that was added."""
        return Backlog(self._backlog, self._unread_backlog)

    def add(self, file: SourceFile, content: BaseModel | None, mismatches: list[Mismatch]) -> None:
        """Adds the goal or record in a file; `content` is its model where all of it fits."""
        location, data = file.location, file.data
        if location.kind in RECORD_MODELS:
            self._add_record(location, data, cast("Record | None", content), is_whole=file.is_whole)
            return
        if location.kind is FileKind.BACKLOG:
            goal = backlog_node(
                location, data, cast("BacklogObjective | None", content), mismatches, is_whole=file.is_whole
            )
            if goal is None:
                self._unread_backlog.append(unreadable_goal(location))
            else:
                self._backlog.append(goal)
            return
        node = objective_node(
            location,
            data,
            self._calendar,
            cast("Objective | None", content),
            mismatches,
            is_whole=file.is_whole,
            is_list_whole=not file.leaves_key_results_out,
        )
        if node is None:
            self._unreadable.add(f"{location.cycle}/{location.folder}/{location.name}")
            self.unreadable.append(unreadable_objective(location))
        else:
            self._objectives[node.id] = node

    def _add_record(self, location: Location, data: object, content: Record | None, *, is_whole: bool) -> None:
        node = record_node(location, data, content)
        if node is not None:
            self.records[location.path] = cast("Record", node.content)
            self._records[location.kind].append(node)
        if content is None or not is_whole:
            record = self.records.get(location.path) if is_whole else None
            self.unreadable += unreadable_entries(location, data, record)

    def plan(self, top_level: TopLevel) -> Plan:
        """The plan of all that was added."""
        return Plan(
            top_level.config,
            top_level.directory,
            self._objectives,
            frozenset(self._unreadable),
            tuple(self.unreadable),
            tuple(self._records[FileKind.CHECK_IN]),
            tuple(self._records[FileKind.AGREEMENT]),
            tuple(self._records[FileKind.GRADE]),
        )
