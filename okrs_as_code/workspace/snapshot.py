"""What was known on a day: the files of the last commit of that day, whatever has been written since."""

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
    """A record that is dated on or before a day, and reached the main line only after it: nobody knew it then."""

    file: str
    by: str
    day: date


class RepositorySnapshot(Repository):
    """A repository as it was at the end of a day; what is dated later is left out by whoever takes `day` for today."""

    def __init__(self, present: Repository, day: date) -> None:
        super().__init__(present.root, present.reader)
        git = self._git_with_commits()
        found = last_commit_on(git, day)
        if found is None:
            remedy = "fetch the full history (`git fetch --unshallow`)" if is_shallow(git) else "ask for a later day"
            raise OkrsError(f"there is no commit up to {day}", remedy)
        self.day = day
        self.commit: Commit = found
        if not self.workspace.files:
            raise OkrsError(f"there was nothing in okrs/ on {day}", "ask for a later day")

    def _git_with_commits(self) -> Git:
        if self.git is None or not self.git.has_commits():
            where = "is not in a git repository" if self.git is None else "has no commits yet"
            raise OkrsError(f"{self.root} {where}", "`--as-of` needs the commits of that day; `--today` does not")
        return self.git

    @cached_property
    def workspace(self) -> Workspace:
        """What stood in the last commit of the day."""
        return self.at(self.commit.id)

    @cached_property
    def back_dated(self) -> tuple[BackdatedRecord, ...]:
        """Records dated up to the day that HEAD has and the commit has not, by date; one that moved is no new one."""
        head = self._git_with_commits().commit("HEAD")
        if head == self.commit.id:
            return ()
        known = _records(self.workspace)
        then = {record.file for record in known}
        later = [
            record
            for record in _records(self.at(head))
            if record.content.date <= self.day
            and record.file not in then
            and all(record.content != one.content for one in known)
        ]
        found = (BackdatedRecord(record.file, record.content.by, record.content.date) for record in later)
        return tuple(sorted(found, key=lambda one: (one.day, one.file)))


def _records(workspace: Workspace) -> tuple[RecordNode[Any], ...]:
    plan = workspace.plan
    return (*plan.check_ins, *plan.agreements, *plan.grades)
