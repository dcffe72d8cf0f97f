"""CYC002: a cycle that is over, and a key result without a grade."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.tasks import grade_task


class ClosedWithoutGrade(Rule):
    """Two weeks after the end of its cycle a key result has no grade.

    ## What it does

    Finds key results that are neither graded nor dropped more than 14 days after the last day of their cycle. It is a
    follow-up, about how things go and not about what is written: the lint shows it only when it is selected.

    ## Why is this bad?

    A quarter that just stops teaches nothing. The grade is ten minutes in which owner and manager say how it ended and
    what happens next.

    ## Example

    ```yaml okrs/2026-Q3/content/steady-voice.yaml
    title: Speak with one steady voice
    owner: mara
    key_results:
      - id: style-guide
        title: Answer 200 editorial questions with the style guide
        owner: bo
        measure: {type: metric, baseline: 0, target: 200, unit: questions}
    ```

    ## Use instead

    ```yaml okrs/2026-Q3/content/steady-voice.yaml
    title: Speak with one steady voice
    owner: mara
    key_results:
      - id: style-guide
        title: Answer 200 editorial questions with the style guide
        owner: bo
        measure: {type: metric, baseline: 0, target: 200, unit: questions}
    ```

    ```yaml okrs/2026-Q3/grades/2026-10-05-bo.yaml
    by: bo
    date: 2026-10-05
    reviewed_by: mara
    key_results:
      content/steady-voice/style-guide:
        score: 1.0
        because: Two hundred and twelve, and the last month was the best.
        decision: stop
    ```

    ## Where this comes from

    Google's re:Work guide grades at the end of the quarter, and takes the grades as data for the next one.
    """

    code = "CYC002"
    name = "closed-without-grade"
    severity = Severity.FOLLOW_UP
    needs_policy = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the id of the key result."""
        task = grade_task(context.assessment, context.assessment.judgement(node))
        if task is None or not task.is_late:
            return
        yield self.finding(
            f'key result "{node.content.id}" has no grade, and {node.cycle.name} ended on {node.cycle.end}',
            f"{node.owner} says how it ended: `okrs grade {node.id}` writes the record, "
            f"or add one in {OKRS_FOLDER}/{node.cycle.name}/grades/",
            subject=node.id,
            place=at_id(node),
            label="how did it end?",
        )
