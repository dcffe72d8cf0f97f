"""Runs rules over a workspace, and turns symbolic places into lines and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from okrs_as_code.filenames import PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Located, LocatedRelated, Place, Region
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element import element_mismatches
from okrs_as_code.lint.policy import Policy, Selection
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import RuleRun, add_suppressed_rules, mark_ignored
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.suppressions import suppressions_in


def run_rules(
    workspace: Workspace,
    today: date,
    selection: Selection | None = None,
    policy: Policy | None = None,
    all_cycles: bool = False,
    hidden: bool = False,
) -> list[Finding]:
    """Every finding of the selected rules, with the severities of the policy, in no special order.

    With `hidden` also those that the selection does not show, as a change may make more of them.
    """
    selection = selection or Selection()
    policy = policy or Policy.of(workspace.plan.config.lint)
    context = Context(workspace, today, all_cycles)
    chosen = selection.rules(policy)
    suppressions = suppressions_in(workspace)
    rules = [rule for rule in add_suppressed_rules(chosen, suppressions) if can_run(rule, workspace)]
    told = (policy.apply(finding) for finding in _run(rules, context))
    found: Iterable[Finding] = (finding for finding in told if finding is not None)
    if suppressions:
        found = mark_ignored(found, suppressions, RuleRun(context, policy, chosen, rules))
    return [finding for finding in found if hidden or selection.shows(finding)]


def unchecked_notes(workspace: Workspace) -> tuple[str, ...]:
    """One line for each file without which some rules cannot be judged."""
    return tuple(
        f"{path} could not be read: rules that need it are not judged"
        for path in (PEOPLE_FILE, TEAMS_FILE)
        if not workspace.can_judge(path)
    )


def locate_findings(findings: Iterable[Finding], workspace: Workspace) -> tuple[Located, ...]:
    """The findings with their positions, sorted by file, position, code and message."""

    def place(located: Located) -> tuple[str, int, int, str, str]:
        finding = located.finding
        return finding.place.file, located.region.row, located.region.column, finding.code, finding.message

    return tuple(sorted((_located(finding, workspace) for finding in findings), key=place))


def can_run(rule: Rule, workspace: Workspace) -> bool:
    """Whether the files that a rule needs could be read."""
    return (workspace.people_known or not rule.needs_people) and (workspace.teams_known or not rule.needs_teams)


def _overriding(rules: list[Rule], check: str) -> list[Rule]:
    return [rule for rule in rules if getattr(type(rule), check) is not getattr(Rule, check)]


def _run(rules: list[Rule], context: Context) -> Iterator[Finding]:
    yield from _file_findings(rules, context)
    of_objective = _overriding(rules, "check_objective")
    of_key_result = _overriding(rules, "check_key_result")
    for objective in context.plan.objectives.values():
        judged = context.judges(objective.cycle)
        for rule in of_objective if not objective.broken else ():
            if judged or rule.all_cycles:
                yield from rule.check_objective(objective, context)
        spoken_of = [key_result for key_result in objective.key_results if context.has_records(key_result)]
        for rule in of_key_result:
            if judged or rule.all_cycles:
                for key_result in spoken_of if rule.needs_records else objective.key_results:
                    yield from rule.check_key_result(key_result, context)
    yield from _record_findings(_overriding(rules, "check_record"), context)
    for rule in _overriding(rules, "check_workspace"):
        yield from rule.check_workspace(context)


def _record_findings(rules: list[Rule], context: Context) -> Iterator[Finding]:
    plan = context.plan
    records: tuple[RecordNode[Any], ...] = (*plan.check_ins, *plan.agreements, *plan.grades)
    for record in records if rules else ():
        location = context.workspace.files[record.file].location
        cycle = plan.calendar.cycle(location.cycle)
        judged = cycle is not None and context.judges(cycle)
        for rule in rules:
            if judged or rule.all_cycles:
                yield from rule.check_record(record, location, context)


def _file_findings(rules: list[Rule], context: Context) -> Iterator[Finding]:
    of_problem = _overriding(rules, "check_problem")
    claimants = _overriding(list(all_rules()), "check_mismatch")
    for file in context.workspace.files.values():
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
