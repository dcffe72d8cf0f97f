"""Errors that move with what they are about: a change that gives it another name has not made them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from okrs_as_code.finding import Severity
from okrs_as_code.lint.changes.new_findings import run_rules_on_change
from okrs_as_code.lint.policy import Selection
from tests.review.playing import BASE, PIPELINE, workspace

TODAY = date(2026, 10, 15)
CHECK_IN = {
    "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": (
        "by: bo\ndate: 2026-10-12\nkey_results: {company/pipeline/posts: {value: 1}}\n"
    )
}
BROKEN = BASE[PIPELINE].replace("owner: bo", "owner: [bo]")
NO_YAML = f"{BASE[PIPELINE]}  - [\n"
RENAMED = ("id: posts", "id: articles\n    formerly: [posts]")
SEARCH = PIPELINE.replace("pipeline", "search")


def errors(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    base, head = (
        workspace({**BASE, **before}),
        workspace({**dict(BASE.items() - {(PIPELINE, BASE[PIPELINE])}), **after}),
    )
    findings = run_rules_on_change(base, head, TODAY, Selection())
    return [finding.code for finding in findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({PIPELINE: BROKEN}, {PIPELINE: BROKEN.replace(*RENAMED)}),
        ({PIPELINE: BROKEN}, {PIPELINE: BASE[PIPELINE].replace(*RENAMED)}),
        ({PIPELINE: BROKEN, **CHECK_IN}, {PIPELINE: BROKEN.replace(*RENAMED), **CHECK_IN}),
        ({PIPELINE: BROKEN}, {SEARCH: BROKEN}),
        ({PIPELINE: BROKEN}, {SEARCH: f"formerly: [company/pipeline]\n{BROKEN}"}),
        ({PIPELINE: BROKEN.replace("id: posts", "id: Posts!")}, {SEARCH: BROKEN.replace("id: posts", "id: Posts!")}),
        ({PIPELINE: NO_YAML}, {SEARCH: NO_YAML}),
    ],
)
def test_what_moves_is_not_new(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    assert errors(before, after) == []


def test_a_copy_is_new() -> None:
    assert errors({PIPELINE: BROKEN}, {PIPELINE: BROKEN, SEARCH: BROKEN}) == ["OWN002"]
    assert errors({PIPELINE: NO_YAML}, {PIPELINE: NO_YAML, SEARCH: NO_YAML}) == ["FMT001"]
    other = BROKEN.replace("id: posts", "id: articles").replace("Publish three posts", "Write three articles")
    added = other[other.index("  - id: articles") : other.index("  - id: leads")]
    assert errors({PIPELINE: BROKEN}, {PIPELINE: BASE[PIPELINE] + added}) == ["OWN002"]
