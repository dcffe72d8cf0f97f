"""The counts below the findings of `okrs lint`, and those in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.escape import sanitise_line
from okrs_as_code.finding import Severity
from okrs_as_code.phrases import count_phrase

if TYPE_CHECKING:
    from okrs_as_code.lint.result import LintResult


def statistics_of(result: LintResult) -> str:
    """The number of findings of each rule, the most frequent first."""
    findings = (located.finding for located in result.findings)
    counts = Counter((finding.code, finding.name, finding.severity) for finding in findings)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:>5}  {code}  {name} ({severity})\n" for (code, name, severity), count in rows)


def summary_of(result: LintResult, change: str | None, paths: Sequence[Path]) -> str:
    """The line that counts the findings by severity, and says in what: in a change, or in the paths that are named."""
    counts = [(severity, result.count(severity)) for severity in reversed(Severity)]
    phrases = [count_phrase(count, severity.value) for severity, count in counts if count]
    where = f"in {count_phrase(result.files, 'file') if change is None else change}"
    if paths and change is None:
        where = sanitise_line(f"in {paths[0]}") if len(paths) == 1 else "in what is named"
    return f"{', '.join(phrases)} {where}" if phrases else f"no findings {where}"
