"""What a lint gives."""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.finding import Located, Severity


@dataclass(frozen=True)
class LintResult:
    """What a lint found, sorted by file and position, with notes on what could not be judged."""

    findings: tuple[Located, ...]
    notes: tuple[str, ...]
    files: int
    """How many files were read."""

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(located.finding.severity is severity for located in self.findings)

    @property
    def errors(self) -> int:
        """How many are errors."""
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many are warnings."""
        return self.count(Severity.WARNING)
