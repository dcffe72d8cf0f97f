"""The result of a lint."""

from __future__ import annotations

from typing import NamedTuple

from okrs_as_code.finding import Located, Severity


class LintResult(NamedTuple):
    """The findings of a lint, sorted by file and position, with notes on what could not be judged."""

    findings: tuple[Located, ...]
    notes: tuple[str, ...]
    files: int
    """The number of files that were read."""
    follow_ups: tuple[str, ...] = ()
    """The codes of the findings about how things go, which are not among these as nobody asked for them."""

    def count(self, severity: Severity) -> int:
        """The number of findings of this severity."""
        return sum(located.finding.severity is severity for located in self.findings)

    @property
    def errors(self) -> int:
        """The number of errors."""
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return self.count(Severity.WARNING)
