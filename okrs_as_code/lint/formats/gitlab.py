"""GitLab's code quality report, which a merge request shows beside its lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrs_as_code.escape import json_text, sanitise_line
from okrs_as_code.finding import Located, Severity
from okrs_as_code.lint.formats.fingerprints import fingerprints
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.lint.formats.sentence import with_help

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(findings: Sequence[Located], context: FormatContext) -> str:
    """A list of objects, one a finding, in GitLab's subset of the format of Code Climate."""
    pairs = zip(findings, fingerprints(findings), strict=True)
    return json_text([_object(located, fingerprint, context) for located, fingerprint in pairs], compact=True)


def _object(located: Located, fingerprint: str, context: FormatContext) -> dict[str, Any]:
    finding, region = located.finding, located.region
    return {
        "description": sanitise_line(with_help(finding)),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES.get(finding.severity, "info"),
        "location": {
            "path": context.path(finding.place.file),
            "lines": {"begin": region.row, "end": region.last_row},
        },
    }
