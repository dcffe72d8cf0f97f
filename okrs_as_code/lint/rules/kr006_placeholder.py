"""KR006: a key result that was never filled in."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, KeyPath, Severity
from okrs_as_code.lint.context import Context, at, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.words.placeholders import LeftOver, find_placeholder
from okrs_as_code.model.files.measure import Milestones, unit_of
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode, BacklogNode
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode


class Placeholder(Rule):
    """A key result holds a placeholder, such as TBD, TODO or X %.

    ## What it does

    Finds what was never filled in: TBD, TODO, "X %", "from X to Y", "???", or a title that is only "Key result 1".
    It looks at the title, `success`, the measure's unit and the titles of its steps. Words that only look alike are
    left alone: "zero TODO comments left", "10,000 followers on X", and the unit `x` for "times". A capital letter where
    a number belongs, as in "deliver P leads" or "$L in sales", is a warning, as it could be a name.

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
    in_backlog = True

    def check_key_result(self, node: KeyResultNode | BacklogKeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for each text that has one, at the text."""
        for path, where, text in _texts(node):
            placeholder = find_placeholder(text, in_english=context.reads_english)
            if placeholder is not None:
                left_over = placeholder.text
                yield self.finding(
                    f'{where} of key result "{node.name}" holds a placeholder, "{left_over}"',
                    "write what is meant; if it is not known yet, take the key result out until it is",
                    subject=node.id,
                    place=at(node, *path),
                    label="this was never filled in",
                    severity=_severity(placeholder, node),
                    detail=left_over if path == ("title",) else f"{where}: {left_over}",
                )

    def check_objective(self, node: ObjectiveNode | BacklogNode, context: Context) -> Iterator[Finding]:
        """One finding for each of title and reason that has one."""
        texts = ("title", node.content.title), ("why", node.content.why)
        for key, text in texts:
            placeholder = find_placeholder(text, in_english=context.reads_english) if text is not None else None
            if placeholder is not None:
                left_over = placeholder.text
                yield self.finding(
                    f'`{key}` of objective "{node.slug}" holds a placeholder, "{left_over}"',
                    "write what is meant",
                    subject=node.id,
                    place=at_objective(node, key),
                    label="this was never filled in",
                    severity=_severity(placeholder, node),
                    detail=f"{key}: {left_over}",
                )


_TIMES = "x"
"""The unit of multiples, such as of coverage."""


def _severity(
    placeholder: LeftOver, node: ObjectiveNode | KeyResultNode | BacklogNode | BacklogKeyResultNode
) -> Severity:
    """A warning where it may be meant, and in the backlog, where not all is known yet."""
    is_warning = placeholder.is_guess or isinstance(node, BacklogNode | BacklogKeyResultNode)
    return Severity.WARNING if is_warning else Severity.ERROR


def _texts(node: KeyResultNode | BacklogKeyResultNode) -> Iterator[tuple[KeyPath, str, str]]:
    content, measure = node.content, node.content.measure
    yield ("title",), "the title", content.title
    if content.success is not None:
        yield ("success",), "`success`", content.success
    unit = unit_of(measure)
    if unit is not None and unit.strip().lower() != _TIMES:
        yield ("measure", "unit"), "the unit", unit
    if isinstance(measure, Milestones):
        for position, step in enumerate(measure.steps):
            yield ("measure", "steps", position, "title"), f'step "{step.id}"', step.title
