"""SARIF 2.1.0, the OASIS standard for findings: code scanning of forges and editors read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from okrs_as_code import __version__
from okrs_as_code.escape import json_text, sanitise_line
from okrs_as_code.finding import Finding, Located, Region, Severity
from okrs_as_code.lint.formats.fingerprints import fingerprints
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.lint.formats.sentence import with_help
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.resources import project_url, rule_url

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_ROOT = "%SRCROOT%"
FINGERPRINT = "okrsFinding/v1"
"""Key of our fingerprints. Under `primaryLocationLineHash` GitHub puts one of its own, made of lines."""


def render(findings: Sequence[Located], context: FormatContext) -> str:
    """One run; columns count code points from 1, and ends are exclusive."""
    found = {located.finding.code for located in findings}
    rules = sorted((rule for rule in all_rules() if rule.code in found), key=lambda rule: rule.code)
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    pairs = zip(findings, fingerprints(findings), strict=True)
    driver: dict[str, Any] = {"name": "okrs lint", "version": __version__, "rules": [_rule(rule) for rule in rules]}
    address = project_url("Rules")
    if address is not None:
        driver["informationUri"] = address
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the top of the git repository"}}},
        "results": [_result(located, fingerprint, indexes, context) for located, fingerprint in pairs],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, compact=True)


def _rule(rule: Rule) -> dict[str, Any]:
    documentation = rule.documentation()
    first = " ".join(documentation.split("\n\n")[0].split())
    url = rule_url(rule.code)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": first},
        "help": {"text": documentation, "markdown": documentation},
        **({"helpUri": url} if url is not None else {}),
        "defaultConfiguration": {"level": _LEVELS.get(rule.severity, "note")},
        "properties": {"tags": ["okrs", rule.code.rstrip("0123456789")]},
    }


def _result(located: Located, fingerprint: str, indexes: dict[str, int], context: FormatContext) -> dict[str, Any]:
    finding = located.finding
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": indexes[finding.code],
        "level": _LEVELS.get(finding.severity, "note"),
        "message": _message(with_help(finding)),
        "locations": [_location(finding.place.file, located.region, context)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "suppressions": _suppressions(finding),
        "properties": {"subject": sanitise_line(finding.subject)},
    }
    if located.related:
        result["relatedLocations"] = [
            {**_location(related.file, related.region, context), "id": number, "message": _message(related.message)}
            for number, related in enumerate(located.related, 1)
        ]
    return result


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    """The comment that asks to ignore a finding; an empty list says that there is none."""
    if finding.ignored is None:
        return []
    reason = sanitise_line(f"{finding.ignored.reason} (until {finding.ignored.until})")
    return [{"kind": "inSource", "status": "accepted", "justification": reason}]


def _location(file: str, region: Region, context: FormatContext) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(context.path(file)), "uriBaseId": _ROOT},
            "region": {
                "startLine": region.row,
                "startColumn": region.column,
                "endLine": region.end_row,
                "endColumn": region.end_column,
            },
        }
    }


def _uri(path: str) -> str:
    """A relative reference to a path (RFC 3986), by the bytes that its name has on the disk."""
    return quote(path, errors="surrogateescape")


def _message(text: str) -> dict[str, str]:
    """A plain text message in which nothing is a link or a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return {"text": sanitise_line(text).replace("](", r"]\u{28}").replace("{", "{{").replace("}", "}}")}
