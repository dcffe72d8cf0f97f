"""The commits that a change brings, and what they say about themselves: none of it is proven."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from okrs_as_code.git.client import Git

_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%ce%x00%ct%x00%B"
"""Names as the commit has them: a .mailmap, which `%aN` would follow, comes with the change itself."""
_FIELDS = 7
_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")
_SIGN_OFF = re.compile(r"signed-off-by:[ \t]*(?P<name>[^<>]*?)[ \t]*<(?P<email>[^<>\s]+)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SignOff:
    """A line `Signed-off-by: NAME <EMAIL>`, which anybody can write in anybody's name."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class RangeCommit:
    """One commit of a change."""

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    """The author's address."""
    committer_email: str
    time: int
    """Time of the commit by the committer's clock, in seconds since 1970."""
    signed_off_by: tuple[SignOff, ...]


def commits_between(git: Git, base: str, head: str) -> list[RangeCommit]:
    """Commits in the history of `head` and not in that of `base`, each after its parents.

    Raises RevisionError for a revision that cannot be read.
    """
    between = f"{git.commit(base)}..{git.commit(head)}"
    out = git.output("log", "-z", "--topo-order", "--reverse", f"--format={_FORMAT}", between, "--")
    fields = out.decode(errors="replace").split("\0")
    return [_commit(fields[at : at + _FIELDS]) for at in range(0, len(fields) - _FIELDS + 1, _FIELDS)]


def parents_of(git: Git, commit: str) -> tuple[str, ...]:
    """The parents of a commit, by its full id; none where the history is cut off there."""
    return tuple(git.output("rev-list", "--max-count=1", "--parents", commit, "--").decode().split()[1:])


def _commit(fields: Sequence[str]) -> RangeCommit:
    id_, parents, author, email, committer_email, time, message = fields
    return RangeCommit(id_, tuple(parents.split()), author, email, committer_email, int(time or 0), sign_offs(message))


def sign_offs(message: str) -> tuple[SignOff, ...]:
    """Sign-offs in the last paragraph of a commit's message, unless that is its first.

    git's own reader of such lines is not asked, as configuration tells it what to add and where a message ends.
    """
    _, *paragraphs = _PARAGRAPHS.split(message.replace("\r\n", "\n").strip())
    lines = paragraphs[-1].split("\n") if paragraphs else ()
    matches = (_SIGN_OFF.fullmatch(line.rstrip()) for line in lines)
    return tuple(SignOff(match["name"], match["email"]) for match in matches if match is not None)
