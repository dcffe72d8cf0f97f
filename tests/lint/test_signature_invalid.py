"""AGR006 where nobody can check: no accusation, and no silence where it matters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code.finding import Severity
from okrs_as_code.lint.changes.new_findings import run_rules_on_change
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.engine import run_rules
from okrs_as_code.lint.policy import Selection
from tests.rules.cases import HERE, read

CASE = HERE / "AGR006" / "change-new-records"
DAY = date(2026, 10, 15)
SELECTED = Selection.of(["AGR006"], [])


def test_without_ssh_keygen_a_change_is_warned_and_never_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    before, after = read(CASE / "before"), read(CASE / "after")
    findings = run_rules_on_change(before, after, DAY, SELECTED)
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert {finding.message for finding in findings} == {
        f'the signature of "{person}" under key result "pillar-posts" was not checked: '
        "ssh-keygen is not installed or not on the PATH"
        for person in ("bo", "mara")
    }
    assert {finding.severity for finding in run_rules(Context(after, DAY), SELECTED)} == {Severity.INFORMATION}


def test_no_signature_no_ssh_keygen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError("nothing is signed here")

    monkeypatch.setattr("okrs_as_code.signing.program.find_ssh_keygen", refuse)
    assert run_rules(Context(read(HERE / "AGR004" / "good"), DAY), SELECTED) == []
