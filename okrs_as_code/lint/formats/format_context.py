"""The context of findings that formats need to know: where the root is, what fails, which lines a change touches."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import TYPE_CHECKING, NamedTuple

from okrs_as_code.finding import Finding, Severity

if TYPE_CHECKING:
    from okrs_as_code.refactor.suggestions import Suggestion


ChangedRows = Callable[[str], Container[int]]
"""The rows of a file that a change adds or alters."""
MAX_SUMMARY_BYTES = 2**20 - 1
"""The most that GitHub shows of the summary of one step; of what is longer it shows nothing."""


def _no_rows(_: str) -> Container[int]:
    return ()


def _no_suggestions() -> Mapping[Finding, Suggestion]:
    return {}


class FormatContext(NamedTuple):
    """The context of findings that formats need to know; what takes long to find out is a function."""

    prefix: str = ""
    """The root's path from the top of the git repository, ending in `/`; forges know files by their path from there."""
    failing: frozenset[Severity] = frozenset((Severity.ERROR,))
    """The severities that fail the lint."""
    changed_rows: ChangedRows = _no_rows
    suggestions: Callable[[], Mapping[Finding, Suggestion]] = _no_suggestions
    has_summary: bool = False
    """Whether the same findings are written to the job's summary."""
    max_bytes: int = MAX_SUMMARY_BYTES
    """The most that Markdown may be, in bytes of UTF-8."""

    def path(self, file: str) -> str:
        """The path of a file from the top of the git repository."""
        return f"{self.prefix}{file}"
