"""The main line of HEAD: the changes of some files along it, and where each content came from."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.git.history import (
    BlobChange,
    Commit,
    CommitChanges,
    first_parent_changes,
    is_shallow,
    writing_commits,
)
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan


@dataclass(frozen=True)
class Origin:
    """The origin of a content: the commit `written` made it, and `entered` brought it to the main line.

    They differ where a merge brought it. `order` counts the changes of the main line.
    """

    written: Commit
    entered: Commit
    order: int


@dataclass(frozen=True)
class MainLineChange:
    """One change of the main line that touches a goal's files: the new blob of each; None where it is gone."""

    origin: Origin
    blobs: Mapping[str, str | None]


@dataclass(frozen=True)
class RecordOrigins:
    """The origins of records, by their path from the root."""

    entered: Mapping[str, Origin] = field(default_factory=dict)
    """The origin of each record that is committed."""
    rewritten: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)
    """Later changes of records, which nobody should make."""


@dataclass(frozen=True)
class MainLine:
    """The changes of a goal's files along the main line, the oldest first, and the origins of the records about it."""

    changes: tuple[MainLineChange, ...]
    records: RecordOrigins
    shallow: bool


def former_files(plan: Plan, node: ObjectiveNode) -> tuple[str, ...]:
    """Paths of the files that an objective is or was in, today's first."""
    return tuple(f"{OKRS_FOLDER}/{id_}.yaml" for id_ in plan.objective_ids(node))


def main_line(git: Git, files: Sequence[str], records: Sequence[str], prefix: str = "") -> MainLine:
    """The main line of HEAD, for the files of a goal and the paths of the records that name it.

    `prefix` is the root's path in the repository, ending in `/` or empty.
    """
    all_paths = {prefix + path for path in (*files, *records)}
    folders = {posixpath.dirname(path) for path in records}
    paths = [prefix + path for path in (*files, *sorted(folders))]  # git is slow where it is asked for many files
    commits = [commit.only(all_paths) for commit in first_parent_changes(git, paths)]
    side_commits = _SideCommits(git, paths, commits)
    entered: dict[str, Origin] = {}
    rewritten: dict[str, list[Origin]] = {}
    changes: list[MainLineChange] = []
    for order, changed in enumerate(commits):
        change_origin = Origin(changed.commit, changed.commit, order)
        blobs: dict[str, str | None] = {}
        for file in changed.files:
            path = file.path.removeprefix(prefix)
            origin = Origin(side_commits.of(file, changed.commit), changed.commit, order)
            if path in files:
                blobs[path] = file.after
                change_origin = origin if file.after is not None else change_origin
            elif path not in entered:
                entered[path] = origin
            else:
                rewritten.setdefault(path, []).append(origin)
        if blobs:
            changes.append(MainLineChange(change_origin, blobs))
    origins = RecordOrigins(entered, {path: tuple(origins) for path, origins in rewritten.items()})
    return MainLine(tuple(changes), origins, is_shallow(git))


class _SideCommits:
    """The commits beside the main line that made the contents which merges brought to it."""

    def __init__(self, git: Git, paths: Sequence[str], changes: Sequence[CommitChanges]) -> None:
        self._commits = writing_commits(git, paths)
        self._main_line = {change.commit.id for change in changes}

    def of(self, file: BlobChange, entered: Commit) -> Commit:
        """The last commit beside the main line that left this content; `entered` itself where that made it."""
        commits = self._commits.get((file.path, file.after), []) if file.after is not None else []
        if entered in commits:
            return entered
        beside = (commit for commit in commits if commit.id not in self._main_line and commit.time <= entered.time)
        return next(beside, entered)
