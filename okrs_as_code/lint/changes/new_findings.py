"""The new findings of a change: those of the head that the base did not have, matched by subject and detail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from okrs_as_code.finding import Finding
from okrs_as_code.lint.changes.moves import Moves
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.engine import can_run, run_rules
from okrs_as_code.lint.policy import Policy, Selection
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import apply_suppressions
from okrs_as_code.model.files.config import Config
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.suppression_comments import suppressions_in

FindingKey = tuple[str, str, str]
"""Code, subject and detail, which identify a finding across revisions."""


def run_rules_on_change(
    base: Workspace,
    head: Workspace,
    today: date,
    selection: Selection,
    all_cycles: bool = False,
    tip: Config | None = None,
) -> list[Finding]:
    """The findings that are new in the head; both sides are judged on the same day and by the policy of the base.

    That is the policy of its `tip`, where the base has gone on. A base without any file has no policy to protect; there
    the head's own is taken. Rules that describe the state of the repository are silent.
    """
    config = (tip or base.plan.config) if base.files else head.plan.config
    policy = Policy.of(config.lint)
    state_rules = frozenset(rule.code for rule in all_rules() if rule.describes_state)
    change_selection = selection._replace(ignored=selection.ignored | state_rules)
    is_flat = (base if base.files else head).plan.directory.is_flat
    contexts = Context(base, today, all_cycles), Context(head, today, all_cycles)
    before, after = (
        run_rules(context, change_selection, policy, include_hidden=True, is_flat=is_flat) for context in contexts
    )
    new_findings = _new_findings(before, after, Moves(base, head))
    findings = _adjust_for_change(new_findings, change_selection.rules(policy), *contexts)
    judged = (policy.apply(finding) for finding in findings)
    return [finding for finding in judged if finding is not None and selection.shows(finding)]


def _adjust_for_change(
    findings: Iterable[Finding], rules: Iterable[Rule], base: Context, head: Context
) -> Iterator[Finding]:
    """The findings as their rules report them of a change, and those that only the change itself causes."""
    by_code = {rule.code: rule for rule in rules}
    for finding in findings:
        yield finding if finding.ignored else by_code[finding.code].adjust_for_change(finding, base, head)
    rules_to_run = (rule for rule in by_code.values() if can_run(rule, head.workspace))
    of_change = (finding for rule in rules_to_run for finding in rule.check_change(base, head))
    yield from apply_suppressions(of_change, suppressions_in(head.workspace), head.today).findings


def _new_findings(before: Iterable[Finding], after: Iterable[Finding], moves: Moves) -> Iterator[Finding]:
    """The findings of the head for which the base had none of the same key that was at least as severe."""
    known: dict[FindingKey, list[int]] = defaultdict(list)
    for finding in before:
        known[_key(finding, moves.current(finding.subject))].append(finding.severity.rank)
    for ranks in known.values():
        ranks.sort()
    for finding in sorted(after, key=lambda finding: -finding.severity.rank):
        ranks = known.get(_key(finding, moves.at_head(finding.subject)), [])
        if ranks and ranks[-1] >= finding.severity.rank:
            ranks.pop()
        else:
            yield finding


def _key(finding: Finding, subject: str) -> FindingKey:
    return finding.code, subject, finding.detail
