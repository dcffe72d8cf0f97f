"""Fetches commits by their ids, as objects: nothing is checked out and no branch moves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from okrs_as_code.errors import RevisionError
from okrs_as_code.workspace.git import Git

_HOW = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=")
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
"""What else a forge might answer could mean something as a refspec."""


def fetch_commits(git: Git, remote: str, commits: Iterable[str], otherwise: str | None = None) -> None:
    """Makes commits present as far as they can be had: by id, also where no branch has them any more.

    Else whatever the ref `otherwise` has. What cannot be had is no error: who needs it finds that it is not here.
    """
    lacking = [commit for commit in commits if _ID.fullmatch(commit) and not git.has(commit)]
    for commit in lacking:
        git.run_as_user("fetch", *_HOW, "--", remote, commit)
    if otherwise is not None and not all(git.has(commit) for commit in lacking):
        git.run_as_user("fetch", *_HOW, "--", remote, otherwise)


def fetch_ref(git: Git, remote: str, ref: str) -> str:
    """Makes present what a remote's ref names now, and returns its id; raises RevisionError where there is none."""
    status, out, _ = git.run_as_user("ls-remote", "--", remote, ref)
    found = out.decode(errors="replace").partition("\t")[0] if status == 0 else ""
    if not _ID.fullmatch(found):
        raise RevisionError(f"{remote} has no {ref}", "it may be gone: look at the pull request")
    fetch_commits(git, remote, (found,), ref)
    return found
