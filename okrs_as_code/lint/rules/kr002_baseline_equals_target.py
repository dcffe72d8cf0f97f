"""KR002: a target that is already reached."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.goals.goal import KeyResultNode


class BaselineEqualsTarget(Rule):
    """The baseline of a metric equals its target.

    ## What it does

    Finds metrics that end where they start.

    ## Why is this bad?

    There is no way to go, so there is no progress to show: the key result was reached before it began, or one of the
    numbers is wrong. What is meant to stay as it is, is a threshold.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: demo-requests
        title: Keep demo requests from search at 40 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 40, unit: requests a month}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: demo-requests
        title: Keep demo requests from search at 40 a month
        owner: chen
        measure: {type: threshold, at_least: 40, unit: requests a month}
    ```

    ## Where this comes from

    Ours: progress is the share of the way from baseline to target, and here there is none.
    """

    code = "KR002"
    name = "baseline-equals-target"
    severity = Severity.ERROR

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the target."""
        measure = node.content.measure
        if isinstance(measure, Metric) and measure.baseline == measure.target:
            yield self.finding(
                f'the target of key result "{node.content.id}" equals its baseline, {measure.target:.15g}',
                "correct one of the numbers, or use `type: threshold` with `at_least:` or `at_most:` to keep it",
                subject=node.id,
                place=at(node, "measure", "target"),
                label="the same as the baseline",
            )
