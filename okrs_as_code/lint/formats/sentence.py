"""The one sentence of a finding, for formats that have room for one text alone."""

from __future__ import annotations

from okrs_as_code.finding import Finding


def with_help(finding: Finding) -> str:
    """The message, and behind a dash the help."""
    return f"{finding.message} — {finding.help}" if finding.help else finding.message
