"""AGR001: a key result that somebody has yet to agree to."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.agreement_checks import (
    agreement_instructions,
    format_roles,
    is_agreement_required,
    missing_agreement_severity,
)
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class AgreementMissing(Rule):
    """The owner or the manager of a key result has not agreed to it.

    ## What it does

    From the cycle on that `agreement.required_from` names in `okrs/config.yaml`, it finds open key results to which
    the owner or the manager never agreed: a warning until the cycle starts, an error from then on. Where nobody is
    above the owner and nobody is named, only the owner is asked. It describes how the repository stands, so it is
    silent on a pull request: there the approvals say who is waited for.

    ## Why is this bad?

    A goal that was written for somebody is not theirs. Who agreed to it was there, is comfortable committing to it,
    and knows what their manager will call a success.

    ## Example

    ```yaml okrs/config.yaml
    agreement: {required_from: 2027-Q1}
    ```

    ```yaml okrs/2027-Q1/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish four in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 4, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/config.yaml
    agreement: {required_from: 2027-Q1}
    ```

    ```yaml okrs/2027-Q1/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish four in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 4, unit: posts}
    ```

    ```yaml okrs/2027-Q1/agreements/2026-10-14-bo.b7c210.yaml
    by: bo
    date: 2026-10-14
    key_results:
      content/organic-pipeline/pillar-posts:
        as: owner
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 4, unit: posts}
    ```

    ```yaml okrs/2027-Q1/agreements/2026-10-14-mara.4ce180.yaml
    by: mara
    date: 2026-10-14
    key_results:
      content/organic-pipeline/pillar-posts:
        as: manager
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 4, unit: posts}
    ```

    ## Where this comes from

    Ours: it is the sentence this tool exists for. Its severities are a floor: policy cannot lower, ignore or silence
    it, but it decides from which cycle on it holds.
    """

    code = "AGR001"
    name = "agreement-missing"
    severity = Severity.ERROR
    has_floor = True
    describes_state = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result, at its id."""
        if not is_agreement_required(node, context) or not context.is_open(node):
            return
        missing = [role for role in context.assessment.consent(node).missing if role.earlier is None]
        if not missing:
            return
        yield self.finding(
            f'key result "{node.content.id}" waits for {format_roles(missing)}',
            f"talk about its terms; then {agreement_instructions(node, missing)}",
            subject=node.id,
            place=at_id(node),
            label=f"not agreed to by {' and '.join(role.person for role in missing)}",
            severity=missing_agreement_severity(node, context),
        )
