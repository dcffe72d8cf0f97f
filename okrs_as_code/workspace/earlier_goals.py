"""Goals as they were on an earlier day, as far as the history of the main line reaches."""

from __future__ import annotations

from datetime import date

from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.git.history import last_commit_on
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.overlay import PartialTree
from okrs_as_code.workspace.trees.tree import RevisionTree


def earlier_goals(repository: Repository, cycle: Cycle, day: date, revision: str = "HEAD") -> Plan | None:
    """The goals of a cycle, without records, at the end of a day; None where no history up to `revision` reaches it.

    That is the case in a plain folder, in a clone that is cut off, and where there were no OKRs yet.
    """
    git = repository.git
    if git is None or not git.has_commits():
        return None
    commit = last_commit_on(git, day, revision)
    if commit is None:
        return None
    tree = RevisionTree(git, commit.id, repository.prefix)
    kinds = tree.entries()
    if not kinds:
        return None
    chosen = {path: kind for path, kind in kinds.items() if _is_goal_of(path, cycle)}
    ids = tree.content_ids()
    return load(PartialTree(chosen, {path: ids[path] for path in chosen}, tree.read), repository.reader).plan


def _is_goal_of(path: str, cycle: Cycle) -> bool:
    """Whether goals of a cycle are written in a file, or what is needed to read them."""
    if path in (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE):
        return True
    parts = path.split("/")
    return len(parts) == 4 and parts[:2] == [OKRS_FOLDER, cycle.name] and parts[2] not in RECORD_FOLDERS
