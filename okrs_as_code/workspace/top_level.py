"""Reads people, teams, policy and signers: what all other files are read with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, SIGNERS_FILE, TEAMS_FILE
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.directory import Directory, everybody
from okrs_as_code.model.files.config import Config
from okrs_as_code.model.files.people import People, Person, Team, Teams
from okrs_as_code.model.files.validation import Mismatch, validate
from okrs_as_code.workspace.elements import fitting_entries, listed_ids
from okrs_as_code.workspace.layout import EntryKind, FileKind, Location, Refusal, locate
from okrs_as_code.workspace.overlay import PartialTree, ReadFiles
from okrs_as_code.workspace.reader import PlainReader, Reader, ReadFile
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.tree import FileTree
from okrs_as_code.yaml import UNREADABLE, Document, parse
from okrs_as_code.yaml.text import MAX_BYTES

TOP_LEVEL = frozenset((CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE, SIGNERS_FILE))
"""The files directly in `okrs/`."""


@dataclass(frozen=True)
class TopLevel:
    """People, teams, policy and signers, and the files that they were read from."""

    files: Mapping[str, SourceFile]
    unreadable: tuple[Location, ...]
    config: Config
    directory: Directory
    allowed_signers: bytes | None


def load_top_level(tree: FileTree, reader: Reader, locations: Sequence[Location]) -> TopLevel:
    """What is at those of some locations that are of people, teams, policy or signers."""
    return _Loader(tree, reader).load(locations)


def config_in(read: ReadFiles) -> Config:
    """The policy alone; the defaults where there is none, or none that can be read."""
    [(_, raw)] = read([CONFIG_FILE])
    tree = PartialTree({CONFIG_FILE: EntryKind.FILE}, {}, read)
    locations = [locate(CONFIG_FILE, EntryKind.FILE)] if raw is not None else []
    return load_top_level(tree, PlainReader(), locations).config


def read_files(
    tree: FileTree, reader: Reader, locations: Sequence[Location], calendar: Calendar | None
) -> tuple[list[tuple[Location, ReadFile]], list[Location]]:
    """The files that can be opened, and the locations of the others, as misplaced."""
    opened: list[tuple[Location, ReadFile]] = []
    unopened: list[Location] = []
    for location, file in zip(locations, reader.read(tree, locations, calendar), strict=True):
        if file is not None:
            opened.append((location, file))
        else:
            unopened.append(replace(location, kind=FileKind.MISPLACED, name="", refusal=Refusal.UNREADABLE))
    return opened, unopened


def loaded_file(tree: FileTree, location: Location, file: ReadFile, mismatches: Iterable[Mismatch]) -> SourceFile:
    """A file with its mismatches, but for those at an unreadable value, which has a problem of its own already."""
    if file.document is None:
        return SourceFile(location, partial(_document, tree, location.path), known_data=file.data)
    known = tuple(mismatch for mismatch in mismatches if mismatch.given is not UNREADABLE)
    return SourceFile(location, file.document, known)


def _document(tree: FileTree, path: str) -> Document:
    [(_, raw)] = tree.read([path])
    return parse(path, raw or b"")


class _Loader:
    def __init__(self, tree: FileTree, reader: Reader) -> None:
        self._tree = tree
        self._reader = reader
        self._files: dict[str, SourceFile] = {}
        self._people: dict[str, Person] = {}
        self._teams: dict[str, Team] = {}
        self._config = Config()

    def load(self, locations: Sequence[Location]) -> TopLevel:
        yaml = [one for one in locations if one.kind in (FileKind.CONFIG, FileKind.PEOPLE, FileKind.TEAMS)]
        opened, unopened = read_files(self._tree, self._reader, yaml, None)
        for location, file in opened:
            mismatches = self._fit(location, file.data) if file.is_readable else []
            self._files[location.path] = loaded_file(self._tree, location, file, mismatches)
        signers = self._signers() if any(location.kind is FileKind.SIGNERS for location in locations) else None
        return TopLevel(self._files, tuple(unopened), self._config, self._directory(), signers)

    def _signers(self) -> bytes | None:
        [(_, raw)] = self._tree.read([SIGNERS_FILE])
        return raw if raw is not None and len(raw) <= MAX_BYTES else None

    def _fit(self, location: Location, data: object) -> list[Mismatch]:
        if location.kind is FileKind.CONFIG:
            return self._fit_config(data)
        if location.kind is FileKind.PEOPLE:
            self._people, mismatches = fitting_entries(People, Person, "people", data)
        else:
            self._teams, mismatches = fitting_entries(Teams, Team, "teams", data)
        return mismatches

    def _fit_config(self, data: object) -> list[Mismatch]:
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
