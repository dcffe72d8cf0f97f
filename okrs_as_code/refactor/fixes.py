"""Mends what needs no guess: lists of owners, indentation by tabs, and names of records that are not committed yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import Finding, KeyPath
from okrs_as_code.model.files.base import is_id
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.workspace.file_change import FileChange
from okrs_as_code.workspace.layout import RECORD_KINDS, FileKind
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.tree import committed_files
from okrs_as_code.yaml import ProblemKind
from okrs_as_code.yaml.edits import Edit, InsertItem, InsertKey, SetValue, format_path, value_at
from okrs_as_code.yaml.tabs import replace_tabs


@dataclass(frozen=True)
class Fixes:
    """What can be mended: the changes, what each does in words, and what was left alone with the reason."""

    changes: tuple[FileChange, ...]
    done: tuple[str, ...]
    left: tuple[str, ...]


def fixes_for(repository: Repository, findings: Iterable[Finding]) -> Fixes:
    """Fixes for those of the findings that have any; nothing is written."""
    fixer = _Fixer(repository)
    for finding in sorted(findings, key=lambda one: one.code):
        fixer.fix(finding)
    return fixer.result()


class _Fixer:
    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._workspace = repository.workspace
        self._drafts = EditSession(repository)
        self._done: list[str] = []
        self._left: list[str] = []

    def fix(self, finding: Finding) -> None:
        """Mends what a finding is about, where that is possible."""
        path, place = finding.place.file, finding.place.path
        try:
            if finding.code == "OWN002" and isinstance(self._at(path, place), list):
                self._owner_list(path, place)
            elif finding.code == "FMT001" and self._is_indented_by_tabs(path):
                self._tabs(path)
            elif finding.code == "FMT006" and place in (("by",), ("date",)) and not self._drafts.is_moved(path):
                self._record_name(path)
        except OkrsError as error:
            self._left.append(f"{error.message}; {error.remedy}" if error.remedy else error.message)

    def result(self) -> Fixes:
        """All that was done."""
        return Fixes(self._drafts.changes(), tuple(self._done), tuple(dict.fromkeys(self._left)))

    def _at(self, path: str, place: KeyPath) -> Any:
        return value_at(self._drafts.document(path).data, place)

    def _owner_list(self, path: str, place: KeyPath) -> None:
        """The first becomes the owner, the others contribute."""
        holder = place[:-1]
        key_result = self._at(path, holder)
        owners = list(dict.fromkeys(one for one in key_result["owner"] if isinstance(one, str) and is_id(one)))
        present = key_result.get("contributors", [])
        if not owners or len(owners) < len(set(map(repr, key_result["owner"]))) or not isinstance(present, list):
            raise OkrsError(f"{path}: `{format_path(place)}` is no list of people", "write one person")
        first, *others = owners
        new = [one for one in others if one not in present]
        edits: list[Edit] = [SetValue(place, first)]
        if "contributors" in key_result:
            edits += [InsertItem((*holder, "contributors"), len(present) + at, one) for at, one in enumerate(new)]
        elif new:
            edits.append(InsertKey(holder, "contributors", new, after="owner"))
        self._drafts.edit(path, edits)
        helpers = f", and {_listed(others)} {'contributes' if len(others) == 1 else 'contribute'}" if others else ""
        name = key_result.get("id", format_path(holder))
        self._done.append(
            f'{path}: {first} is now the owner of key result "{name}"{helpers}; a proposal, {first} has to agree'
        )

    def _is_indented_by_tabs(self, path: str) -> bool:
        problems = self._drafts.document(path).problems
        return any(one.kind is ProblemKind.TAB and one.facts.get("place") == "indentation" for one in problems)

    def _tabs(self, path: str) -> None:
        if self._workspace.files[path].location.role in RECORD_KINDS.values():
            self._refuse_committed(path, ", and a record is never edited")
        self._drafts.put(path, replace_tabs(self._drafts.document(path)))
        self._done.append(f"{path}: blanks stand in front of its lines now, and no tabs")

    def _record_name(self, path: str) -> None:
        """The name follows from what the record says."""
        self._refuse_committed(path, "; move it by hand")
        location, record = self._workspace.files[path].location, self._workspace.records[path]
        _, dot, suffix = location.name.partition(".")
        corrected = [
            other
            for other, one in self._workspace.records.items()
            if one.corrects == location.name and other.startswith(f"{path.rpartition('/')[0]}/")
        ]
        if corrected:
            raise OkrsError(f"{path} keeps its name, as {corrected[0]} corrects it under this one", "rename both")
        target = self._free(f"{path.rpartition('/')[0]}/{record.date}-{record.by}", f"{dot}{suffix}", location.role)
        # The name follows from this content: as a draft, it is refused where the file says something else by then.
        self._drafts.put(path, self._drafts.document(path))
        self._drafts.move(path, target)
        says = f"as it says `by: {record.by}` and `date: {record.date}`"
        self._done.append(f"{path}: renamed to {target.rpartition('/')[2]}, {says}")

    def _free(self, stem: str, suffix: str, role: FileKind) -> str:
        """The name, or the next one with a number where somebody has it; an agreement is named by its content."""
        target, number = f"{stem}{suffix}.yaml", 2
        while self._drafts.is_taken(target):
            if role is FileKind.AGREEMENT:
                raise OkrsError(f"{target} is there already", "remove one of the two")
            target, number = f"{stem}.{number}.yaml", number + 1
        return target

    def _refuse_committed(self, path: str, so: str) -> None:
        if self._committed is None:
            raise OkrsError(f"{path} stays as it is: without git nobody can tell whether it is committed")
        if path in self._committed:
            raise OkrsError(f"{path} stays as it is: it is committed{so}")

    @cached_property
    def _committed(self) -> frozenset[str] | None:
        return committed_files(self._repository.root, self._repository.git)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
