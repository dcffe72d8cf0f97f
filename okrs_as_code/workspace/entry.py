"""What a path is; only ordinary files are ever read."""

from __future__ import annotations

import stat
from enum import Enum


class EntryKind(Enum):
    """The kinds that make a difference."""

    FILE = "file"
    LINK = "link"
    OTHER = "other"


def kind_of(mode: int) -> EntryKind:
    """The kind that the mode of a file says."""
    if stat.S_ISREG(mode):
        return EntryKind.FILE
    return EntryKind.LINK if stat.S_ISLNK(mode) else EntryKind.OTHER
