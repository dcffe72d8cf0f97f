"""The remote: fetches commits as objects, so that nothing is checked out and no branch moves; and its address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from okrs_as_code.errors import RevisionError
from okrs_as_code.git.client import OBJECT_ID, Git
from okrs_as_code.model.files.base import LINK_PATTERN
from okrs_as_code.model.files.config import Forge, forge_of_address

_SSH_HOSTS = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}
"""Hosts that take ssh on the port of https, and the ones that they stand for."""
_FETCH_OPTIONS = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=")


def fetch_commits(git: Git, remote: str, commits: Iterable[str], fallback_ref: str | None = None) -> None:
    """Fetches commits by their ids as far as they can be had, also where no branch has them any more.

    Where some cannot, `fallback_ref` is fetched, too. A commit that cannot be had is no error: who needs it finds that
    it is not here. Only full ids are asked for: whatever else a forge might answer could mean something as a refspec.
    """
    missing = [commit for commit in commits if OBJECT_ID.fullmatch(commit) and not git.has(commit)]
    for commit in missing:
        git.run_as_user("fetch", *_FETCH_OPTIONS, "--", remote, commit)
    if fallback_ref is not None and not all(git.has(commit) for commit in missing):
        git.run_as_user("fetch", *_FETCH_OPTIONS, "--", remote, fallback_ref)


def fetch_ref(git: Git, remote: str, ref: str) -> str:
    """Fetches the commit that a remote's ref names now, and returns its id; raises RevisionError if there is none."""
    status, out, _ = git.run_as_user("ls-remote", "--", remote, ref)
    commit = out.decode(errors="replace").partition("\t")[0] if status == 0 else ""
    if not OBJECT_ID.fullmatch(commit):
        raise RevisionError(f"{remote} has no {ref}", "it may be gone: look at the pull request")
    fetch_commits(git, remote, (commit,), ref)
    return commit


def forge_of_remote(git: Git) -> Forge:
    """The forge that runs on the first remote's host; `none` where the name does not say, or there is no remote."""
    address = repository_address(git)
    return forge_of_address(address) if address is not None else "none"


def repository_address(git: Git) -> str | None:
    """The https address of the first remote, whatever way git reaches it; None for a path, and for what is no link."""
    for remote in git.remotes().values():
        address = remote.removesuffix("/").removesuffix(".git")
        if "://" not in address and ":" in address:
            host, _, path = address.partition(":")
            address = f"ssh://{host}/{path}"
        try:
            parts, number = urlsplit(address), urlsplit(address).port
        except ValueError:
            return None
        if parts.hostname and parts.scheme in ("https", "http", "ssh", "git"):
            port = f":{number}" if number and parts.scheme in ("https", "http") else ""
            host = _SSH_HOSTS.get(parts.hostname, parts.hostname) if parts.scheme == "ssh" else parts.hostname
            address = f"https://{host}{port}{parts.path}"
            return address if re.fullmatch(LINK_PATTERN, address) is not None else None
    return None
