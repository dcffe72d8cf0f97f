"""Mismatches: places where plain data do not fit a model."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from okrs_as_code.finding import KeyPath

SHARE_KEYS = frozenset(("confidence", "score"))
"""Keys of shares from 0.0 to 1.0 that people like to write as `7` or `85 %`."""


class MismatchKind(StrEnum):
    """The kind of a mismatch."""

    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"
    EXCESS_KEY = "excess-key"
    """A key beside another one that excludes it."""


class Mismatch(NamedTuple):
    """A place where data do not fit the model.

    `path` is that of the unknown or excess key, of the wrong value, or of the mapping from which a key is missing;
    `field` is the name of such a key, and `intended` the known key that an unknown one was meant to be. `expected` says
    in words what fits there. The `value` of a missing or an excess key is the mapping.
    """

    kind: MismatchKind
    path: KeyPath
    expected: str = ""
    field: str = ""
    value: Any = None
    known: tuple[str, ...] = ()
    on_key: bool = False
    intended: str = ""

    @property
    def about(self) -> KeyPath:
        """The path of the value in question, whether it is written or missing."""
        return (*self.path, self.field) if self.kind is MismatchKind.MISSING_KEY else self.path
