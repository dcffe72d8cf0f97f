"""FMT011: a policy or a comment that lowers or ignores a rule with a floor."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import CONFIG_FILE
from okrs_as_code.finding import Finding, KeyPath, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import subject_of
from okrs_as_code.lint.policy import is_below_floor
from okrs_as_code.lint.record_entries import with_severity_if_new
from okrs_as_code.lint.registry import is_rule, rule_named
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import referenced_rule
from okrs_as_code.workspace.suppression_comments import CommentWord, Suppression


class PolicyTooWeak(Rule):
    """A policy or a comment lowers or ignores a rule that has a floor.

    ## What it does

    Finds rules in `lint.ignore` and `lint.severity` of `okrs/config.yaml`, and in comments `# okrs: ignore[CODE]` of
    any file, that cannot be ignored or lowered: OWN001 to OWN004, AGR001 to AGR004 and CHK002; FMT001 to FMT004, as
    what cannot be read may be anything; and this rule. The attempt has no effect; they are judged as if it were not
    there.

    ## Why is this bad?

    These rules are what the files promise to their readers: each key result has an owner, who agreed to it, and nothing
    that was said is changed afterwards. A repository in which they are off looks the same, and promises nothing.

    ## Example

    ```yaml okrs/config.yaml
    lint:
      ignore: [owner-missing]
    ```

    ## Use instead

    ```yaml okrs/config.yaml
    lint:
      ignore: [owner-is-team]
    ```

    ## Where this comes from

    Ours: a team may have its own taste in wording, and everybody can rely on the rest.
    """

    code = "FMT011"
    name = "policy-too-weak"
    severity = Severity.ERROR
    all_cycles = True
    has_floor = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding for each attempt."""
        policy = context.plan.config.lint
        for position, name in enumerate(policy.ignore):
            if is_rule(name) and rule_named(name).has_floor:
                yield self._attempt_finding(
                    rule_named(name), "ignored", Place(CONFIG_FILE, ("lint", "ignore", position))
                )
        for name, severity in policy.severity.items():
            if is_rule(name) and is_below_floor(rule_named(name), Severity(severity)):
                path: KeyPath = ("lint", "severity", name)
                yield self._attempt_finding(rule_named(name), f"lowered to {severity}", Place(CONFIG_FILE, path))

    def check_suppression(
        self, suppression: Suppression, unused: tuple[CommentWord, ...], context: Context
    ) -> Iterator[Finding]:
        """One finding for each code that a comment cannot ignore."""
        for code in suppression.codes:
            rule = referenced_rule(code)
            if rule is not None and rule.has_floor:
                finding = self._attempt_finding(
                    rule, "ignored", suppression.at(code.span), subject_of(suppression.file)
                )
                yield finding._replace(detail=f"{finding.detail} {suppression.covered_line}")

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """An error in a record that the change adds."""
        return with_severity_if_new(finding, self.severity, base, head)

    def _attempt_finding(self, rule: Rule, change: str, place: Place, subject: str = CONFIG_FILE) -> Finding:
        return self.finding(
            f"{rule.code} ({rule.name}) cannot be {change}",
            "remove it here; it has no effect",
            subject=subject,
            place=place,
            label=f"{rule.code} stays of severity {rule.severity}",
            detail=f"{rule.code} {change.split()[0]}",
        )
