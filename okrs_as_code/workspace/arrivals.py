"""The days on which records came to the main line, as far back as somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.history import CommitChanges, first_parent_changes_since
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.workspace.repository import Repository

_ONE_DAY = timedelta(days=1)
"""A commit's day is that of its author's place, which may be ahead of or behind the one by which git walks."""


def arrivals(repository: Repository, since: date, revision: str = "HEAD") -> Mapping[str, date]:
    """The days after `since` on which records came to the first parents of a revision, by their path from the root.

    A record that was moved came before. One that came together with objectives of its cycle was imported with them, and
    says nothing of when people had it. Empty in a plain folder; a clone that is cut off says what it reaches.
    """
    git, prefix = repository.git, repository.prefix
    if git is None or not git.has_commits():
        return {}
    changes = first_parent_changes_since(git, [f"{prefix}{OKRS_FOLDER}"], since - _ONE_DAY, revision)
    return {
        path: change.commit.day
        for change in changes
        if change.commit.day > since
        for path in _new_records(change, prefix)
    }


def _new_records(change: CommitChanges, prefix: str) -> Iterator[str]:
    """Yields the paths of the records that a commit added to cycles whose objectives were there before it."""
    moved = {file.before for file in change.files if file.after is None}
    added = [
        file.path.removeprefix(prefix).split("/")
        for file in change.files
        if file.before is None and file.after not in moved
    ]
    in_cycles = [parts for parts in added if len(parts) == 4]
    imported = {parts[1] for parts in in_cycles if parts[2] not in RECORD_FOLDERS}
    yield from ("/".join(parts) for parts in in_cycles if parts[2] in RECORD_FOLDERS and parts[1] not in imported)
