"""KR012: a commitment that its owner hardly believes in."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode

ENOUGH = 0.7


class CommittedWithLowConfidence(Rule):
    """A committed key result whose latest confidence is below 0.7.

    ## What it does

    Finds open key results with `commitment: committed`, their own or their objective's, which is the default, whose
    latest confidence is below 0.7. What is done is left alone. It is a follow-up: status, pages and digests show it,
    and the lint only when it is selected.

    ## Why is this bad?

    It is good that somebody says so while there is time. Others rely on a commitment, so now is the time to offer
    help, or to talk about the terms with everybody who relies on it.

    ## Example

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-chen.yaml
    by: chen
    date: 2026-10-12
    key_results:
      content/organic-pipeline/demo-requests:
        value: 41
        confidence: 0.5
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-chen.yaml
    by: chen
    date: 2026-10-12
    key_results:
      content/organic-pipeline/demo-requests:
        value: 47
        confidence: 0.8
    ```

    ## Where this comes from

    Google's OKR playbook, printed in John Doerr's "Measure What Matters", distinguishes committed from aspirational
    objectives: the first are expected at 1.0. The limit of 0.7 is ours.
    """

    code = "KR012"
    name = "committed-with-low-confidence"
    severity = Severity.FOLLOW_UP
    needs_records = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the id of the key result."""
        if node.commitment != "committed":
            return
        judged = context.assessment.judgement(node)
        confidence = judged.confidence
        if confidence is None or confidence >= ENOUGH or judged.grade is not None or judged.is_done:
            return
        yield self.finding(
            f'key result "{node.content.id}" is committed, and its confidence is {confidence:g}',
            f"ask {node.owner} what would help, or agree on other terms while there is time",
            subject=node.id,
            place=at_id(node),
            label="what support does this need?",
        )
