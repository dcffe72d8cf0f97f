"""GitLab's report has the documented shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from jsonschema import Draft202012Validator

from okrs_as_code.finding import Located
from okrs_as_code.lint.formats import render
from okrs_as_code.lint.formats.format_context import FormatContext
from tests.lint.formats.findings import is_safe, lint, many
from tests.nightly import examples
from tests.repositories import GOAL

SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "gitlab.schema.json").read_text(encoding="utf-8")))


def report(findings: list[Located] | tuple[Located, ...], prefix: str = "") -> list[dict[str, Any]]:
    data = json.loads(render(findings, "gitlab", FormatContext(prefix=prefix)))
    SCHEMA.validate(data)
    return list(data)


def test_the_findings_of_a_repository(tmp_path: Path) -> None:
    findings = lint(tmp_path)
    shown = [
        (one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"]) for one in report(findings)
    ]
    assert shown == [(located.finding.code, located.finding.place.file, located.region.row) for located in findings]
    assert {one["location"]["path"] for one in report(findings, "sub/")} >= {f"sub/{GOAL}"}


@examples(1)
@given(many)
def test_hostile_words(findings: list[Located]) -> None:
    shown = report(findings)
    assert len({one["fingerprint"] for one in shown}) == len(findings)
    assert all(is_safe(one["description"]) for one in shown)
