"""The policy of a repository and the selection of a request: the rules that run, and the severities of findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.registry import all_rules, codes_matching, is_rule, rule_named
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.config import LintPolicy


class Policy(NamedTuple):
    """Severities and ignored rules, by code. Rules that have a floor are in neither."""

    severities: dict[str, Severity]
    ignored: frozenset[str]

    @staticmethod
    def of(config: LintPolicy) -> Policy:
        """The policy in config.yaml; unknown rules and attempts to weaken a floor are findings of other rules.

        A rule that has a floor can only become more severe than its table says: the severity that stands there must not
        make an error of a finding for which the rule chose a milder one, as it does for older records.
        """
        severities: dict[str, Severity] = {}
        for name, severity in config.severity.items():
            rule = rule_named(name) if is_rule(name) else None
            if rule is not None and (not rule.has_floor or Severity(severity).rank > rule.severity.rank):
                severities[rule.code] = Severity(severity)
        named = [rule_named(name) for name in config.ignore if is_rule(name)]
        return Policy(severities, frozenset(rule.code for rule in named if not rule.has_floor))

    def apply(self, finding: Finding) -> Finding | None:
        """The finding with this repository's severity; None where its rule is ignored."""
        if finding.code in self.ignored:
            return None
        if finding.ignored is not None:
            return finding
        severity = self.severities.get(finding.code)
        return finding if severity is None else finding._replace(severity=severity)


def is_below_floor(rule: Rule, severity: Severity) -> bool:
    """Whether a severity is below the floor of a rule that has one."""
    return rule.has_floor and severity.rank < rule.severity.rank


class Selection(NamedTuple):
    """The findings that a request wants to see."""

    selected: frozenset[str] | None = None
    ignored: frozenset[str] = frozenset()
    verbose: bool = False

    @staticmethod
    def of(select: Iterable[str], ignore: Iterable[str], verbose: bool = False) -> Selection:
        """The selection by codes, names or families; raises OkrsError for unknown ones."""
        select = tuple(select)
        return Selection(codes_matching(select) if select else None, codes_matching(ignore), verbose)

    def rules(self, policy: Policy) -> tuple[Rule, ...]:
        """The rules that are run: those whose findings could be shown.

        Rules of information find nothing else, so they do not run unless somebody wants to see information, or policy
        has made them more severe. Nor do those of follow-ups, which nobody has to see at every lint.
        """
        return tuple(rule for rule in all_rules() if rule.code not in self.ignored and self._runs(rule, policy))

    def _runs(self, rule: Rule, policy: Policy) -> bool:
        if self.selected is not None:
            return rule.code in self.selected
        if rule.code in policy.severities:
            return True
        return self.verbose if rule.severity is Severity.INFORMATION else rule.severity is not Severity.FOLLOW_UP

    def asks_for(self, rule: Rule, policy: Policy) -> bool:
        """Whether the request, or the policy, names the rule."""
        return rule.code in (self.selected or policy.severities)

    def shows(self, finding: Finding) -> bool:
        """Whether the finding is shown: errors and warnings always, information where selected or asked for."""
        return self.selected is not None or self.verbose or finding.severity.rank >= Severity.WARNING.rank
