"""What a move is, and what all moves ask and tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.base import LONGEST_ID, RESERVED_IDS, is_id
from okrs_as_code.source.problem import excerpt
from okrs_as_code.workspace.rewriting import FileChange


@dataclass(frozen=True)
class Move:
    """A move that is not written yet; no change where it is called so already.

    `paths` are the files and folders that it concerns, from the root; `name` is the new id.
    """

    name: str
    changes: tuple[FileChange, ...]
    told: tuple[str, ...]
    paths: tuple[str, ...] = ()


def refuse_id(new: str) -> None:
    """Raises OkrsError for what cannot be an id."""
    if new in RESERVED_IDS:
        raise OkrsError(f"`{new}` is a reserved word, and no id", "choose another id")
    if len(new) > LONGEST_ID:
        raise OkrsError(f"`{excerpt(new)}` has {len(new)} characters, and an id at most {LONGEST_ID}", "shorten it")
    if not is_id(new):
        raise OkrsError(f"`{new}` is no id", "write lower case letters, digits and hyphens, such as pillar-posts")


def mended(files: Iterable[str]) -> list[str]:
    """What is said of references that name the new id now; a file for each."""
    listed = list(files)
    if not listed:
        return []
    count = "1 reference names" if len(listed) == 1 else f"{len(listed)} references name"
    return [f"{count} the new id: {', '.join(dict.fromkeys(listed))}"]
