"""The helps of the findings of a small repository."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from okrs_as_code import api
from okrs_as_code.finding import Finding
from tests.repositories import SMALL, make

TODAY = date(2026, 10, 15)


def findings(root: Path, files: Mapping[str, str], today: date = TODAY) -> list[Finding]:
    """The findings of a repository with these files over those of `SMALL`."""
    return [
        located.finding for located in api.lint(api.open_repository(make(root, {**SMALL, **files})), today).findings
    ]


def helps(root: Path, files: Mapping[str, str], today: date = TODAY) -> dict[str, str]:
    """The help of each rule's first finding, by code."""
    return {finding.code: finding.help for finding in reversed(findings(root, files, today))}
