"""The files of a workspace, as they were loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from okrs_as_code.model.files.mismatch import Mismatch
from okrs_as_code.workspace.layout import Location
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.problem import LEFT_OUT, ProblemKind


@dataclass(frozen=True)
class SourceFile:
    """A file: its location, its document with a place for every key, and what in it did not fit its model.

    The document of a sound file is made when it is asked for; then `source` is the function that makes it.
    """

    location: Location
    source: Document | Callable[[], Document]
    mismatches: tuple[Mismatch, ...] = ()
    known_data: Any = None
    """The data, where the text is not read."""

    @cached_property
    def document(self) -> Document:
        """The text, and the place of every key in it."""
        return self.source if isinstance(self.source, Document) else self.source()

    @property
    def is_sound(self) -> bool:
        """Whether nothing in it is wrong, which is known without its text."""
        return not isinstance(self.source, Document)

    @property
    def path(self) -> str:
        """The path from the root."""
        return self.location.path

    @property
    def is_readable(self) -> bool:
        """Whether its data is known."""
        return self.is_sound or self.document.readable

    @property
    def is_whole(self) -> bool:
        """Whether its data leaves nothing out that is written."""
        return self.is_sound or not any(problem.kind in LEFT_OUT for problem in self.document.problems)

    @property
    def leaves_key_results_out(self) -> bool:
        """Whether more key results may be written than its data has: in another list, or in another document."""
        return not self.is_sound and any(
            problem.kind is ProblemKind.SEVERAL_DOCUMENTS
            or (problem.kind is ProblemKind.DUPLICATE_KEY and problem.facts["key"] == "key_results")
            for problem in self.document.problems
        )

    @property
    def data(self) -> Any:
        """The content as plain data; None where it is not known."""
        return self.known_data if self.is_sound else self.document.data
