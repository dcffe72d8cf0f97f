"""Reads people, teams, policy and signers, with which all other files are read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, SIGNERS_FILE, TEAMS_FILE
from okrs_as_code.model.files.config import Config
from okrs_as_code.model.files.mismatch import Mismatch
from okrs_as_code.model.files.people import People, Person, Team, Teams
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.people.people_directory import Directory, everybody
from okrs_as_code.workspace.elements.elements import fitting_entries, listed_names, listed_texts
from okrs_as_code.workspace.layout import EntryKind, FileKind, Location, Refusal, locate
from okrs_as_code.workspace.reader import PlainReader, Reader, ReadFile
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.trees.overlay import PartialTree, ReadFiles
from okrs_as_code.workspace.trees.tree import FileTree
from okrs_as_code.yaml import UNREADABLE, Document, parse
from okrs_as_code.yaml.text import MAX_BYTES

TOP_LEVEL = frozenset((CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE, SIGNERS_FILE))
"""The files directly in `okrs/`."""


class TopLevel(NamedTuple):
    """People, teams, policy and signers, and the files that they were read from."""

    files: Mapping[str, SourceFile]
    unreadable: tuple[Location, ...]
    config: Config
    directory: Directory
    allowed_signers: bytes | None


def load_top_level(tree: FileTree, reader: Reader, locations: Sequence[Location]) -> TopLevel:
    """Loads people, teams, policy and signers, as far as they are among the locations."""
    return _Loader(tree, reader).load(locations)


def load_config(read: ReadFiles) -> Config:
    """Loads the policy alone; the defaults where there is none, or none that can be read."""
    [(_, raw)] = read([CONFIG_FILE])
    tree = PartialTree({CONFIG_FILE: EntryKind.FILE}, {}, read)
    locations = [locate(CONFIG_FILE, EntryKind.FILE)] if raw is not None else []
    return load_top_level(tree, PlainReader(), locations).config


def read_files(
    tree: FileTree, reader: Reader, locations: Sequence[Location]
) -> tuple[list[tuple[Location, ReadFile]], list[Location]]:
    """Reads files; returns those that can be opened, and the locations of the others, as misplaced."""
    files: list[tuple[Location, ReadFile]] = []
    misplaced: list[Location] = []
    for location, file in zip(locations, reader.read(tree, locations), strict=True):
        if file is not None:
            files.append((location, file))
        else:
            misplaced.append(location._replace(kind=FileKind.MISPLACED, name="", refusal=Refusal.UNREADABLE))
    return files, misplaced


def source_file(tree: FileTree, location: Location, file: ReadFile, mismatches: Iterable[Mismatch]) -> SourceFile:
    """A file with its mismatches, but for those at an unreadable value, which has a problem of its own already."""
    mismatches = tuple(mismatches)
    if file.document is None and not mismatches:
        return SourceFile(location, partial(_parse_file, tree, location.path), known_data=file.data)
    relevant = tuple(mismatch for mismatch in mismatches if mismatch.value is not UNREADABLE)
    return SourceFile(location, file.document or _parse_file(tree, location.path), relevant)


def _parse_file(tree: FileTree, path: str) -> Document:
    [(_, raw)] = tree.read([path])
    return parse(path, raw or b"")


def _fitting_policy(data: Mapping[str, Any], mismatches: Iterable[Mismatch]) -> dict[str, Any]:
    """The policy without the keys that do not fit; of the cycles, without those that do not."""
    paths = [mismatch.path for mismatch in mismatches if mismatch.path]
    unfit_cycles = {path[1] for path in paths if len(path) > 1 and path[0] == "cycles"}
    unfit_keys = {path[0] for path in paths if len(path) == 1 or path[0] != "cycles"}
    fitting = {key: value for key, value in data.items() if key not in unfit_keys}
    if unfit_cycles and "cycles" in fitting:
        fitting["cycles"] = {name: days for name, days in data["cycles"].items() if name not in unfit_cycles}
    return fitting


class _Loader:
    def __init__(self, tree: FileTree, reader: Reader) -> None:
        self._tree = tree
        self._reader = reader
        self._files: dict[str, SourceFile] = {}
        self._people: dict[str, Person] = {}
        self._teams: dict[str, Team] = {}
        self._config = Config.of_defaults()

    def load(self, locations: Sequence[Location]) -> TopLevel:
        kinds = (FileKind.CONFIG, FileKind.PEOPLE, FileKind.TEAMS)
        yaml_locations = [location for location in locations if location.kind in kinds]
        files, misplaced = read_files(self._tree, self._reader, yaml_locations)
        for location, file in files:
            mismatches = self._validate(location, file.data) if file.is_readable else []
            self._files[location.path] = source_file(self._tree, location, file, mismatches)
        signers = self._read_signers() if any(location.kind is FileKind.SIGNERS for location in locations) else None
        return TopLevel(self._files, tuple(misplaced), self._config, self._directory(), signers)

    def _read_signers(self) -> bytes | None:
        [(_, raw)] = self._tree.read([SIGNERS_FILE])
        return raw if raw is not None and len(raw) <= MAX_BYTES else None

    def _validate(self, location: Location, data: object) -> list[Mismatch]:
        if location.kind is FileKind.CONFIG:
            return self._validate_config(data)
        if location.kind is FileKind.PEOPLE:
            self._people, mismatches = fitting_entries(People, Person, "people", data)
        else:
            self._teams, mismatches = fitting_entries(Teams, Team, "teams", data)
        return mismatches

    def _validate_config(self, data: object) -> list[Mismatch]:
        config, mismatches = validate(Config, data)
        if config is None and isinstance(data, dict):
            config, _ = validate(Config, _fitting_policy(data, mismatches))
        self._config = config or Config.of_defaults()
        return mismatches

    def _directory(self) -> Directory:
        teams: Mapping[str, Team] = self._teams
        if TEAMS_FILE not in self._files:
            teams = everybody(self._people, self._config.organization)
        return Directory(
            self._people,
            teams,
            self._unreadable_names(PEOPLE_FILE, "people", self._people),
            self._unreadable_names(TEAMS_FILE, "teams", self._teams),
            TEAMS_FILE in self._files,
            self._unreadable_managers(),
            self._unreadable_titles(),
        )

    def _unreadable_managers(self) -> Mapping[str, str]:
        """The known people whom entries of people.yaml that do not fit name as manager, by the id of the entry."""
        file = self._files.get(PEOPLE_FILE)
        managers = listed_texts(file.data if file is not None else None, "people", "manager")
        names = self._unreadable_names(PEOPLE_FILE, "people", self._people)
        known = {*self._people, *names}
        return {id_: manager for id_, manager in managers.items() if id_ in names and manager in known}

    def _unreadable_titles(self) -> Mapping[str, str]:
        """The job titles in entries of people.yaml that do not fit, by the id of the entry."""
        file = self._files.get(PEOPLE_FILE)
        titles = listed_texts(file.data if file is not None else None, "people", "title")
        names = self._unreadable_names(PEOPLE_FILE, "people", self._people)
        return {id_: title for id_, title in titles.items() if id_ in names}

    def _unreadable_names(self, path: str, key: str, readable: Container[str]) -> Mapping[str, str]:
        file = self._files.get(path)
        names = listed_names(file.data if file is not None else None, key)
        return {id_: name for id_, name in names.items() if id_ not in readable}
