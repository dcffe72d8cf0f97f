"""Which branch is checked out, and what is known here of the remote's default branch."""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.errors import RevisionError
from okrs_as_code.git.client import Git

_USUAL = ("main", "master")


@dataclass(frozen=True)
class DefaultBranch:
    """A remote's default branch, as of the last fetch."""

    remote: str
    name: str
    commit: str


def current_branch(git: Git) -> str | None:
    """The branch that is checked out; None where none is."""
    return _symbolic(git, "HEAD", "refs/heads/")


def default_branch(git: Git) -> DefaultBranch | None:
    """What the first remote's default branch was when it was last fetched; None where that is not known."""
    remote = next(iter(git.remotes()), None)
    if remote is None:
        return None
    folder = f"refs/remotes/{remote}/"
    told = _symbolic(git, f"{folder}HEAD", folder)
    for name in (told,) if told is not None else _USUAL:
        try:
            return DefaultBranch(remote, name, git.commit(f"{folder}{name}"))
        except RevisionError:
            continue
    return None


def _symbolic(git: Git, ref: str, folder: str) -> str | None:
    status, out, _ = git.run("symbolic-ref", "--quiet", ref)
    name = out.decode(errors="replace").strip()
    return name.removeprefix(folder) if status == 0 and name.startswith(folder) else None
