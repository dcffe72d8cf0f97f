"""The layout of `okrs/`: the names and folders that it allows, and why others are refused."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from enum import Enum, StrEnum
from typing import NamedTuple

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.files.base import CYCLE_PATTERN, RECORD_FOLDERS, RECORD_PATTERN, is_id
from okrs_as_code.model.goals.backlog import BACKLOG

_match_cycle = re.compile(CYCLE_PATTERN).fullmatch
_match_record = re.compile(RECORD_PATTERN).fullmatch


class EntryKind(Enum):
    """The kind of something in a folder, as far as it makes a difference."""

    FILE = "file"
    LINK = "link"
    OTHER = "other"


def entry_kind(mode: int) -> EntryKind:
    """The kind of a file with a mode, as `os.stat` gives it."""
    if stat.S_ISREG(mode):
        return EntryKind.FILE
    return EntryKind.LINK if stat.S_ISLNK(mode) else EntryKind.OTHER


class FileKind(StrEnum):
    """The purpose of a file."""

    CONFIG = "config"
    PEOPLE = "people"
    TEAMS = "teams"
    SIGNERS = "signers"
    OBJECTIVE = "objective"
    BACKLOG = "backlog"
    CHECK_IN = "check-in"
    AGREEMENT = "agreement"
    GRADE = "grade"
    LEFT_ALONE = "left alone"
    MISPLACED = "misplaced"


LOADED_KINDS = frozenset(
    (
        FileKind.CONFIG,
        FileKind.PEOPLE,
        FileKind.TEAMS,
        FileKind.OBJECTIVE,
        FileKind.BACKLOG,
        FileKind.CHECK_IN,
        FileKind.AGREEMENT,
        FileKind.GRADE,
    )
)
"""Kinds of files that are read as YAML."""
WATCHED_KINDS = LOADED_KINDS | {FileKind.SIGNERS}
"""Kinds of files of which a change is noticed."""


class Refusal(StrEnum):
    """The reason why a path does not belong in the tree."""

    LINK = "link"
    NOT_A_FILE = "not a file"
    NOT_YAML = "not yaml"
    YML = "yml"
    TOP_LEVEL = "top level"
    NOT_A_CYCLE = "not a cycle"
    UNDECLARED_CYCLE = "undeclared cycle"
    LOOSE_IN_CYCLE = "loose in cycle"
    TEAM_CALLED_BACKLOG = "team called backlog"
    TOO_DEEP = "too deep"
    TEAM_NAME = "team name"
    OBJECTIVE_NAME = "objective name"
    RECORD_NAME = "record name"
    UNREADABLE = "unreadable"


class Location(NamedTuple):
    """A path and the purpose of its file.

    `folder` is the team's id, or the folder of the records; `name` is the objective's id, or the record's name.
    """

    path: str
    kind: FileKind
    cycle: str = ""
    folder: str = ""
    name: str = ""
    refusal: Refusal | None = None

    @property
    def holds_goals(self) -> bool:
        """Whether it lies in the folder of a cycle or in the backlog, and is read after people, teams and policy."""
        return bool(self.cycle) or self.kind is FileKind.BACKLOG


RECORD_KINDS = {"check-ins": FileKind.CHECK_IN, "agreements": FileKind.AGREEMENT, "grades": FileKind.GRADE}
_TOP_LEVEL = {
    "config.yaml": FileKind.CONFIG,
    "people.yaml": FileKind.PEOPLE,
    "teams.yaml": FileKind.TEAMS,
    "allowed_signers": FileKind.SIGNERS,
}


def lies_in(path: str, places: Iterable[str]) -> bool:
    """Whether a path is one of the places or lies below one; every path lies in `.`, the root."""
    return any(place == "." or path == place or path.startswith(f"{place}/") for place in places)


def record_folder(path: str) -> tuple[str, str] | None:
    """The names of the cycle and of the folder of records in which a path from the root lies, however deep; or None."""
    folders = path.split("/")[:-1]
    return next(((folders[at - 1], name) for at, name in enumerate(folders) if at and name in RECORD_KINDS), None)


def locate(path: str, kind: EntryKind) -> Location:
    """The location of a path from the root, such as `okrs/2026-Q4/web/checkout.yaml`."""
    if kind is EntryKind.LINK:
        return Location(path, FileKind.MISPLACED, refusal=Refusal.LINK)
    parts = path.removeprefix(f"{OKRS_FOLDER}/").split("/")
    if any(part.startswith(".") for part in parts) or parts[-1].endswith(".md"):
        return Location(path, FileKind.LEFT_ALONE)
    if kind is not EntryKind.FILE:
        return Location(path, FileKind.MISPLACED, refusal=Refusal.NOT_A_FILE)
    if len(parts) == 1 and parts[0] in _TOP_LEVEL:
        return Location(path, _TOP_LEVEL[parts[0]])
    refusal = _refusal(parts)
    if refusal is not None:
        return Location(path, FileKind.MISPLACED, refusal=refusal)
    cycle, folder, name = parts[0], parts[1], parts[2].removesuffix(".yaml")
    if cycle == BACKLOG:
        return Location(path, FileKind.BACKLOG, folder=folder, name=name)
    return Location(path, RECORD_KINDS.get(folder, FileKind.OBJECTIVE), cycle, folder, name)


def _refusal(parts: list[str]) -> Refusal | None:
    name = parts[-1]
    if not name.endswith(".yaml"):
        return Refusal.YML if name.endswith(".yml") else Refusal.NOT_YAML
    if len(parts) == 1:
        return Refusal.TOP_LEVEL
    if parts[0] != BACKLOG and _match_cycle(parts[0]) is None:
        return Refusal.NOT_A_CYCLE
    if len(parts) != 3:
        return Refusal.LOOSE_IN_CYCLE if len(parts) == 2 else Refusal.TOO_DEEP
    stem = name.removesuffix(".yaml")
    if parts[1] in RECORD_FOLDERS and parts[0] != BACKLOG:
        return None if _match_record(stem) is not None else Refusal.RECORD_NAME
    if not is_id(parts[1]):
        return Refusal.TEAM_NAME
    return None if is_id(stem) else Refusal.OBJECTIVE_NAME
