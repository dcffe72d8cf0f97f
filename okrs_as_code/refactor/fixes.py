"""Fixes what needs no guess: owners in lists, tabs, values with one reading, names of records not committed yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import Finding, KeyPath
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.files.intended_value import intended_values
from okrs_as_code.model.people.login import login_in
from okrs_as_code.phrases import join_words
from okrs_as_code.readings import in_words
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.storage.atomic_write import name_taken_error
from okrs_as_code.workspace.elements.expected_days import expected_days
from okrs_as_code.workspace.layout import RECORD_KINDS, FileKind
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.workspace.trees.tree import committed_files
from okrs_as_code.yaml import ProblemKind
from okrs_as_code.yaml.cut_numbers import is_cut_number, join_cut_numbers
from okrs_as_code.yaml.edits import Edit, InsertItem, InsertKey, SetValue, format_path, value_at
from okrs_as_code.yaml.tabs import replace_tabs

FIXABLE = frozenset(("OWN002", "FMT001", "FMT004", "OWN016", "FMT006"))
"""The codes of findings of which some can be fixed."""


@dataclass(frozen=True)
class Fixes:
    """The fixes of findings: the changes, a description of each, and the reason for each that was left alone."""

    changes: tuple[FileChange, ...]
    notes: tuple[str, ...]
    refused: tuple[str, ...]


def fixes_for(repository: Repository, findings: Iterable[Finding]) -> Fixes:
    """Fixes for those of the findings that have any; nothing is written."""
    fixer = _Fixer(repository)
    for finding in sorted(findings, key=lambda finding: finding.code):
        fixer.fix(finding)
    return fixer.result()


class _Fixer:
    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._workspace = repository.workspace
        self._session = EditSession(repository)
        self._notes: list[str] = []
        self._refused: list[str] = []

    def fix(self, finding: Finding) -> None:
        """Fixes a finding, where that is possible."""
        path, key_path = finding.place.file, finding.place.path
        try:
            if finding.code == "OWN002" and isinstance(self._value(path, key_path), list):
                self._fix_owner_list(path, key_path)
            elif finding.code == "FMT001" and self._is_indented_by_tabs(path):
                self._replace_tabs(path)
            elif finding.code == "FMT001" and any(map(is_cut_number, self._session.document(path).problems)):
                self._join_cut_numbers(path)
            elif finding.code == "FMT004" and finding.place.on == "value":
                self._write_intended(path, key_path)
            elif finding.code == "OWN016":
                self._write_login(path, key_path)
            elif finding.code == "FMT006" and key_path in (("by",), ("date",)) and not self._session.is_moved(path):
                self._rename_record(path)
        except OkrsError as error:
            self._refused.append(f"{error.message}; {error.remedy}" if error.remedy else error.message)

    def result(self) -> Fixes:
        """The fixes so far."""
        return Fixes(self._session.changes(), tuple(self._notes), tuple(dict.fromkeys(self._refused)))

    def _value(self, path: str, key_path: KeyPath) -> Any:
        return value_at(self._session.document(path).data, key_path)

    def _fix_owner_list(self, path: str, key_path: KeyPath) -> None:
        """Makes the first person of a list the owner, and contributors of the others."""
        key_result_path = key_path[:-1]
        key_result = self._value(path, key_result_path)
        people = list(dict.fromkeys(item for item in key_result["owner"] if isinstance(item, str) and is_id(item)))
        contributors = key_result.get("contributors", [])
        if not people or len(people) < len(set(map(repr, key_result["owner"]))) or not isinstance(contributors, list):
            raise OkrsError(f"{path}: `{format_path(key_path)}` is no list of people", "write one person")
        owner, *helpers = people
        added = [person for person in helpers if person not in contributors]
        edits: list[Edit] = [SetValue(key_path, owner)]
        if "contributors" in key_result:
            list_path = (*key_result_path, "contributors")
            edits += [InsertItem(list_path, at, person) for at, person in enumerate(added, len(contributors))]
        elif added:
            edits.append(InsertKey(key_result_path, "contributors", added, after="owner"))
        self._session.edit(path, edits)
        verb = "contributes" if len(helpers) == 1 else "contribute"
        contribution = f", and {join_words(helpers)} {verb}" if helpers else ""
        name = key_result.get("id", format_path(key_result_path))
        self._notes.append(
            f'{path}: {owner} is now the owner of key result "{name}"{contribution}; a proposal, {owner} has to agree'
        )

    def _is_indented_by_tabs(self, path: str) -> bool:
        return any(
            problem.kind is ProblemKind.TAB and problem.facts.get("place") == "indentation"
            for problem in self._session.document(path).problems
        )

    def _join_cut_numbers(self, path: str) -> None:
        self._refuse_committed_record(path)
        self._session.put(path, join_cut_numbers(self._session.document(path)))
        self._notes.append(f"{path}: numbers in braces have no commas now, which would end them")

    def _write_intended(self, path: str, key_path: KeyPath) -> None:
        """Writes the number, share, day or truth value that was meant, where there is one reading."""
        file = self._workspace.files[path]
        mismatch = next((one for one in file.mismatches if one.path == key_path and not one.on_key), None)
        days = expected_days(file.location, self._workspace.plan.calendar)
        values = intended_values(mismatch, file.data, days) if mismatch is not None else ()
        if mismatch is None or not values:
            return
        key = format_path(key_path)
        if len(values) > 1:
            raise OkrsError(f'{path}: `{key}` is "{mismatch.value}", which may be {in_words(values)}', "write one")
        self._refuse_committed_record(path)
        [value] = values
        self._session.edit(path, [SetValue(key_path, str(value) if isinstance(value, date) else value)])
        self._notes.append(f'{path}: `{key}` is {in_words(values)} now, and not "{mismatch.value}"')

    def _write_login(self, path: str, key_path: KeyPath) -> None:
        """Writes the login that is in what stands for an account, where there is one."""
        account = self._value(path, key_path)
        login = login_in(account, self._workspace.plan.config.forge_kind)
        if login is not None:
            self._session.edit(path, [SetValue(key_path, login)])
            self._notes.append(f'{path}: `{format_path(key_path)}` is `{login}` now, and not "{account}"')

    def _refuse_committed_record(self, path: str) -> None:
        if self._workspace.files[path].location.kind in RECORD_KINDS.values():
            self._refuse_committed(path, ", and a record is never edited")

    def _replace_tabs(self, path: str) -> None:
        self._refuse_committed_record(path)
        self._session.put(path, replace_tabs(self._session.document(path)))
        self._notes.append(f"{path}: its lines are indented with spaces now, and no tabs")

    def _rename_record(self, path: str) -> None:
        """Gives a record the name that follows from its content."""
        self._refuse_committed(path, "; move it by hand")
        location, record = self._workspace.files[path].location, self._workspace.records[path]
        folder, directory = path.rpartition("/")[0], self._workspace.plan.directory
        name, dot, suffix = location.name.partition(".")
        named = name[len("2026-12-31-") :]
        if directory.knows_person(named) and not directory.knows_person(record.by):
            raise OkrsError(f"{path} keeps its name, as nobody is called {record.by}", f"write `by: {named}`")
        corrections = [
            correction_path
            for correction_path, correction in self._workspace.records.items()
            if correction.corrects == location.name and correction_path.startswith(f"{folder}/")
        ]
        if corrections:
            raise OkrsError(f"{path} keeps its name, as {corrections[0]} corrects it under this one", "rename both")
        target = self._free_path(f"{folder}/{record.date}-{record.by}", f"{dot}{suffix}", location.kind)
        # The name follows from this content, so the move is refused where the file has another content by then.
        self._session.put(path, self._session.document(path))
        self._session.move(path, target)
        reason = f"as it says `by: {record.by}` and `date: {record.date}`"
        self._notes.append(f"{path}: renamed to {target.rpartition('/')[2]}, {reason}")

    def _free_path(self, stem: str, suffix: str, kind: FileKind) -> str:
        """The path of a record, with the next free number where its name is taken.

        Raises OkrsError for an agreement whose name is taken, as its content names it.
        """
        target, number = f"{stem}{suffix}.yaml", 2
        while self._session.is_taken(target):
            if kind is FileKind.AGREEMENT:
                raise name_taken_error(target, "remove one of the two")
            target, number = f"{stem}.{number}.yaml", number + 1
        return target

    def _refuse_committed(self, path: str, consequence: str) -> None:
        if self._committed_files is None:
            raise OkrsError(f"{path} stays as it is: without git it is unknown whether it is committed")
        if path in self._committed_files:
            raise OkrsError(f"{path} stays as it is: it is committed{consequence}")

    @cached_property
    def _committed_files(self) -> frozenset[str] | None:
        return committed_files(self._repository.root, self._repository.git)
