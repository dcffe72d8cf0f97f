"""CYC004: a key result that goes on in the next cycle, and its grade does not say so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.record_entries import at_entry, correction_hint
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.record import GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.timeline import RecordEntry


class CarriedOverSilently(Rule):
    """A key result has the title of one of the cycle before, whose grade does not say that it is carried over.

    ## What it does

    Compares the title of each key result with those of the cycle before, of the same team or the same owner, whatever
    their case and spaces. Before a cycle with days of its own are all that end at most 31 days earlier. It finds those
    whose namesake was graded or dropped without `carried_to`. One that was left for later came by the backlog, where
    everybody saw it.

    ## Why is this bad?

    A goal that comes back every quarter by copying looks new each time. With `carried_to` everybody sees how long it
    has been on the way, and asks whether it is still the right one.

    ## Example

    ```yaml okrs/2026-Q3/content/organic-pipeline.yaml
    title: Be found by who looks for us
    owner: mara
    key_results:
      - id: posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ```yaml okrs/2026-Q3/grades/2026-10-05-bo.yaml
    by: bo
    date: 2026-10-05
    key_results:
      content/organic-pipeline/posts:
        score: 0.33
        because: One of three went out.
        root_cause: Review took longer than writing.
        decision: keep
    ```

    ## Use instead

    ```yaml okrs/2026-Q3/content/organic-pipeline.yaml
    title: Be found by who looks for us
    owner: mara
    key_results:
      - id: posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ```yaml okrs/2026-Q3/grades/2026-10-05-bo.yaml
    by: bo
    date: 2026-10-05
    key_results:
      content/organic-pipeline/posts:
        score: 0.33
        because: One of three went out.
        root_cause: Review took longer than writing.
        decision: keep
        carried_to: 2026-Q4/content/organic-pipeline/pillar-posts
    ```

    ## Where this comes from

    Ours: a file is copied quickly, and then looks new.
    """

    code = "CYC004"
    name = "carried-over-silently"
    severity = Severity.WARNING

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the title of the later key result, for the first of its namesakes."""
        if not context.plan.grades_of:
            return
        cycles = context.plan.calendar.before(node.cycle)
        namesakes = (context.key_results_titled(node.content.title, before.name) for before in cycles)
        for earlier in chain.from_iterable(namesakes):
            is_related = earlier.objective.team == node.objective.team or earlier.owner == node.owner
            grade = (
                context.assessment.key_result(earlier).grade if is_related and not context.is_open(earlier) else None
            )
            if grade is not None and grade.entry.carried_to is None and grade.entry.decision != "later":
                yield self._finding_at_title(node, earlier, grade)
                return

    def _finding_at_title(self, node: KeyResultNode, earlier: KeyResultNode, grade: RecordEntry[GradeEntry]) -> Finding:
        return self.finding(
            f'key result "{node.content.id}" has the title of {earlier.id}, '
            "whose grade does not say that it is carried over",
            f"write `carried_to: {node.id}` in that grade; {correction_hint(grade.name)}",
            subject=node.id,
            place=at(node, "title"),
            label=f"the same as in {earlier.cycle.name}",
            related=(Related(at(earlier, "title"), "the earlier one"), Related(at_entry(grade), "its grade")),
            detail=earlier.id,
        )
