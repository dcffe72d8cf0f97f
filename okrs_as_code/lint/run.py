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
    workspace: Workspace, today: date, selection: Selection, wanted: Sequence[str] = (), *, all_cycles: bool = False
) -> LintResult:
    """All findings; only those in `wanted`, paths from the root, where any is named."""
    return _result(run_rules(workspace, today, selection, all_cycles=all_cycles), workspace, wanted)


def lint_change(
    base: Workspace,
    head: Workspace,
    tip: Config,
    today: date,
    selection: Selection | None = None,
    wanted: Sequence[str] = (),
    *,
    all_cycles: bool = False,
) -> LintResult:
    """The findings that the head has and the base had not, by the policy of the base's `tip`."""
    found = run_rules_on_change(base, head, today, selection or Selection(), all_cycles, tip)
    return _result(found, head, wanted)


def _result(found: Iterable[Finding], workspace: Workspace, wanted: Sequence[str]) -> LintResult:
    chosen = [finding for finding in found if not wanted or lies_in(finding.place.file, wanted)]
    return LintResult(locate_findings(chosen, workspace), unchecked_notes(workspace), len(workspace.files))
