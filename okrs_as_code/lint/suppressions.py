"""Applies comments that ask to ignore findings, and judges those comments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.policy import Policy
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.suppression_comments import CommentWord, Suppression
from okrs_as_code.yaml import Document


class SuppressionResult(NamedTuple):
    """Findings, of which some are ignored now, and the pairs of comment and code that did so."""

    findings: tuple[Finding, ...]
    used: frozenset[tuple[Suppression, str]]


class RuleRun(NamedTuple):
    """One run of rules: `selected` are those whose findings are shown, `executed` those that really ran."""

    context: Context
    policy: Policy
    selected: Collection[Rule]
    executed: Collection[Rule]


def apply_suppressions(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], today: date
) -> SuppressionResult:
    """The findings, in their order; those that an active comment covers are information, and marked as ignored.

    A rule that has a floor is never ignored.
    """
    coverages = _coverages(suppressions, today)
    applied: list[Finding] = []
    used: set[tuple[Suppression, str]] = set()
    for finding in findings:
        coverage = coverages.get((finding.place.file, finding.code))
        suppression = coverage.suppression_at(finding.place) if coverage is not None else None
        ignored = suppression.ignored if suppression is not None else None
        if suppression is None or ignored is None:
            applied.append(finding)
        else:
            used.add((suppression, finding.code))
            message = f"{finding.message} (ignored until {ignored.until}: {ignored.reason})"
            applied.append(finding._replace(severity=Severity.INFORMATION, message=message, ignored=ignored))
    return SuppressionResult(tuple(applied), frozenset(used))


def add_suppressed_rules(selected: Sequence[Rule], suppressions: Iterable[Suppression]) -> list[Rule]:
    """The selected rules; where unused comments are reported, also those that comments name."""
    if not any(type(rule).check_suppression is not Rule.check_suppression for rule in selected):
        return list(selected)
    named = {rule for suppression in suppressions for code in suppression.codes if (rule := _ignorable_rule(code))}
    return [rule for rule in all_rules() if rule in selected or rule in named] if named else list(selected)


def mark_ignored(findings: Iterable[Finding], suppressions: Sequence[Suppression], run: RuleRun) -> Iterator[Finding]:
    """The findings of the selected rules, the ignored ones marked, and those about the comments themselves.

    Nothing about a comment can be ignored by another, nor made an error of in a record that is there already.
    """
    result = apply_suppressions(findings, suppressions, run.context.today)
    codes = {rule.code for rule in run.selected}
    yield from (finding for finding in result.findings if finding.code in codes)
    for suppression in suppressions:
        if suppression.file.path in run.context.corrected_records:
            continue
        unused = tuple(_unused_codes(suppression, result, run))
        for rule in run.selected:
            for finding in rule.check_suppression(suppression, unused, run.context):
                judged = run.policy.apply(finding)
                if judged is not None:
                    yield judged._replace(severity=Severity.INFORMATION) if suppression.in_record else judged


def _unused_codes(suppression: Suppression, result: SuppressionResult, run: RuleRun) -> Iterator[CommentWord]:
    """The codes that ignored nothing although their rules were judged here."""
    if suppression.is_active(run.context.today) and _is_judged(suppression.file, run.context):
        for code in suppression.codes:
            rule = _ignorable_rule(code)
            if rule is None or (suppression, rule.code) in result.used:
                continue
            if rule in run.executed and _is_lasting(rule, run.policy):
                yield code


def _is_lasting(rule: Rule, policy: Policy) -> bool:
    """Whether it does not depend on the day, on a change or on policy that the rule finds nothing today."""
    of_change = type(rule).check_change is not Rule.check_change
    return rule.severity is not Severity.FOLLOW_UP and not of_change and rule.code not in policy.ignored


def _is_judged(file: SourceFile, context: Context) -> bool:
    """Whether rules look at all of a file: its cycle is judged, and it and the files it needs could be read in full."""
    files = context.workspace.files
    needed_files = (file, *(files[path] for path in (PEOPLE_FILE, TEAMS_FILE, CONFIG_FILE) if path in files))
    has_errors = any(not needed.is_sound and (needed.mismatches or needed.document.problems) for needed in needed_files)
    return context.judges_file(file.location) and not has_errors


def _ignorable_rule(code: CommentWord) -> Rule | None:
    """The rule that a code or name means; None where there is no such rule, and for one that has a floor."""
    rule = referenced_rule(code)
    return rule if rule is not None and not rule.has_floor else None


def referenced_rule(code: CommentWord) -> Rule | None:
    """The rule that a code or name means, or None where there is no such rule."""
    return _rules_by_word().get(code.text.lower())


@cache
def _rules_by_word() -> Mapping[str, Rule]:
    """Every rule by its code and by its name, in lower case."""
    return {word: rule for rule in all_rules() for word in (rule.code.lower(), rule.name)}


def _coverages(suppressions: Iterable[Suppression], today: date) -> Mapping[tuple[str, str], _Coverage]:
    """The coverage of active comments by file and code."""
    by_rule: dict[tuple[str, str], list[Suppression]] = {}
    for suppression in suppressions:
        for code in suppression.codes if suppression.is_active(today) else ():
            rule = _ignorable_rule(code)
            if rule is not None:
                by_rule.setdefault((suppression.file.path, rule.code), []).append(suppression)
    return {key: _Coverage(comments[0].file.document, comments) for key, comments in by_rule.items()}


class _Coverage:
    """The lines and elements that the comments of one file cover for one rule. Elements lie in or beside each other."""

    def __init__(self, document: Document, suppressions: Iterable[Suppression]) -> None:
        self._document = document
        self._rows: dict[int, Suppression] = {}
        elements: dict[tuple[int, int], Suppression] = {}
        for suppression in suppressions:
            element = suppression.element
            if suppression.row is not None:
                self._rows.setdefault(suppression.row, suppression)
            elif element is not None:
                elements.setdefault((element.start, -element.end), suppression)
        self._elements = sorted(elements)
        self._suppressions = [elements[key] for key in self._elements]
        self._parents = list(_enclosing_positions(self._elements))

    def suppression_at(self, place: Place) -> Suppression | None:
        """The comment on the line of a place, or else that of the innermost element around it."""
        if place.on == "file":
            first = self._document.element_below(0)
            return self._innermost(first.start) if first is not None else None
        for span in (self._document.span(place), self._document.span(place._replace(on="key"))):
            on_line = self._rows.get(self._document.text.region(span).row)
            if on_line is not None:
                return on_line
        return self._innermost(self._document.span(place).start)

    def _innermost(self, offset: int) -> Suppression | None:
        position = bisect_right(self._elements, (offset, 1)) - 1
        while position >= 0 and -self._elements[position][1] < offset:
            position = self._parents[position]
        return self._suppressions[position] if position >= 0 else None


def _enclosing_positions(elements: Iterable[tuple[int, int]]) -> Iterator[int]:
    """For each range, in order, the position of the one around it, or -1."""
    open_: list[tuple[int, int]] = []
    for position, (start, negative_end) in enumerate(elements):
        while open_ and open_[-1][1] < start:
            open_.pop()
        yield open_[-1][0] if open_ else -1
        open_.append((position, -negative_end))
