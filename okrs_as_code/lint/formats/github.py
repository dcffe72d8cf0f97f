"""Workflow commands that a forge's CI shows beside the changed lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.escape import workflow_message, workflow_property
from okrs_as_code.finding import Located, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def render(findings: Sequence[Located]) -> str:
    """One `::error` or `::warning` command a finding; weaker severities are notices."""
    return "".join(f"{_command(located)}\n" for located in findings)


def _command(located: Located) -> str:
    finding, region = located.finding, located.region
    properties = {
        "file": finding.place.file,
        "line": str(region.row),
        "endLine": str(region.end_row),
        "col": str(region.column),
        "endColumn": str(region.end_column),
        "title": f"{finding.code} {finding.name}",
    }
    parameters = ",".join(f"{name}={workflow_property(value)}" for name, value in properties.items())
    place = f"{finding.place.file}:{region.row}:{region.column}"
    message = f"{place}: {finding.message} — {finding.help}" if finding.help else f"{place}: {finding.message}"
    return f"::{_COMMANDS.get(finding.severity, 'notice')} {parameters}::{workflow_message(message)}"
