"""What a change broke: findings of the head that the base did not have, matched by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from okrs_as_code.finding import Finding
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.engine import can_run, run_rules
from okrs_as_code.lint.policy import Policy, Selection
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import apply_suppressions
from okrs_as_code.model.files.config import Config
from okrs_as_code.model.plan import Plan
from okrs_as_code.workspace.layout import EntryKind, FileKind, locate
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.suppressions import suppressions_in

Key = tuple[str, str, str]


def run_rules_on_change(
    base: Workspace,
    head: Workspace,
    today: date,
    selection: Selection,
    all_cycles: bool = False,
    tip: Config | None = None,
) -> list[Finding]:
    """The findings that are new in the head; both are judged with the same day and the policy of the base.

    That is the policy of its `tip`, where the base has gone on. A base without any file has no policy to protect; there
    the head's own is taken. Rules that describe the state of the repository are silent.
    """
    config = (tip or base.plan.config) if base.files else head.plan.config
    policy = Policy.of(config.lint)
    describes_state = frozenset(rule.code for rule in all_rules() if rule.describes_state)
    judged = replace(selection, ignored=selection.ignored | describes_state)
    before = run_rules(base, today, judged, policy, all_cycles, hidden=True)
    after = run_rules(head, today, judged, policy, all_cycles, hidden=True)
    told = _as_changes(_new(before, after, head), judged.rules(policy), base, head, today, all_cycles)
    seen = (policy.apply(finding) for finding in told)
    return [finding for finding in seen if finding is not None and selection.shows(finding)]


def _as_changes(
    new: Iterable[Finding], rules: Iterable[Rule], base: Workspace, head: Workspace, today: date, all_cycles: bool
) -> Iterator[Finding]:
    contexts = Context(base, today, all_cycles), Context(head, today, all_cycles)
    by_code = {rule.code: rule for rule in rules}
    for finding in new:
        yield finding if finding.ignored else by_code[finding.code].adjust_for_change(finding, *contexts)
    of_change = (found for rule in by_code.values() if can_run(rule, head) for found in rule.check_change(*contexts))
    yield from apply_suppressions(of_change, suppressions_in(head), today).findings


def _new(before: Iterable[Finding], after: Iterable[Finding], head: Workspace) -> Iterator[Finding]:
    """A finding is old if the base had one of the same key that was at least as severe."""
    known: dict[Key, list[int]] = defaultdict(list)
    for finding in before:
        known[_key(finding, head.plan)].append(finding.severity.rank)
    for ranks in known.values():
        ranks.sort()
    for finding in sorted(after, key=lambda one: -one.severity.rank):
        ranks = known.get(_key(finding, head.plan), [])
        if ranks and ranks[-1] >= finding.severity.rank:
            ranks.pop()
        else:
            yield finding


def _key(finding: Finding, head: Plan) -> Key:
    return finding.code, _current_subject(finding.subject, head), finding.detail


def _current_subject(subject: str, plan: Plan) -> str:
    """Today's id of what a finding is about, through `formerly`; a file by the objective it holds."""
    location = locate(subject, EntryKind.FILE)
    if location.kind is FileKind.OBJECTIVE:
        subject = f"{location.cycle}/{location.folder}/{location.name}"
    head, mark, rest = subject.partition("#")
    cycle = plan.calendar.cycle(head.split("/")[0])
    if cycle is None:
        return subject
    depth = head.count("/")
    found = None
    if depth == 2:
        found = plan.resolve_objective(head, cycle)
    elif depth == 3:
        found = plan.resolve_key_result(head, cycle)
    return f"{found or head}{mark}{rest}"
