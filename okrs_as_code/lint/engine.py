"""Runs rules over a workspace, and turns symbolic places into lines and columns."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from okrs_as_code.filenames import PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Located, LocatedRelated, Place, Region
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element import element_mismatches, subject_of
from okrs_as_code.lint.policy import Policy, Selection
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import RuleRun, filter_findings, with_suppressed_rules
from okrs_as_code.model.plan import ObjectiveNode
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.workspace.layout import FileKind
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.suppressions import suppressions_in


def run_rules(
    workspace: Workspace,
    today: date,
    selection: Selection | None = None,
    policy: Policy | None = None,
    all_cycles: bool = False,
    hidden: bool = False,
    focus: Container[str] | None = None,
) -> list[Finding]:
    """Every finding of the selected rules, with the severities of the policy, in no special order.

    With `hidden` also those that the selection does not show, as a change may make more of them. With `focus` the
    cycles that are looked at; what lies in others is there to be referred to, and what is found there counts nothing.
    """
    selection = selection or Selection()
    policy = policy or Policy.of(workspace.plan.config.lint)
    context = Context(workspace, today, all_cycles, focus)
    chosen = selection.rules(policy)
    suppressions = suppressions_in(workspace)
    rules = [rule for rule in with_suppressed_rules(chosen, suppressions) if can_run(rule, workspace)]
    told = (policy.applied(finding) for finding in _run(rules, context))
    found: Iterable[Finding] = (finding for finding in told if finding is not None)
    if suppressions:
        found = filter_findings(found, suppressions, RuleRun(context, policy, chosen, rules))
    return [finding for finding in found if hidden or selection.shows(finding)]


def notes(workspace: Workspace) -> tuple[str, ...]:
    """One line for each file without which some rules cannot be judged."""
    return tuple(
        f"{path} could not be read: rules that need it are not judged"
        for path in (PEOPLE_FILE, TEAMS_FILE)
        if not workspace.can_judge(path)
    )


def locate(findings: Iterable[Finding], workspace: Workspace) -> tuple[Located, ...]:
    """The findings with their positions, in order."""
    return in_order(_located(finding, workspace) for finding in findings)


def in_order(located: Iterable[Located]) -> tuple[Located, ...]:
    """Sorted by file, position, code and message."""

    def place(one: Located) -> tuple[str, int, int, str, str]:
        finding = one.finding
        return finding.place.file, one.region.row, one.region.column, finding.code, finding.message

    return tuple(sorted(located, key=place))


def can_run(rule: Rule, workspace: Workspace) -> bool:
    """Whether the files that a rule needs could be read."""
    return (workspace.people_known or not rule.needs_people) and (workspace.teams_known or not rule.needs_teams)


def _overriding(rules: list[Rule], check: str) -> list[Rule]:
    return [rule for rule in rules if getattr(type(rule), check) is not getattr(Rule, check)]


def inspect(file: SourceFile, node: ObjectiveNode | None) -> tuple[Finding, ...]:
    """What the rules find in one file alone, with the severities of their own table: true on any day.

    `node` is the objective that the file holds, where it holds one.
    """
    found: list[Finding] = []
    if file.location.role is not FileKind.OBJECTIVE:
        return ()
    for rule in _alone("check_file_alone"):
        found.extend(rule.check_file_alone(file))
    if node is None:
        return tuple(found)
    for rule in _alone("check_objective_alone") if not node.broken else ():
        found.extend(rule.check_objective_alone(node))
    for rule in _alone("check_key_result_alone"):
        for key_result in node.key_results:
            found.extend(rule.check_key_result_alone(key_result))
    return tuple(found)


@cache
def _alone(check: str) -> tuple[Rule, ...]:
    return tuple(_overriding(list(all_rules()), check))


def _run(rules: list[Rule], context: Context) -> Iterator[Finding]:
    yield from _found_alone(rules, context)
    yield from _file_findings(rules, context)
    of_objective = _overriding(rules, "check_objective")
    of_key_result = _overriding(rules, "check_key_result")
    for objective in context.plan.objectives.values():
        if not context.looks_at(objective.cycle.name):
            continue
        judged = context.judges(objective.cycle)
        for rule in of_objective if not objective.broken else ():
            if judged or rule.all_cycles:
                yield from rule.check_objective(objective, context)
        spoken_of = [key_result for key_result in objective.key_results if context.is_spoken_of(key_result)]
        for rule in of_key_result:
            if judged or rule.all_cycles:
                for key_result in spoken_of if rule.of_records else objective.key_results:
                    yield from rule.check_key_result(key_result, context)
    yield from _record_findings(_overriding(rules, "check_record"), context)
    for rule in _overriding(rules, "check_workspace"):
        yield from (finding for finding in rule.check_workspace(context) if context.owns(finding.place.file))


def _record_findings(rules: list[Rule], context: Context) -> Iterator[Finding]:
    plan = context.plan
    records: tuple[RecordNode[Any], ...] = (*plan.check_ins, *plan.agreements, *plan.grades)
    for record in records if rules else ():
        location = context.workspace.files[record.file].location
        if not context.owns(record.file):
            continue
        cycle = plan.calendar.cycle(location.cycle)
        judged = cycle is not None and context.judges(cycle)
        for rule in rules:
            if judged or rule.all_cycles:
                yield from rule.check_record(record, location, context)


def _own_files(context: Context) -> Iterator[SourceFile]:
    return (file for file in context.workspace.files.values() if context.owns(file.path))


def _found_alone(rules: list[Rule], context: Context) -> Iterator[Finding]:
    by_code = {rule.code: rule for rule in rules}
    for file in _own_files(context):
        node = context.plan.objectives.get(subject_of(file))
        for finding in file.found if file.found is not None else inspect(file, node):
            rule = by_code.get(finding.code)
            if rule is not None and (rule.all_cycles or node is None or context.judges(node.cycle)):
                yield finding


def _file_findings(rules: list[Rule], context: Context) -> Iterator[Finding]:
    of_problem = _overriding(rules, "check_problem")
    claimants = _overriding(list(all_rules()), "check_mismatch")
    for file in _own_files(context):
        if file.is_sound:
            continue
        for problem in file.document.problems:
            for rule in of_problem:
                yield from rule.check_problem(problem, file, context)
        for mismatch in element_mismatches(file):
            claiming = next((rule for rule in claimants if rule.claims(mismatch)), None)
            if claiming is not None and claiming in rules:
                yield from claiming.check_mismatch(mismatch, context)


_FIRST = Region(1, 1, 1, 1)


def _located(finding: Finding, workspace: Workspace) -> Located:
    region, line = _position(finding.place, workspace)
    related = []
    for other in finding.related:
        other_region, other_line = _position(other.place, workspace)
        related.append(LocatedRelated(other.place.file, other_region, other.message, other_line))
    return Located(finding, region, line, tuple(related))


def _position(place: Place, workspace: Workspace) -> tuple[Region, str]:
    file = workspace.files.get(place.file)
    if file is None or place.on == "file":
        return _FIRST, ""
    region = file.document.region(place)
    return region, file.document.text.line(region.row)
