"""Findings for programs: a JSON list, with the same words as in the other formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrs_as_code.escape import json_text
from okrs_as_code.finding import Finding, Located, Region
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.resources import rule_url


def render(findings: Sequence[Located], context: FormatContext | None = None) -> str:
    """A list of objects; rows and columns count from 1, ends are exclusive."""
    return json_text([_object(located) for located in findings])


def _object(located: Located) -> dict[str, Any]:
    finding = located.finding
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help,
        "subject": finding.subject,
        "filename": finding.place.file,
        **_region(located.region),
        "related": [
            {"message": related.message, "filename": related.file, **_region(related.region)}
            for related in located.related
        ],
        "url": rule_url(finding.code),
        **_ignored(finding),
    }


def _ignored(finding: Finding) -> dict[str, Any]:
    if finding.ignored is None:
        return {}
    return {"ignored": {"until": finding.ignored.until.isoformat(), "reason": finding.ignored.reason}}


def _region(region: Region) -> dict[str, Any]:
    return {
        "location": {"row": region.row, "column": region.column},
        "end_location": {"row": region.end_row, "column": region.end_column},
    }
