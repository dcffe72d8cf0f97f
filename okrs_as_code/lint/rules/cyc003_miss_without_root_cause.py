"""CYC003: a commitment that was missed, and nobody says why."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.record_entries import at_entry, correction_hint
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class MissWithoutRootCause(Rule):
    """A committed key result is graded below 1.0, without a root cause.

    ## What it does

    Looks at the latest grade of key results with `commitment: committed`, their own or their objective's, which is the
    default, and finds those with a score below 1.0 and no `root_cause`. What was dropped is not reported.

    Where nobody has a manager and there is no `okrs/teams.yaml`, it is judged only where `lint.severity` or `--select`
    names it.

    ## Why is this bad?

    Others relied on it. Why it was missed is not about who, it is about what to do otherwise next time, such as asking
    earlier, promising less, or removing what stood in the way.

    ## Example

    ```yaml okrs/2026-Q4/grades/2026-10-14-bo.yaml
    by: bo
    date: 2026-10-14
    reviewed_by: mara
    key_results:
      content/organic-pipeline/pillar-posts:
        score: 0.67
        because: Two of three went out.
        decision: modify
    ```

    ## Use instead

    A grade that is merged stays; a new record corrects it:

    ```yaml okrs/2026-Q4/grades/2026-10-14-bo.yaml
    by: bo
    date: 2026-10-14
    reviewed_by: mara
    key_results:
      content/organic-pipeline/pillar-posts:
        score: 0.67
        because: Two of three went out.
        decision: modify
    ```

    ```yaml okrs/2026-Q4/grades/2026-10-15-bo.yaml
    by: bo
    date: 2026-10-15
    corrects: 2026-10-14-bo
    reviewed_by: mara
    key_results:
      content/organic-pipeline/pillar-posts:
        score: 0.67
        because: Two of three went out.
        root_cause: Review took longer than writing, and nobody had time set aside for it.
        decision: modify
    ```

    ## Where this comes from

    Google's OKR playbook, printed in John Doerr's "Measure What Matters", asks for a postmortem where a committed OKR
    misses 1.0.
    """

    code = "CYC003"
    name = "miss-without-root-cause"
    severity = Severity.WARNING
    needs_hierarchy = True
    needs_records = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the score of the grade."""
        if node.commitment != "committed" or context.is_open(node):
            return
        grade = context.assessment.key_result(node).grade
        if grade is None or grade.entry.dropped or grade.entry.root_cause is not None:
            return
        if grade.entry.score is None or grade.entry.score >= 1:
            return
        yield self.finding(
            f'key result "{node.content.id}" was committed and ended at {grade.entry.score:g}, without a root cause',
            f"write why as `root_cause:`; {correction_hint(grade.name)}",
            subject=node.id,
            place=at_entry(grade, "score"),
            label="what stood in the way?",
            related=(Related(at_id(node), "the key result"),),
        )
