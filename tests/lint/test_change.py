"""Findings about the records of a change: policy has its say after the rule, and history is never an error."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.finding import Severity
from okrs_as_code.lint.agreement_checks import format_differences
from okrs_as_code.lint.changes.new_findings import run_rules_on_change
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.engine import run_rules
from okrs_as_code.lint.policy import Selection
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.trees.tree import WorkingTree
from tests.repositories import GOAL, SMALL, commit, git, make

TODAY = date(2026, 10, 15)
CHECK_IN = "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml"
WRONG = {CHECK_IN: "by: bo\ndate: 2026-10-12\nkey_results:\n  company/organic-pipeline/pillar-posts: {done: true}\n"}
FOR_BO = {
    "okrs/2026-Q4/agreements/2026-09-28-mara.d52a70.yaml": """\
by: mara
date: 2026-09-28
key_results:
  company/organic-pipeline/pillar-posts:
    as: owner
    terms:
      owner: bo
      measure: {type: metric, baseline: 0, target: 3, unit: posts}
"""
}


def workspace(root: Path, *files: dict[str, str]) -> Workspace:
    return load(WorkingTree(make(root, {path: text for some in (SMALL, *files) for path, text in some.items()})))


def policy(**severities: str) -> dict[str, str]:
    lines = "".join(f"    {code}: {severity}\n" for code, severity in severities.items())
    return {"okrs/config.yaml": f"lint:\n  severity:\n{lines}"}


def findings_of_change(
    base: Workspace, head: Workspace, selection: Selection | None = None
) -> list[tuple[str, Severity]]:
    findings = run_rules_on_change(base, head, TODAY, selection or Selection())
    return [(finding.code, finding.severity) for finding in findings]


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("error", [("CHK007", Severity.ERROR)]),
        ("warning", [("CHK007", Severity.WARNING)]),
        ("information", []),
    ],
)
def test_a_rule_that_was_lowered_stays_low_on_what_a_change_adds(
    severity: str, expected: list[tuple[str, Severity]], tmp_path: Path
) -> None:
    settings = policy(CHK007=severity)
    assert (
        findings_of_change(workspace(tmp_path / "base", settings), workspace(tmp_path / "head", settings, WRONG))
        == expected
    )


def test_policy_cannot_make_an_error_of_an_old_agreement(tmp_path: Path) -> None:
    old = workspace(tmp_path, policy(AGR004="error"), FOR_BO)
    assert [finding.severity for finding in run_rules(Context(old, TODAY), Selection.of(["AGR004"], []))] == [
        Severity.INFORMATION
    ]


def test_policy_cannot_spare_a_new_agreement(tmp_path: Path) -> None:
    settings = {"okrs/config.yaml": "lint: {ignore: [AGR004], severity: {AGR004: information}}\n"}
    base, head = workspace(tmp_path / "base", settings), workspace(tmp_path / "head", settings, FOR_BO)
    assert findings_of_change(base, head) == [("AGR004", Severity.ERROR)]


def test_a_record_that_nobody_could_read_is_new_when_it_is_fixed(tmp_path: Path) -> None:
    base = workspace(tmp_path / "base", {CHECK_IN: "by: [bo\n"})
    assert findings_of_change(base, workspace(tmp_path / "head", WRONG)) == [("CHK007", Severity.ERROR)]


def test_the_state_of_the_repository_is_no_finding_on_a_change(tmp_path: Path) -> None:
    required = {"okrs/config.yaml": "agreement: {required_from: 2026-Q4}\n"}
    base, head = workspace(tmp_path / "base"), workspace(tmp_path / "head", required)
    assert {finding.code for finding in run_rules(Context(head, TODAY), Selection.of(["AGR001"], []))} == {"AGR001"}
    assert findings_of_change(base, head, Selection.of(["AGR"], [])) == []
    assert findings_of_change(base, head, Selection.of([], [], verbose=True)) == []


def test_information_about_a_change_is_reported_only_when_asked_for(tmp_path: Path) -> None:
    moved_in = workspace(tmp_path / "base", {CHECK_IN: WRONG[CHECK_IN].replace("done: true", "value: 1")})
    someone = {CHECK_IN.replace("-bo", "-ana"): WRONG[CHECK_IN].replace("bo", "ana").replace("done: true", "value: 1")}
    head = workspace(tmp_path / "head", {CHECK_IN: WRONG[CHECK_IN].replace("done: true", "value: 1")}, someone)
    assert findings_of_change(moved_in, head) == []
    assert findings_of_change(moved_in, head, Selection.of(["CHK003"], [])) == [("CHK003", Severity.INFORMATION)]


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        ([TermsDifference("target", 55, 50)], "target from 55 to 50"),
        ([TermsDifference("at_least", 99.0, 99.5)], "at least from 99 to 99.5"),
        ([TermsDifference("stretch", None, 70)], "stretch is new (70)"),
        ([TermsDifference("due", "2026-12-18", "2026-12-31")], "due from 2026-12-18 to 2026-12-31"),
        ([TermsDifference("owner", {"team": "web", "lead": "dee"}, "raj")], "owner from dee for team web to raj"),
        (
            [TermsDifference("owner", {"team": "web", "lead": "dee"}, {"team": "web", "lead": "kai"})],
            "owner from dee for team web to kai for team web",
        ),
        (
            [TermsDifference("step beta", {"id": "beta", "title": "A", "weight": 1}, {"id": "beta", "title": "A"})],
            "weight of step beta is gone (it was 1)",
        ),
        ([TermsDifference("success", "x" * 80, "It holds.")], f'success from {"x" * 59}… to "It holds."'),
        (
            [
                TermsDifference(
                    "success",
                    "Customers say so unasked in the quarterly interviews, and support needs no workaround.",
                    "Customers say so unasked in the quarterly interviews, and support needs one workaround.",
                )
            ],
            'success from "…interviews, and support needs no workaround."'
            ' to "…interviews, and support needs one workaround."',
        ),
        (
            [
                TermsDifference("owner", "bo", "chen"),
                TermsDifference("measure", "metric", "binary"),
                TermsDifference("unit", "a", None),
            ],
            "owner from bo to chen, measure from metric to binary",
        ),
    ],
)
def test_what_moved_in_the_terms_is_said_in_words(differences: list[TermsDifference], words: str) -> None:
    assert format_differences(differences) == words


def test_what_the_base_made_stricter_since_the_branch_left_holds(tmp_path: Path) -> None:
    commit(make(tmp_path, SMALL))
    git(tmp_path, "switch", "-q", "-c", "branch")
    make(tmp_path, {GOAL: SMALL[GOAL] + "  - {id: guide, title: A style guide, owner: bo, measure: {type: binary}}\n"})
    commit(tmp_path)
    findings = api.lint(api.open_repository(tmp_path), TODAY, since="main").findings
    assert [(located.finding.code, located.finding.severity) for located in findings] == [("KR009", Severity.WARNING)]
    git(tmp_path, "switch", "-q", "main")
    commit(make(tmp_path, policy(KR009="error")))
    git(tmp_path, "switch", "-q", "branch")
    findings = api.lint(api.open_repository(tmp_path), TODAY, since="main").findings
    assert [(located.finding.code, located.finding.severity) for located in findings] == [("KR009", Severity.ERROR)]
