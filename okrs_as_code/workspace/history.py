"""The versions of one file, from one `git log --raw` and one `cat-file --batch`, whatever the length of the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.workspace.git import Git

_MARK = b"\x01"


@dataclass(frozen=True, slots=True)
class Version:
    """A file as a commit left it; `content` is None where the commit removed it."""

    commit: str
    time: int
    """When it was committed, in seconds since 1970, as the committer's clock said."""
    content: bytes | None


def versions(git: Git, path: str, revision: str = "HEAD") -> Iterator[Version]:
    """Every version of a file, the newest first; merges count where they differ from all parents.

    `path` is from the top of the repository. Raises RevisionError for a revision that cannot be read.
    """
    commit = git.commit(revision)
    arguments = ("--raw", "-z", "--no-abbrev", "--no-renames", f"--format={_MARK.decode()}%H %ct", commit, "--", path)
    found = [_entry(part) for part in git.output("log", *arguments).split(_MARK)[1:]]
    contents = git.blobs([blob for _, _, blob in found if blob is not None])
    for made_by, time, blob in found:
        yield Version(made_by, time, next(contents) if blob is not None else None)


def _entry(part: bytes) -> tuple[str, int, str | None]:
    """Commit, time, and the blob that the commit left.

    Of `COMMIT TIME NUL NL :OLD-MODE NEW-MODE OLD-BLOB NEW-BLOB STATUS NUL PATH NUL`, as `git log --raw -z` writes it.
    """
    head, _, raw = part.partition(b"\0")
    commit, time = head.decode().split()
    fields = raw.lstrip(b"\n").split(b"\0")[0].decode().split()
    return commit, int(time), fields[3] if fields[4] != "D" else None
