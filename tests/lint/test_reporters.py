"""CHK003 on a change: a check-in is by somebody else wherever approvals ask the owner or the manager about it."""

from __future__ import annotations

import pytest

from okrs_as_code.finding import Severity
from okrs_as_code.lint.changes.new_findings import run_rules_on_change
from okrs_as_code.lint.policy import Selection
from okrs_as_code.review.requirements.requirement import ReviewerRole
from tests.lint.test_moves import TODAY
from tests.review.playing import BASE, GROWTH, PIPELINE, Proposal, workspace

CHECK_IN = "okrs/2026-Q4/check-ins/2026-10-12-dee.yaml"
REPORT = "by: dee\ndate: 2026-10-12\nkey_results: {company/pipeline/posts: {value: 3}}\n"
SENTENCE = "by: dee\ndate: 2026-10-12\nobjectives: {company/growth: {note: It grows.}}\n"
AGREEMENT = """\
by: dee
date: 2026-10-01
key_results:
  company/pipeline/posts:
    as: owner
    terms: {owner: dee, measure: {type: metric, baseline: 0, target: 3, unit: posts}, due: 2026-12-18}
"""


@pytest.mark.parametrize(
    ("more", "is_asked"),
    [
        ({}, True),
        ({"okrs/2026-Q4/agreements/2026-10-01-dee.yaml": AGREEMENT}, True),
        ({PIPELINE: BASE[PIPELINE].replace("owner: bo\n", "owner: bo\n    contributors: [dee]\n")}, True),
        ({CHECK_IN: REPORT.replace("posts", "leads")}, False),
        ({CHECK_IN: SENTENCE}, True),
        (
            {
                CHECK_IN: SENTENCE,
                GROWTH: BASE[GROWTH].replace("    owner: ana", "    contributors: [dee]\n    owner: ana"),
            },
            True,
        ),
        ({CHECK_IN: SENTENCE, GROWTH: BASE[GROWTH].replace("\nowner: ana", "\nowner: dee")}, True),
        ({CHECK_IN: SENTENCE.replace("growth", "pipeline")}, False),
    ],
)
def test_the_lint_finds_what_approvals_ask_about(more: dict[str, str], is_asked: bool) -> None:
    head = {**BASE, CHECK_IN: REPORT, **more}
    selection = Selection(frozenset(("CHK003",)))
    findings = run_rules_on_change(workspace(BASE), workspace(head), TODAY, selection)
    assert [finding.severity for finding in findings] == [Severity.INFORMATION] * is_asked
    roles = {need.reviewer_role for need in Proposal(head=head, account="dee-d").request().requirements}
    assert (ReviewerRole.OWNER_OR_MANAGER in roles) is is_asked
