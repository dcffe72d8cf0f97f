"""KR011: an objective whose key results are all due on the last day."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Milestones, Threshold
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode


class AllDueOnTheLastDay(Rule):
    """Every key result of an objective is due on the last day of the cycle.

    ## What it does

    Finds objectives with several key results of which none is due earlier. Thresholds do not count, as they are kept
    until the end, and neither does an objective in which a step is due earlier. It is information: shown with
    `--verbose`, or when selected.

    ## Why is this bad?

    What is due on the last day is learned on the last day, when nothing can be changed any more. One that is due in
    the middle shows early whether the plan works.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
        due: 2026-11-20
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Where this comes from

    Ours.
    """

    code = "KR011"
    name = "all-due-on-the-last-day"
    severity = Severity.INFORMATION
    needs_policy = True

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding at the title of the objective."""
        counted = [
            key_result for key_result in node.key_results if not isinstance(key_result.content.measure, Threshold)
        ]
        if len(counted) > 1 and all(_is_due_last(key_result) for key_result in counted):
            yield self.finding(
                f'all key results of objective "{node.slug}" are due on the last day of {node.cycle.name}',
                "add `due:` with an earlier day to the one that shows first whether the plan works",
                subject=node.id,
                place=at_objective(node),
                label=f"nothing is due before {node.cycle.end}",
            )


def _is_due_last(node: KeyResultNode) -> bool:
    end, measure = node.cycle.end, node.content.measure
    steps = measure.steps if isinstance(measure, Milestones) else ()
    return node.due >= end and not any(step.due is not None and step.due < end for step in steps)
