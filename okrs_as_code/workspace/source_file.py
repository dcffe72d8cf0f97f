"""Files as they were loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from okrs_as_code.model.files.validation import Mismatch
from okrs_as_code.workspace.layout import Location
from okrs_as_code.yaml import Document


@dataclass(frozen=True)
class SourceFile:
    """One file: where it is, its text with a place for every key, and what in it did not fit.

    Of a file that nothing is wrong with the text is read when a place in it is asked for.
    """

    location: Location
    source: Document | Callable[[], Document]
    mismatches: tuple[Mismatch, ...] = ()
    known: Any = None
    """The data, where the text is not read."""

    @cached_property
    def document(self) -> Document:
        """The text and its places."""
        return self.source if isinstance(self.source, Document) else self.source()

    @property
    def is_sound(self) -> bool:
        """Whether it is known, without its text, that nothing in it is wrong."""
        return not isinstance(self.source, Document)

    @property
    def path(self) -> str:
        """The path from the root."""
        return self.location.path

    @property
    def readable(self) -> bool:
        """Whether its data is known at all."""
        return self.is_sound or self.document.readable

    @property
    def data(self) -> Any:
        """What is written, as plain data; None where it is not known."""
        return self.known if self.is_sound else self.document.data
