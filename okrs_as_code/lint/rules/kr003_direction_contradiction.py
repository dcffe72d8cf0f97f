"""KR003: a title and numbers that go in opposite directions."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.words.bounds import contradicting_bound
from okrs_as_code.lint.words.quantities import quantities
from okrs_as_code.lint.words.vocabulary import (
    TitleDirection,
    counts_reduction,
    leading_direction,
    leading_verb,
    verb_direction,
)
from okrs_as_code.model.files.measure import Metric, Threshold
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode
from okrs_as_code.model.goals.goal import KeyResultNode


class DirectionContradiction(Rule):
    """The title says that a number shall fall and the numbers rise, or the reverse.

    ## What it does

    Compares the verb that leads the title of a metric (cut, reduce, lower ..., increase, raise, grow ...) with the
    way from baseline to target, or with `direction`. Titles that can be read both ways are left alone ("cut churn by
    growing usage"), and so are numbers that count the reduction itself (from 0 to 40 `hours saved`). A bound in words
    is compared as well: "below 2 %" beside `at_least: 2`.

    ## Why is this bad?

    One of the two is a slip, and progress is computed from the numbers: the better things go, the worse it looks.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: time-to-first-byte
        title: Cut time to first byte
        owner: dee
        measure: {type: metric, baseline: 300, target: 900, unit: ms}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: time-to-first-byte
        title: Cut time to first byte
        owner: dee
        measure: {type: metric, baseline: 900, target: 300, unit: ms}
    ```

    ## Where this comes from

    Ours.
    """

    code = "KR003"
    name = "direction-contradiction"
    severity = Severity.WARNING
    in_backlog = True
    needs_english = True

    def check_key_result(self, node: KeyResultNode | BacklogKeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the title; the target, or the bound, is related."""
        measure = node.content.measure
        finding = self._bound_finding(node, measure) if isinstance(measure, Metric | Threshold) else None
        if finding is not None:
            yield finding
            return
        if not isinstance(measure, Metric) or measure.sign == 0:
            return
        actual = TitleDirection.UP if measure.sign > 0 else TitleDirection.DOWN
        if verb_direction(node.content.title) in (None, actual):
            return
        claimed = leading_direction(node.content.title)
        if claimed is None or (claimed is TitleDirection.DOWN and _counts_the_reduction(node.content.title, measure)):
            return
        verb = leading_verb(node.content.title).lower()
        if measure.baseline is None:
            numbers, key = f"its direction is {measure.direction}", "direction"
            swap = f"write `direction: {'down' if claimed is TitleDirection.DOWN else 'up'}`"
        else:
            numbers = f"its numbers {actual.value} from {measure.baseline:.15g} to {measure.target:.15g}"
            swap, key = "swap `baseline` and `target`", "target"
        yield self.finding(
            f'key result "{node.name}" says "{verb}", but {numbers}',
            f"{swap}, or say in `unit:` what is counted, such as `hours saved`"
            if claimed is TitleDirection.DOWN
            else f"{swap}, or correct the title",
            subject=node.id,
            place=at(node, "title"),
            label=f"says that the number shall {claimed.value}",
            related=(Related(at(node, "measure", key), f"the numbers {actual.value}"),),
        )

    def _bound_finding(self, node: KeyResultNode | BacklogKeyResultNode, measure: Metric | Threshold) -> Finding | None:
        """The finding for a title that wants a number on the other side of it than the measure does."""
        key, number, wanted = _wanted_side(measure)
        words = contradicting_bound(node.content.title, number, wanted) if wanted is not None else None
        if wanted is None or words is None:
            return None
        other = {"at_least": "at_most", "at_most": "at_least"}.get(key)
        remedy = f"write `{other}:` in place of `{key}:`" if other is not None else "swap `baseline` and `target`"
        says = f"`{key}: {number:.15g}`" if other is not None else f"its numbers {wanted.value} to {number:.15g}"
        return self.finding(
            f'key result "{node.name}" says "{words}", but {"its measure has " if other is not None else ""}{says}',
            f"{remedy}, or correct the title",
            subject=node.id,
            place=at(node, "title"),
            label="the other side of the number",
            related=(Related(at(node, "measure", key), f"the measure's `{key}`"),),
        )


def _wanted_side(measure: Metric | Threshold) -> tuple[str, float, TitleDirection | None]:
    """The key and the number to reach or to keep, and the side of it on which the value is wanted.

    None is the side of a band, and of what begins at 0, as that may count how much of it is there already.
    """
    if isinstance(measure, Metric):
        sides = {1: TitleDirection.UP, -1: TitleDirection.DOWN}
        return "target", measure.target, sides.get(measure.sign) if measure.baseline != 0 else None
    if measure.at_least is not None and measure.at_most is not None:
        return "at_least", measure.at_least, None
    if measure.at_least is not None:
        return "at_least", measure.at_least, TitleDirection.UP
    return "at_most", measure.at_most or 0.0, TitleDirection.DOWN


def _counts_the_reduction(title: str, measure: Metric) -> bool:
    """Whether the numbers rise since they say by how much something fell: `Cut costs by 200k`, from 0 to 200."""
    if counts_reduction(measure.unit):
        return True
    return not measure.baseline and any(quantity.before == "by" for quantity in quantities(title))
