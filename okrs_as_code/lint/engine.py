"""Runs rules over a workspace, and turns symbolic places into lines and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Located, LocatedRelated, Place, Region, Related
from okrs_as_code.lint.context import Context, reads_english
from okrs_as_code.lint.element_mismatch import element_mismatches
from okrs_as_code.lint.policy import Policy, Selection
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import RuleRun, add_suppressed_rules, mark_ignored
from okrs_as_code.model.files.base import CYCLE_PATTERN
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.suppression_comments import suppressions_in


def run_rules(
    context: Context,
    selection: Selection | None = None,
    policy: Policy | None = None,
    include_hidden: bool = False,
    is_flat: bool | None = None,
) -> list[Finding]:
    """Every finding of the selected rules, with the severities of the policy, in no special order.

    With `include_hidden` also those that the selection does not show, as a change may make them more severe. `is_flat`
    says whether rules that need a hierarchy are left out; by default as the workspace has one or not.
    """
    workspace, selection = context.workspace, selection or Selection()
    policy = policy or Policy.of(workspace.plan.config.lint)
    selected = selection.rules(policy)
    if workspace.plan.directory.is_flat if is_flat is None else is_flat:
        selected = tuple(rule for rule in selected if not rule.needs_hierarchy or selection.asks_for(rule, policy))
    suppressions = suppressions_in(workspace)
    rules = [rule for rule in add_suppressed_rules(selected, suppressions) if can_run(rule, workspace)]
    judged = (policy.apply(finding) for finding in _run(rules, context))
    findings: Iterable[Finding] = (finding for finding in judged if finding is not None)
    if suppressions:
        findings = mark_ignored(findings, suppressions, RuleRun(context, policy, selected, rules))
    return [finding for finding in findings if include_hidden or selection.shows(finding)]


def unchecked_notes(workspace: Workspace) -> tuple[str, ...]:
    """One line for each file that could not be read and that some rules need, for each cycle whose days do not fit, and
    one for a language that the rules lack.
    """
    notes = [
        f"{path} could not be read: rules that need it are not judged"
        for path in (PEOPLE_FILE, TEAMS_FILE, CONFIG_FILE)
        if not workspace.can_judge(path)
    ]
    notes += _cycle_notes(workspace)
    language = workspace.plan.config.language
    if not reads_english(workspace):
        notes.append(f"{CONFIG_FILE} says `language: {language}`: rules about English words are not judged")
    return tuple(notes)


def _cycle_notes(workspace: Workspace) -> Iterator[str]:
    """Yields a line for each cycle of config.yaml whose days do not fit, and what becomes of what lies in it."""
    config, calendar = workspace.files.get(CONFIG_FILE), workspace.plan.calendar
    declared = config.data.get("cycles") if config is not None and isinstance(config.data, dict) else None
    for name in declared if isinstance(declared, dict) else ():
        if not isinstance(name, str) or re.fullmatch(CYCLE_PATTERN, name) is None:
            continue
        cycle = calendar.cycle(name)
        if cycle is None:
            yield f"the days of {name} in {CONFIG_FILE} make no cycle: what lies in {OKRS_FOLDER}/{name}/ is not judged"
        elif not calendar.is_declared(cycle):
            yield f"the days of {name} in {CONFIG_FILE} make no cycle: {cycle.start} to {cycle.end} are taken for it"


def locate_findings(findings: Iterable[Finding], workspace: Workspace) -> tuple[Located, ...]:
    """The findings with their positions, sorted by file, position, code and message."""

    def sort_key(located: Located) -> tuple[str, int, int, str, str]:
        finding = located.finding
        return finding.place.file, located.region.row, located.region.column, finding.code, finding.message

    return tuple(sorted((_locate(finding, workspace) for finding in findings), key=sort_key))


def can_run(rule: Rule, workspace: Workspace) -> bool:
    """Whether the files that a rule needs could be read, and in the language of which it knows words."""
    return (
        (workspace.people_known or not rule.needs_people)
        and (workspace.teams_known or not rule.needs_teams)
        and (workspace.policy_known or not rule.needs_policy)
        and (not rule.needs_english or reads_english(workspace))
    )


def _rules_with(rules: list[Rule], check: str) -> list[Rule]:
    """The rules that override a check."""
    return [rule for rule in rules if getattr(type(rule), check) is not getattr(Rule, check)]


def _run(rules: list[Rule], context: Context) -> Iterator[Finding]:
    yield from _file_findings(rules, context)
    objective_rules = _rules_with(rules, "check_objective")
    key_result_rules = _rules_with(rules, "check_key_result")
    for objective in context.plan.objectives.values():
        is_judged = context.judges(objective.cycle)
        for rule in objective_rules if not objective.broken else ():
            if is_judged or rule.all_cycles:
                yield from rule.check_objective(objective, context)
        with_records = [key_result for key_result in objective.key_results if context.has_records(key_result)]
        for rule in key_result_rules:
            if is_judged or rule.all_cycles:
                for key_result in with_records if rule.needs_records else objective.key_results:
                    yield from rule.check_key_result(key_result, context)
    yield from _backlog_findings([rule for rule in rules if rule.in_backlog], context)
    yield from _record_findings(_rules_with(rules, "check_record"), context)
    for rule in _rules_with(rules, "check_workspace"):
        yield from rule.check_workspace(context)


def _backlog_findings(rules: list[Rule], context: Context) -> Iterator[Finding]:
    """The findings of rules that judge goals whether they are in a cycle or not."""
    objective_rules: list[Any] = _rules_with(rules, "check_objective")
    key_result_rules: list[Any] = _rules_with(rules, "check_key_result")
    for goal in context.workspace.backlog.nodes.values():
        for rule in objective_rules if not goal.broken else ():
            yield from rule.check_objective(goal, context)
        for rule in key_result_rules:
            for key_result in goal.key_results:
                yield from rule.check_key_result(key_result, context)


def _record_findings(rules: list[Rule], context: Context) -> Iterator[Finding]:
    plan = context.plan
    records: tuple[RecordNode[Any], ...] = (*plan.check_ins, *plan.agreements, *plan.grades)
    for record in records if rules else ():
        location = context.workspace.files[record.file].location
        cycle = plan.calendar.cycle(location.cycle)
        is_judged = cycle is not None and context.judges(cycle)
        for rule in rules:
            if is_judged or rule.all_cycles:
                yield from rule.check_record(record, location, context)


def _file_findings(rules: list[Rule], context: Context) -> Iterator[Finding]:
    problem_rules = _rules_with(rules, "check_problem")
    mismatch_rules = _rules_with(list(all_rules()), "check_mismatch")
    for file in context.workspace.files.values():
        if file.is_sound:
            continue
        for problem in file.document.problems:
            for rule in problem_rules:
                yield from rule.check_problem(problem, file, context)
        for mismatch in element_mismatches(file):
            candidates = (rule for rule in mismatch_rules if rule.in_backlog or not mismatch.in_backlog)
            claimant = next((rule for rule in candidates if rule.claims(mismatch)), None)
            if claimant is not None and claimant in rules:
                yield from claimant.check_mismatch(mismatch, context)


_FILE_START = Region(1, 1, 1, 1)


def _locate(finding: Finding, workspace: Workspace) -> Located:
    region, line, end_line = _position(finding.place, workspace)
    related = tuple(_locate_related(place, workspace) for place in finding.related)
    return Located(finding, region, line, end_line, related)


def _locate_related(related: Related, workspace: Workspace) -> LocatedRelated:
    region, line, end_line = _position(related.place, workspace)
    return LocatedRelated(related.place.file, region, related.message, line, end_line)


def _position(place: Place, workspace: Workspace) -> tuple[Region, str, str]:
    """The region of a place, and the lines on which it begins and ends."""
    file = workspace.files.get(place.file)
    if file is None or place.on == "file":
        return _FILE_START, "", ""
    region, text = file.document.region(place), file.document.text
    line = text.line(region.row)
    return region, line, line if region.end_row == region.row else text.line(region.end_row)
