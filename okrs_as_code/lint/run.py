"""Lints a repository: as a whole, in parts where it is large, or only what a change breaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from okrs_as_code.lint.engine import locate, notes, run_rules
from okrs_as_code.lint.new_findings import run_rules_on_change
from okrs_as_code.lint.parts import Request, judge_parts
from okrs_as_code.lint.policy import Selection
from okrs_as_code.lint.result import LintResult
from okrs_as_code.model.files.config import Config
from okrs_as_code.workspace.keeping import Keeper
from okrs_as_code.workspace.layout import lies_in
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.repository import Repository


def lint_repository(
    repository: Repository,
    today: date,
    selection: Selection,
    *,
    since: str | None,
    wanted: Sequence[str],
    all_cycles: bool,
) -> LintResult:
    """What is found; of what lies in `wanted`, paths from the root, where any is named."""

    def in_parts(keeper: Keeper) -> LintResult | None:
        parts = keeper.parts()
        if len(parts) < 2:
            return None
        found, files = judge_parts(Request(keeper, today, selection, all_cycles), parts)
        told = tuple(one for one in found if not wanted or lies_in(one.finding.place.file, wanted))
        return LintResult(told, notes(keeper.top), files)

    if since is None:
        of_parts = repository.kept(in_parts)
        if of_parts is not None:
            return of_parts
        workspace = repository.workspace
        found = run_rules(workspace, today, selection, all_cycles=all_cycles)
    else:
        base, workspace = repository.change(since)
        found = run_rules_on_change(base, workspace, today, selection, all_cycles, repository.config(since))
    told = [finding for finding in found if not wanted or lies_in(finding.place.file, wanted)]
    return LintResult(locate(told, workspace), notes(workspace), len(workspace.files))


def lint_change(fork: Workspace, head: Workspace, tip: Config, today: date) -> LintResult:
    """What a change breaks from where it left the base on, by the policy of the base's `tip`."""
    found = run_rules_on_change(fork, head, today, Selection(), tip=tip)
    return LintResult(locate(found, head), notes(head), len(head.files))
