"""KR010: a stretch that is easier than the target."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.goals.goal import KeyResultNode


class StretchNotBeyondTarget(Rule):
    """The stretch of a metric is not beyond its target.

    ## What it does

    Finds metrics whose `stretch` equals the target, or lies on the side of the baseline; where nobody knows that yet,
    the side that `direction` comes from.

    ## Why is this bad?

    The stretch says what would be outstanding. One that is reached before the target says nothing, and mostly it is a
    slip of the sign or the direction.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: time-to-first-byte
        title: Cut time to first byte from 900 ms to 300 ms
        owner: dee
        measure: {type: metric, baseline: 900, target: 300, stretch: 400, unit: ms}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: time-to-first-byte
        title: Cut time to first byte from 900 ms to 300 ms
        owner: dee
        measure: {type: metric, baseline: 900, target: 300, stretch: 200, unit: ms}
    ```

    ## Where this comes from

    Ours.
    """

    code = "KR010"
    name = "stretch-not-beyond-target"
    severity = Severity.ERROR

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the stretch."""
        measure = node.content.measure
        if not isinstance(measure, Metric) or measure.stretch is None or measure.sign == 0:
            return
        if (measure.stretch - measure.target) * measure.sign <= 0:
            side = "above" if measure.sign > 0 else "below"
            yield self.finding(
                f'the stretch of key result "{node.content.id}", {measure.stretch:.15g}, is not beyond its target,'
                f" {measure.target:.15g}",
                f"write a number {side} {measure.target:.15g}, or remove `stretch:`",
                subject=node.id,
                place=at(node, "measure", "stretch"),
                label=f"not {side} {measure.target:.15g}",
            )
