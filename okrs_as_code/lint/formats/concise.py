"""One line a finding: grep-able, clickable in editors and terminals."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.escape import sanitise_line
from okrs_as_code.finding import Located
from okrs_as_code.lint.formats.format_context import FormatContext


def render(findings: Sequence[Located], context: FormatContext | None = None) -> str:
    """`file:row:column: severity[CODE] message`, a line each."""
    return "".join(f"{headline(located)}\n" for located in findings)


def headline(located: Located, path: str | None = None) -> str:
    """The first line of a finding, the same in every text format; `path` is its file's where not that from the root."""
    finding, region = located.finding, located.region
    place = f"{path or finding.place.file}:{region.row}:{region.column}"
    return sanitise_line(f"{place}: {finding.severity}[{finding.code}] {finding.message}")
