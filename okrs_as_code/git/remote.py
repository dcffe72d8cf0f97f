"""Fetches commits by their ids, as objects: nothing is checked out and no branch moves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from okrs_as_code.errors import RevisionError
from okrs_as_code.git.client import Git
from okrs_as_code.model.files.config import Forge, forge_of_host

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


def forge_of_remote(git: Git) -> Forge:
    """The forge that the first remote's host tells; `none` where there is no remote."""
    address = repository_address(git)
    return forge_of_host(urlsplit(address).hostname or "") if address is not None else "none"


def repository_address(git: Git) -> str | None:
    """The https address of the first remote, whatever way git reaches it; None for a local path."""
    for remote in git.remotes().values():
        address = remote.removesuffix("/").removesuffix(".git")
        if "://" not in address and ":" in address:
            host, _, path = address.partition(":")
            address = f"ssh://{host}/{path}"
        parts = urlsplit(address)
        if parts.hostname and parts.scheme in ("https", "http", "ssh", "git"):
            port = f":{parts.port}" if parts.port and parts.scheme in ("https", "http") else ""
            return f"https://{parts.hostname}{port}{parts.path}"
    return None
