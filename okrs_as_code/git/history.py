"""The history of files: their versions, and the order in which changes reached the main line.

Each question is one `git log --raw` and, for contents, one `cat-file --batch`, whatever the length of the history.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from okrs_as_code.day import parse_day
from okrs_as_code.git.client import Git

_HEADER = "%H%x00%ct%x00%cs%x00%an%x00%ae"
_FIELDS = 5
_UNDATED = date(1970, 1, 1)
"""The day that git itself shows for a commit whose date cannot be read."""


class Commit(NamedTuple):
    """A commit, and what it says about itself: none of it is proven."""

    id: str
    time: int
    """Time of the commit by the committer's clock, in seconds since 1970."""
    day: date
    """Day of that time, where the committer was."""
    author: str
    email: str


class BlobChange(NamedTuple):
    """One file in one commit: the ids of the blobs before and after; None where there was no file."""

    path: str
    before: str | None
    after: str | None


class CommitChanges(NamedTuple):
    """A commit with those of the files asked for that it changed."""

    commit: Commit
    files: tuple[BlobChange, ...]

    def only(self, paths: Container[str]) -> CommitChanges:
        """Returns the commit with its changes of these files only."""
        return CommitChanges(self.commit, tuple(file for file in self.files if file.path in paths))


class FileVersion(NamedTuple):
    """A file as a commit left it; `content` is None where the commit removed it."""

    commit: str
    time: int
    content: bytes | None


def file_versions(git: Git, path: str, revision: str = "HEAD") -> Iterator[FileVersion]:
    """Every version of a file, the newest first; merges count where they differ from all parents.

    `path` is from the top of the repository. Raises RevisionError for a revision that cannot be read.
    """
    versions = [(change.commit, file.after) for change in _log(git, [path], revision, "-c") for file in change.files]
    contents = git.blobs([blob for _, blob in versions if blob is not None])
    for commit, blob in versions:
        yield FileVersion(commit.id, commit.time, next(contents) if blob is not None else None)


def first_parent_changes(git: Git, paths: Sequence[str], revision: str = "HEAD") -> list[CommitChanges]:
    """Changes of files, or of all in a folder, along the first parents of a revision, the oldest first.

    Each change starts from what the one before left. What came by a merge is the merge's change.
    """
    return _log(git, paths, revision, "--first-parent", "--diff-merges=first-parent")[::-1]


def writing_commits(git: Git, paths: Sequence[str], revision: str = "HEAD") -> dict[tuple[str, str], list[Commit]]:
    """Commits, on whatever branch, by the path and blob that they left, the newest first; merges write nothing."""
    commits: dict[tuple[str, str], list[Commit]] = {}
    for change in _log(git, paths, revision, "--full-history", "--no-merges"):
        for file in change.files:
            if file.after is not None:
                commits.setdefault((file.path, file.after), []).append(change.commit)
    return commits


def first_parent_changes_since(
    git: Git, paths: Sequence[str], day: date, revision: str = "HEAD"
) -> list[CommitChanges]:
    """Changes as those of `first_parent_changes` by commits from a day on, without walking further back.

    A commit without a parent is left out: there a history begins, or is cut off, and nothing says what was there.
    """
    since = f"--since={day.isoformat()}T00:00:00Z"
    return _log(git, paths, revision, "--first-parent", "--diff-merges=first-parent", "--min-parents=1", since)[::-1]


def last_commit_on(git: Git, day: date, revision: str = "HEAD") -> Commit | None:
    """The last commit along the first parents that is dated up to a day, where it was committed; None before all."""
    out = git.output("log", "-z", "--first-parent", f"--format={_HEADER}", git.commit(revision))
    fields = out.split(b"\0")
    for start in range(0, len(fields) - _FIELDS + 1, _FIELDS):
        commit = _commit(fields[start : start + _FIELDS])
        if commit.day <= day:
            return commit
    return None


def is_shallow(git: Git) -> bool:
    """Whether the history here is cut off."""
    return git.output("rev-parse", "--is-shallow-repository").strip() == b"true"


def _log(git: Git, paths: Sequence[str], revision: str, *options: str) -> list[CommitChanges]:
    """Commits that changed one of the paths, the newest first.

    `git log --raw -z` writes `HEADER NUL`, then for each file `:MODES BLOBS STATUS NUL PATH NUL`, the first of them
    behind a line feed or a NUL. A merge (`-c`) has one mode and one blob more, and a colon for each parent.
    """
    layout = ("--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=none", f"--format={_HEADER}")
    out = git.output("log", *layout, *options, git.commit(revision), "--", *paths)
    tokens = iter(out.split(b"\0"))
    changes: list[CommitChanges] = []
    header: list[bytes] = []
    files: list[BlobChange] = []
    for token in tokens:
        token = token.removeprefix(b"\n")
        if token.startswith(b":") and len(header) == _FIELDS:
            files.append(_blob_change(token, next(tokens)))
            continue
        if len(header) == _FIELDS:
            if not token:
                continue
            changes.append(CommitChanges(_commit(header), tuple(files)))
            header, files = [], []
        header.append(token)
    if len(header) == _FIELDS:
        changes.append(CommitChanges(_commit(header), tuple(files)))
    return changes


def _commit(fields: Sequence[bytes]) -> Commit:
    id_, time, day, author, email = (field.decode(errors="replace") for field in fields)
    return Commit(id_, int(time or 0), parse_day(day) or _UNDATED, author, email)


def _blob_change(raw: bytes, path: bytes) -> BlobChange:
    parts = raw.lstrip(b":").decode().split()
    parents = len(parts) // 2 - 1
    before, after = parts[parents + 1], parts[-2]
    return BlobChange(os.fsdecode(path), _blob_or_none(before), _blob_or_none(after))


def _blob_or_none(id_: str) -> str | None:
    return id_ if id_.strip("0") else None
