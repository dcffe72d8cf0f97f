"""Snapshots of a repository at the end of a day: the files of the last commit up to that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.git.client import Git
from okrs_as_code.git.history import Commit, is_shallow, last_commit_on
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.repository import Repository


@dataclass(frozen=True, slots=True)
class BackdatedRecord:
    """A record that is dated up to a day, and reached the main line only after it: nobody knew it then."""

    file: str
    by: str
    day: date


class RepositorySnapshot(Repository):
    """A repository as it was at the end of a day.

    Records of later days are left out where `day` is taken for today. Raises OkrsError where there is no commit up to
    that day, or nothing in `okrs/` in it.
    """

    def __init__(self, present: Repository, day: date) -> None:
        super().__init__(present.root, present.reader)
        git = self._git_with_commits()
        commit = last_commit_on(git, day)
        if commit is None:
            remedy = "fetch the full history (`git fetch --unshallow`)" if is_shallow(git) else "ask for a later day"
            raise OkrsError(f"there is no commit up to {day}", remedy)
        self.day = day
        self.commit: Commit = commit
        if not self.workspace.files:
            raise OkrsError(f"there was nothing in okrs/ on {day}", "ask for a later day")

    def _git_with_commits(self) -> Git:
        if self.git is None or not self.git.has_commits():
            where = "is not in a git repository" if self.git is None else "has no commits yet"
            raise OkrsError(f"{self.root} {where}", "`--as-of` needs the commits of that day; `--today` does not")
        return self.git

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace of the last commit up to the day."""
        return self.at(self.commit.id)

    @cached_property
    def back_dated(self) -> tuple[BackdatedRecord, ...]:
        """The records dated up to the day that HEAD has and the commit lacks, by date; one that moved is no new one."""
        head = self._git_with_commits().commit("HEAD")
        if head == self.commit.id:
            return ()
        known = _records(self.workspace)
        known_files = {record.file for record in known}
        later = [
            record
            for record in _records(self.at(head))
            if record.content.date <= self.day
            and record.file not in known_files
            and all(record.content != earlier.content for earlier in known)
        ]
        back_dated = (BackdatedRecord(record.file, record.content.by, record.content.date) for record in later)
        return tuple(sorted(back_dated, key=lambda record: (record.day, record.file)))


def _records(workspace: Workspace) -> tuple[RecordNode[Any], ...]:
    plan = workspace.plan
    return (*plan.check_ins, *plan.agreements, *plan.grades)
