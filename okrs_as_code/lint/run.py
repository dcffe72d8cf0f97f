"""Lints a workspace as a whole, or the change between two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from okrs_as_code.finding import Finding
from okrs_as_code.lint.engine import locate_findings, run_rules, unchecked_notes
from okrs_as_code.lint.new_findings import run_rules_on_change
from okrs_as_code.lint.policy import Selection
from okrs_as_code.lint.result import LintResult
from okrs_as_code.model.files.config import Config
from okrs_as_code.workspace.layout import lies_in
from okrs_as_code.workspace.loader import Workspace


def lint(
    workspace: Workspace, today: date, selection: Selection, paths: Sequence[str] = (), *, all_cycles: bool = False
) -> LintResult:
    """All findings; where there are `paths` from the root, only those in or below them."""
    return _result(run_rules(workspace, today, selection, all_cycles=all_cycles), workspace, paths)


def lint_change(
    base: Workspace,
    head: Workspace,
    tip: Config,
    today: date,
    selection: Selection | None = None,
    paths: Sequence[str] = (),
    *,
    all_cycles: bool = False,
) -> LintResult:
    """The findings that the head has and the base had not, by the policy of the base's `tip`."""
    findings = run_rules_on_change(base, head, today, selection or Selection(), all_cycles, tip)
    return _result(findings, head, paths)


def _result(findings: Iterable[Finding], workspace: Workspace, paths: Sequence[str]) -> LintResult:
    in_paths = [finding for finding in findings if not paths or lies_in(finding.place.file, paths)]
    return LintResult(locate_findings(in_paths, workspace), unchecked_notes(workspace), len(workspace.files))
