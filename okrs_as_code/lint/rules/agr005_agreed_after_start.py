"""AGR005: an agreement that came when the work had begun."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.agreement_checks import valid_agreements
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.record_entries import at_entry
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.timeline import RecordEntry


class AgreedAfterStart(Rule):
    """The first agreement to a key result came after it had started.

    ## What it does

    Finds open key results to which the owner, or the manager, first agreed after their first day: `start`, or the
    first day of the cycle. A new agreement to terms that moved, or by a new owner, is not reported. It describes how
    the repository stands, so it is silent on a pull request.

    Where nobody has a manager and there is no `okrs/teams.yaml`, it is judged only where `lint.severity` or `--select`
    names it.

    ## Why is this bad?

    Whoever is asked when the work is running can hardly say no. It is a habit to notice, and nothing to fix.

    ## Example

    ```yaml okrs/2026-Q4/agreements/2026-10-12-bo.71e0c5.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        as: owner
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 3, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/agreements/2026-09-28-bo.3f9c2a.yaml
    by: bo
    date: 2026-09-28
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

    Ours: an owner was there when it was written.
    """

    code = "AGR005"
    name = "agreed-after-start"
    severity = Severity.INFORMATION
    needs_hierarchy = True
    needs_records = True
    describes_state = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result, at its id."""
        if not context.plan.agreements_of.get(node.id) or not context.is_open(node):
            return
        late = [
            agreement
            for agreement in _first_of_each_role(valid_agreements(node, context))
            if agreement.written > node.start
        ]
        if not late:
            return
        when = " and ".join(f"{agreement.by} ({agreement.entry.as_}) on {agreement.written}" for agreement in late)
        yield self.finding(
            f'key result "{node.content.id}" started on {node.start}, and was first agreed to by {when}',
            "nothing has to be done; if it starts later than its cycle, write its first day as `start:`",
            subject=node.id,
            place=at_id(node),
            label="agreed after the start",
            related=tuple(Related(at_entry(agreement), f"agreed on {agreement.written}") for agreement in late),
        )


def _first_of_each_role(agreements: tuple[RecordEntry[AgreementEntry], ...]) -> list[RecordEntry[AgreementEntry]]:
    first: dict[str, RecordEntry[AgreementEntry]] = {}
    for agreement in agreements:
        first.setdefault(agreement.entry.as_, agreement)
    return list(first.values())
