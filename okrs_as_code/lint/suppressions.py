"""Applies comments that ask to ignore findings, and judges those comments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.policy import Policy
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.suppressions import CommentWord, Suppression
from okrs_as_code.yaml import Document


@dataclass(frozen=True)
class SuppressionResult:
    """Findings, of which some are ignored now, and the pairs of comment and code that did so."""

    findings: tuple[Finding, ...]
    used: frozenset[tuple[Suppression, str]]


@dataclass(frozen=True)
class RuleRun:
    """One run of rules: `selected` are those whose findings are shown, `executed` those that really ran."""

    context: Context
    policy: Policy
    selected: Collection[Rule]
    executed: Collection[Rule]


def apply_suppressions(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], today: date
) -> SuppressionResult:
    """The same findings, in their order; what a comment covers that works on this day is ignored information.

    A rule that has a floor is never ignored.
    """
    covers = _covers(suppressions, today)
    told: list[Finding] = []
    used: set[tuple[Suppression, str]] = set()
    for finding in findings:
        cover = covers.get((finding.place.file, finding.code))
        suppression = cover.suppression_at(finding.place) if cover is not None else None
        ignored = suppression.ignored if suppression is not None else None
        if suppression is None or ignored is None:
            told.append(finding)
        else:
            used.add((suppression, finding.code))
            message = f"{finding.message} (ignored until {ignored.until}: {ignored.reason})"
            told.append(replace(finding, severity=Severity.INFORMATION, message=message, ignored=ignored))
    return SuppressionResult(tuple(told), frozenset(used))


def add_suppressed_rules(chosen: Sequence[Rule], suppressions: Iterable[Suppression]) -> list[Rule]:
    """The chosen rules, and where comments are judged also those that comments name: were they needed?"""
    if not any(type(rule).check_suppression is not Rule.check_suppression for rule in chosen):
        return list(chosen)
    named = {rule for suppression in suppressions for code in suppression.codes if (rule := _ignorable(code))}
    return [rule for rule in all_rules() if rule in chosen or rule in named] if named else list(chosen)


def mark_ignored(found: Iterable[Finding], suppressions: Sequence[Suppression], run: RuleRun) -> Iterator[Finding]:
    """The findings of the chosen rules with what is ignored marked, and those about the comments themselves.

    Nothing about a comment can be ignored by another, nor made an error of in a record that is there already.
    """
    applied = apply_suppressions(found, suppressions, run.context.today)
    codes = {rule.code for rule in run.selected}
    yield from (finding for finding in applied.findings if finding.code in codes)
    for suppression in suppressions:
        if suppression.file.path in run.context.corrected_records:
            continue
        unused = tuple(_unused(suppression, applied, run))
        for rule in run.selected:
            for finding in rule.check_suppression(suppression, unused, run.context):
                told = run.policy.apply(finding)
                if told is not None:
                    yield replace(told, severity=Severity.INFORMATION) if suppression.in_record else told


def _unused(suppression: Suppression, applied: SuppressionResult, run: RuleRun) -> Iterator[CommentWord]:
    """The codes that ignored nothing although their rules were judged here."""
    if suppression.is_active(run.context.today) and _is_judged(suppression.file, run.context):
        for code in suppression.codes:
            rule = _ignorable(code)
            if rule is None or (suppression, rule.code) in applied.used:
                continue
            if rule in run.executed and _comes_to_stay(rule, run.policy):
                yield code


def _comes_to_stay(rule: Rule, policy: Policy) -> bool:
    """Whether what the rule does not find today is no matter of the day, of the change, or of policy."""
    of_change = type(rule).check_change is not Rule.check_change
    return rule.severity is not Severity.FOLLOW_UP and not of_change and rule.code not in policy.ignored


def _is_judged(file: SourceFile, context: Context) -> bool:
    """Whether nothing keeps rules from looking at a file: an old cycle, or what could not be read in full."""
    files = context.workspace.files
    needed = (file, *(files[path] for path in (PEOPLE_FILE, TEAMS_FILE, CONFIG_FILE) if path in files))
    wrong = any(not one.is_sound and (one.mismatches or one.document.problems) for one in needed)
    return context.judges_file(file.location) and not wrong


def _ignorable(code: CommentWord) -> Rule | None:
    rule = referenced_rule(code)
    return rule if rule is not None and not rule.has_floor else None


def referenced_rule(code: CommentWord) -> Rule | None:
    """The rule that a code or name means, or None where there is no such rule."""
    return _by_word().get(code.text.lower())


@cache
def _by_word() -> Mapping[str, Rule]:
    return {word: rule for rule in all_rules() for word in (rule.code.lower(), rule.name)}


def _covers(suppressions: Iterable[Suppression], today: date) -> Mapping[tuple[str, str], _Cover]:
    by_rule: dict[tuple[str, str], list[Suppression]] = {}
    for suppression in suppressions:
        for code in suppression.codes if suppression.is_active(today) else ():
            rule = _ignorable(code)
            if rule is not None:
                by_rule.setdefault((suppression.file.path, rule.code), []).append(suppression)
    return {key: _Cover(listed[0].file.document, listed) for key, listed in by_rule.items()}


class _Cover:
    """What the comments of one file cover for one rule. Elements lie in or beside each other."""

    def __init__(self, document: Document, suppressions: Iterable[Suppression]) -> None:
        self._document = document
        self._rows: dict[int, Suppression] = {}
        elements: dict[tuple[int, int], Suppression] = {}
        for one in suppressions:
            if one.row is not None:
                self._rows.setdefault(one.row, one)
            elif one.element is not None:
                elements.setdefault((one.element.start, -one.element.end), one)
        self._elements = sorted(elements)
        self._suppressions = [elements[element] for element in self._elements]
        self._outer = list(_outer(self._elements))

    def suppression_at(self, place: Place) -> Suppression | None:
        """The comment on the line of a place, or else that of the innermost element around it."""
        if place.on == "file":
            start = self._document.element_below(0)
            return self._innermost(start.start) if start is not None else None
        for span in (self._document.span(place), self._document.span(replace(place, on="key"))):
            found = self._rows.get(self._document.text.region(span).row)
            if found is not None:
                return found
        return self._innermost(self._document.span(place).start)

    def _innermost(self, offset: int) -> Suppression | None:
        at = bisect_right(self._elements, (offset, 1)) - 1
        while at >= 0 and -self._elements[at][1] < offset:
            at = self._outer[at]
        return self._suppressions[at] if at >= 0 else None


def _outer(elements: Iterable[tuple[int, int]]) -> Iterator[int]:
    """For each range, in order, the position of the one around it, or -1."""
    open_: list[tuple[int, int]] = []
    for at, (start, negative_end) in enumerate(elements):
        while open_ and open_[-1][1] < start:
            open_.pop()
        yield open_[-1][0] if open_ else -1
        open_.append((at, -negative_end))
