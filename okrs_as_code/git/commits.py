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
    """The author's."""
    committer_email: str
    time: int
    """When it was committed, in seconds since 1970, as the committer's clock said."""
    signed_off_by: tuple[SignOff, ...]


def commits_between(git: Git, base: str, head: str) -> list[RangeCommit]:
    """What is in the history of `head` and not in that of `base`, each commit after its parents.

    Raises RevisionError for a revision that cannot be read.
    """
    between = f"{git.commit(base)}..{git.commit(head)}"
    out = git.output("log", "-z", "--topo-order", "--reverse", f"--format={_FORMAT}", between, "--")
    fields = out.decode(errors="replace").split("\0")
    return [_commit(fields[at : at + _FIELDS]) for at in range(0, len(fields) - _FIELDS + 1, _FIELDS)]


def _commit(fields: Sequence[str]) -> RangeCommit:
    id_, parents, author, email, committer_email, time, message = fields
    signed = sign_offs(message)
    return RangeCommit(id_, tuple(parents.split()), author, email, committer_email, int(time or 0), signed)


def sign_offs(message: str) -> tuple[SignOff, ...]:
    """Those in the last paragraph of a commit's message, which is not its first.

    git's own reader of such lines is not asked, as configuration tells it what to add and where a message ends.
    """
    _, *others = _PARAGRAPHS.split(message.replace("\r\n", "\n").strip())
    lines = others[-1].split("\n") if others else ()
    found = (_SIGN_OFF.fullmatch(line.rstrip()) for line in lines)
    return tuple(SignOff(match["name"], match["email"]) for match in found if match is not None)
