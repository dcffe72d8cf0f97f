"""The Reviewdog Diagnostic Format, from which reviewdog makes comments on many forges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from okrs_as_code.escape import json_text, markdown_message, sanitise
from okrs_as_code.finding import Finding, Located, Region, Severity
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.lint.formats.sentence import with_help
from okrs_as_code.refactor.suggestions import Suggestion
from okrs_as_code.resources import rule_url

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING"}


def render(findings: Sequence[Located], context: FormatContext) -> str:
    """One object; columns count bytes of UTF-8 from 1, and ends are exclusive.

    Messages are Markdown, as reviewdog puts them into comments as they are.
    """
    suggestions = context.suggestions()
    diagnostics = [_diagnostic(located, suggestions, context) for located in findings]
    return json_text({"source": {"name": "okrs lint"}, "diagnostics": diagnostics}, compact=True)


def _diagnostic(located: Located, suggestions: Mapping[Finding, Suggestion], context: FormatContext) -> dict[str, Any]:
    finding = located.finding
    url = rule_url(finding.code)
    diagnostic: dict[str, Any] = {
        "message": markdown_message(with_help(finding)),
        "location": _location(finding.place.file, located.region, located.line, located.end_line, context),
        "severity": _SEVERITIES.get(finding.severity, "INFO"),
        "code": {"value": finding.code} if url is None else {"value": finding.code, "url": url},
    }
    if located.related:
        diagnostic["related_locations"] = [
            {
                "message": markdown_message(related.message),
                "location": _location(related.file, related.region, related.line, related.end_line, context),
            }
            for related in located.related
        ]
    suggestion = suggestions.get(finding)
    if suggestion is not None and all(sanitise(line) == line for line in suggestion.lines):
        diagnostic["suggestions"] = [_suggestion(suggestion)]
    return diagnostic


def _location(file: str, region: Region, line: str, end_line: str, context: FormatContext) -> dict[str, Any]:
    return {
        "path": context.path(file),
        "range": {
            "start": {"line": region.row, "column": _byte_column(line, region.column)},
            "end": {"line": region.end_row, "column": _byte_column(end_line, region.end_column)},
        },
    }


def _byte_column(line: str, column: int) -> int:
    """The column, from 1, in bytes of UTF-8, of one in code points; behind the line each counts as one byte."""
    before = line[: column - 1]
    if before.isascii():
        return column
    return column + len(before.encode()) - len(before)


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    """Whole lines: without columns both ends are inclusive."""
    return {
        "range": {"start": {"line": suggestion.row}, "end": {"line": suggestion.last_row}},
        "text": "\n".join(suggestion.lines),
    }
