"""AGR002: the agreement of somebody who was the manager before."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.agreement_checks import valid_agreements
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.record_entries import at_entry
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class AgreementInherited(Rule):
    """The manager's agreement is by somebody who is not the manager today.

    ## What it does

    Finds open key results whose terms were agreed to as manager only by somebody other than the manager of today. The
    agreement counts: AGR004 made sure that it was the manager's when it came in. It describes how the repository
    stands, so it is silent on a pull request.

    ## Why is this bad?

    It is not. But who judges this at the end has never said what success is; it is worth a word.

    ## Example

    Mara was Bo's manager until Raj took over:

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: raj}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ```yaml okrs/2026-Q4/agreements/2026-09-28-mara.62d0a9.yaml
    by: mara
    date: 2026-09-28
    key_results:
      content/organic-pipeline/pillar-posts:
        as: manager
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 3, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
    ```

    ## Use instead

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: raj}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ```yaml okrs/2026-Q4/agreements/2026-10-14-raj.09b1f3.yaml
    by: raj
    date: 2026-10-14
    key_results:
      content/organic-pipeline/pillar-posts:
        as: manager
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 3, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
    ```

    ## Where this comes from

    Ours: people change teams in the middle of a quarter, and nobody should have to agree twice for that.
    """

    code = "AGR002"
    name = "agreement-inherited"
    severity = Severity.INFORMATION
    needs_records = True
    has_floor = True
    describes_state = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result, at its id."""
        if not context.plan.agreements_of.get(node.id) or not context.is_open(node):
            return
        manager = context.assessment.consent(node).manager
        if manager is None or manager.current is None or manager.current.by == manager.person:
            return
        if self._has_agreed(node, manager.person, context):
            return
        agreement = manager.current
        yield self.finding(
            f'"{agreement.by}" agreed to key result "{node.content.id}" as manager, who is now "{manager.person}"',
            f"nothing has to be done, as it counts; {manager.person} can agree, too: `okrs agree {node.id}`",
            subject=node.id,
            place=at_id(node),
            label=f"{agreement.by} agreed on {agreement.day}",
            related=(Related(at_entry(agreement), "the agreement"),),
        )

    def _has_agreed(self, node: KeyResultNode, manager: str, context: Context) -> bool:
        plan = context.plan
        return any(
            agreement.by == manager and agreement.entry.as_ == "manager" and plan.is_current(agreement.entry, node)
            for agreement in valid_agreements(node, context)
        )
