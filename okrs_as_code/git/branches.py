"""The branch that is checked out, and the remote's default branch as far as it is known here."""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.errors import RevisionError
from okrs_as_code.git.client import Git

_USUAL_NAMES = ("main", "master")
"""Names to look for where the remote's HEAD was not fetched."""


@dataclass(frozen=True)
class DefaultBranch:
    """A remote's default branch, as of the last fetch."""

    remote: str
    name: str
    commit: str


def current_branch(git: Git) -> str | None:
    """The branch that is checked out; None where none is."""
    return _branch_behind(git, "HEAD", "refs/heads/")


def default_branch(git: Git) -> DefaultBranch | None:
    """The first remote's default branch when it was last fetched; None where that is not known."""
    remote = next(iter(git.remotes()), None)
    if remote is None:
        return None
    folder = f"refs/remotes/{remote}/"
    fetched = _branch_behind(git, f"{folder}HEAD", folder)
    for name in (fetched,) if fetched is not None else _USUAL_NAMES:
        try:
            return DefaultBranch(remote, name, git.commit(f"{folder}{name}"))
        except RevisionError:
            continue
    return None


def _branch_behind(git: Git, ref: str, folder: str) -> str | None:
    """The name, below a folder of refs, of the branch that a symbolic ref points to; None where it points elsewhere."""
    status, out, _ = git.run("symbolic-ref", "--quiet", ref)
    name = out.decode(errors="replace").strip()
    return name.removeprefix(folder) if status == 0 and name.startswith(folder) else None
