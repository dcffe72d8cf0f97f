"""KR006: a key result that was never filled in."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, KeyPath, Severity
from okrs_as_code.lint.context import Context, at, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.vocabulary import find_placeholder
from okrs_as_code.model.files.measure import Metric, Milestones, Threshold
from okrs_as_code.model.goals import KeyResultNode, ObjectiveNode


class Placeholder(Rule):
    """A key result holds a placeholder, such as TBD, TODO or X %.

    ## What it does

    Finds what was never filled in: TBD, TODO, "X %", "from X to Y", "???", or a title that is only "Key result 1".
    It looks at the title, `success`, the measure's unit and the titles of its steps. Words that only look alike are
    left alone: "zero TODO comments left", "10,000 followers on X".

    ## Why is this bad?

    A placeholder looks like a plan and commits nobody. It tends to stay until the end of the quarter.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: demo-requests
        title: Raise demo requests from search by X %
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Where this comes from

    Ours.
    """

    code = "KR006"
    name = "placeholder"
    severity = Severity.ERROR

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for each text that has one, at the text."""
        for path, where, text in _texts(node):
            left_over = find_placeholder(text)
            if left_over is not None:
                yield self.finding(
                    f'{where} of key result "{node.content.id}" holds a placeholder, "{left_over}"',
                    "write what is meant; if it is not known yet, take the key result out until it is",
                    subject=node.id,
                    place=at(node, *path),
                    label="this was never filled in",
                    detail=left_over if path == ("title",) else f"{where}: {left_over}",
                )

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding for each of title and reason that has one."""
        texts = ("title", node.content.title), ("why", node.content.why)
        for key, text in texts:
            left_over = find_placeholder(text) if text is not None else None
            if left_over is not None:
                yield self.finding(
                    f'`{key}` of objective "{node.slug}" holds a placeholder, "{left_over}"',
                    "write what is meant",
                    subject=node.id,
                    place=at_objective(node, key),
                    label="this was never filled in",
                    detail=f"{key}: {left_over}",
                )


def _texts(node: KeyResultNode) -> Iterator[tuple[KeyPath, str, str]]:
    content, measure = node.content, node.content.measure
    yield ("title",), "the title", content.title
    if content.success is not None:
        yield ("success",), "`success`", content.success
    if isinstance(measure, Metric | Threshold) and measure.unit is not None:
        yield ("measure", "unit"), "the unit", measure.unit
    if isinstance(measure, Milestones):
        for position, step in enumerate(measure.steps):
            yield ("measure", "steps", position, "title"), f'step "{step.id}"', step.title
