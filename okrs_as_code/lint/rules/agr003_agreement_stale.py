"""AGR003: terms that moved after somebody agreed to them."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.agreement_checks import (
    agreement_instructions,
    at_difference,
    at_quoted_terms,
    format_differences,
    format_roles,
    missing_agreement_severity,
)
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.consent import RoleConsent
from okrs_as_code.model.goals.goal import KeyResultNode


class AgreementStale(Rule):
    """There was an agreement, and the terms moved since.

    ## What it does

    Compares the terms that an agreement quotes with those of the key result today, and says which field moved, from
    what to what. It is a warning; from the cycle on that `agreement.required_from` names in `okrs/config.yaml` it is
    an error once the cycle has started. It describes how the repository stands, so it is silent on a pull request:
    there the approvals say who is waited for.

    ## Why is this bad?

    Somebody said yes to one thing and will be judged by another. To move a goal is fine, and those who agreed to it
    have to know.

    ## Example

    ```yaml okrs/2026-Q4/agreements/2026-09-28-bo.3f9c2a.yaml
    by: bo
    date: 2026-09-28
    key_results:
      content/organic-pipeline/pillar-posts:
        as: owner
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 2, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
    ```

    ## Use instead

    The old agreement stays; a new one quotes the terms as they are:

    ```yaml okrs/2026-Q4/agreements/2026-09-28-bo.3f9c2a.yaml
    by: bo
    date: 2026-09-28
    key_results:
      content/organic-pipeline/pillar-posts:
        as: owner
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 2, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
    ```

    ```yaml okrs/2026-Q4/agreements/2026-10-14-bo.a24c0d.yaml
    by: bo
    date: 2026-10-14
    key_results:
      content/organic-pipeline/pillar-posts:
        as: owner
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 3, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
    ```

    ## Where this comes from

    Doorstop, which keeps requirements in git, stamps what was reviewed, and the stamp goes stale with the content. Its
    severities are a floor: policy cannot lower, ignore or silence it.
    """

    code = "AGR003"
    name = "agreement-stale"
    severity = Severity.WARNING
    needs_records = True
    has_floor = True
    describes_state = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result, where the first of what moved is written."""
        if not context.plan.agreements_of.get(node.id) or not context.is_open(node):
            return
        stale = [role for role in context.assessment.consent(node).missing if role.earlier is not None]
        if not stale:
            return
        yield self.finding(
            f'the terms of key result "{node.content.id}" moved since '
            + ", and since ".join(f"{who} agreed: {what}" for what, who in _agreed_by_difference(stale).items()),
            f"talk about it; then {agreement_instructions(node, stale)}",
            subject=node.id,
            place=at_difference(node, stale[0].moved),
            label=f"waits for {format_roles(stale)}",
            severity=missing_agreement_severity(node, context),
            related=tuple(
                Related(
                    at_quoted_terms(role.earlier, role.moved), f"what {role.earlier.by} agreed to on {role.earlier.day}"
                )
                for role in stale
                if role.earlier is not None
            ),
        )


def _agreed_by_difference(stale: list[RoleConsent]) -> dict[str, str]:
    """The people who agreed, by the differences since; mostly both agreed to the same terms."""
    agreed: dict[str, str] = {}
    for role in stale:
        if role.earlier is not None:
            differences, person = format_differences(role.moved), f"{role.earlier.by} ({role.role})"
            agreed[differences] = f"{agreed[differences]} and {person}" if differences in agreed else person
    return agreed
