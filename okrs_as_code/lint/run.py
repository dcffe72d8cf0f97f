"""Lints a workspace as a whole, or the change between two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial

from okrs_as_code.finding import Finding, Located, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.engine import locate_findings, run_rules, unchecked_notes
from okrs_as_code.lint.policy import Selection
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.result import LintResult
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.config import Config
from okrs_as_code.processes import beside
from okrs_as_code.workspace.layout import lies_in
from okrs_as_code.workspace.loader import Workspace

_FEWEST_FOR_PROCESSES = 3500
"""Key results and records from which on a process of its own for follow-ups saves time."""


def lint(
    workspace: Workspace, today: date, selection: Selection, paths: Sequence[str] = (), *, all_cycles: bool = False
) -> LintResult:
    """All findings; where there are `paths` from the root, only those in or below them."""
    context = Context(workspace, today, all_cycles)
    if selection.selected is not None:
        return _result(run_rules(context, selection), workspace, paths)
    pays = len(workspace.plan.key_results) + len(workspace.records) >= _FEWEST_FOR_PROCESSES
    with beside(partial(_follow_up_codes, context, selection.ignored, paths), pays=pays) as follow_up_codes:
        result = _result(run_rules(context, selection), workspace, paths)
        return result._replace(follow_ups=follow_up_codes())


def _follow_up_codes(context: Context, ignored: frozenset[str], paths: Sequence[str]) -> tuple[str, ...]:
    """The sorted codes of all follow-ups. They are only counted, so that nobody looks for their lines and columns."""
    findings = _in_paths(run_rules(context, Selection(_rules_of_follow_ups(), ignored)), paths)
    return tuple(sorted(finding.code for finding in findings if finding.severity is Severity.FOLLOW_UP))


def _rules_of_follow_ups() -> frozenset[str]:
    return frozenset(rule.code for rule in all_rules() if rule.severity is Severity.FOLLOW_UP)


def follow_ups(workspace: Workspace, assessment: Assessment, without: Collection[str] = ()) -> list[Finding]:
    """The follow-ups on how things go, but those of some rules, as far as policy and comments leave them."""
    context = Context(workspace, assessment.today, assessment=assessment)
    findings = run_rules(context, Selection(_rules_of_follow_ups().difference(without)))
    return [finding for finding in findings if finding.ignored is None]


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
    from okrs_as_code.lint.changes.new_findings import run_rules_on_change  # and with it all that compares two sides

    findings = run_rules_on_change(base, head, today, selection or Selection(), all_cycles, tip)
    return _result(findings, head, paths)


def common_findings(results: Sequence[LintResult]) -> LintResult:
    """The result of comparing one head with several bases: the findings that are new to every one of them."""
    first, *others = results
    new_to_others = [Counter(map(_identity, other.findings)) for other in others]

    def is_common(located: Located) -> bool:
        key = _identity(located)
        if any(not counts[key] for counts in new_to_others):
            return False
        for counts in new_to_others:
            counts[key] -= 1
        return True

    findings = tuple(located for located in first.findings if is_common(located))
    return first._replace(
        findings=findings, notes=tuple(dict.fromkeys(note for each in results for note in each.notes))
    )


def _identity(located: Located) -> tuple[str, str, str]:
    return located.finding.code, located.finding.subject, located.finding.detail


def _result(findings: Iterable[Finding], workspace: Workspace, paths: Sequence[str]) -> LintResult:
    located = locate_findings(_in_paths(findings, paths), workspace)
    return LintResult(located, unchecked_notes(workspace), len(workspace.files))


def _in_paths(findings: Iterable[Finding], paths: Sequence[str]) -> list[Finding]:
    return [finding for finding in findings if not paths or lies_in(finding.place.file, paths)]
