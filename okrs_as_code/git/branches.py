"""The branch that is checked out, and the remote's default branch as far as it is known here."""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.errors import RevisionError
from okrs_as_code.git.client import Git

_USUAL_NAMES = ("main", "master", "trunk")
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
    folder, fetched = f"refs/remotes/{remote}/", fetched_default(git)
    for name in (fetched,) if fetched is not None else _USUAL_NAMES:
        try:
            return DefaultBranch(remote, name, git.commit(f"{folder}{name}"))
        except RevisionError:
            continue
    return None


def fetched_default(git: Git) -> str | None:
    """The name of the first remote's default branch when it was last fetched; None where that is not known."""
    remote = next(iter(git.remotes()), None)
    folder = f"refs/remotes/{remote}/"
    return _branch_behind(git, f"{folder}HEAD", folder) if remote is not None else None


def only_usual_branch(git: Git) -> str | None:
    """The only branch, here or at the first remote, with one of the usual names; None where there is none, or more."""
    remote = next(iter(git.remotes()), None)
    folders = ["refs/heads/", *([f"refs/remotes/{remote}/"] if remote is not None else ())]
    refs = [f"{folder}{name}" for name in _USUAL_NAMES for folder in folders]
    out = git.run("for-each-ref", "--format=%(refname)", *refs)[1].decode(errors="replace").splitlines()
    names = {name for name in _USUAL_NAMES for folder in folders if f"{folder}{name}" in out}
    return names.pop() if len(names) == 1 else None


def _branch_behind(git: Git, ref: str, folder: str) -> str | None:
    """The name, below a folder of refs, of the branch that a symbolic ref points to; None where it points elsewhere."""
    status, out, _ = git.run("symbolic-ref", "--quiet", ref)
    name = out.decode(errors="replace").strip()
    return name.removeprefix(folder) if status == 0 and name.startswith(folder) else None
