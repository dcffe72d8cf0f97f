"""CYC006: a title that says something else than before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.agreement_checks import format_differences
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Measure, Metric, Threshold
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.terms import TermsDifference

if TYPE_CHECKING:
    from okrs_as_code.review.changes.change import Change


class TitleChanged(Rule):
    """A change gives a key result another title.

    ## What it does

    Finds key results whose title differs, at the end of a change, in more than case, spaces and punctuation, and shows
    it beside the numbers by which it is measured.

    ## Why is this bad?

    It need not be: better words are welcome. But the title is what people read and remember, and it is no part of the
    terms. "Leads from organic search" and "leads from paid ads" can be counted by the same numbers.

    ## Example

    As the change leaves it; it was "Raise demo requests from search from 40 to 65 a month":

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    aligned_to: company/profitable-growth
    key_results:
      - id: demo-requests
        title: Raise demo requests from ads from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Use instead

    Where something else is to be reached, it is another key result, with an owner and a manager who agree to it:

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    aligned_to: company/profitable-growth
    key_results:
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Where this comes from

    Ours: what is agreed to is what people read.
    """

    code = "CYC006"
    name = "title-changed"
    severity = Severity.WARNING

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding for each key result with another title."""
        from okrs_as_code.review.changes.change import ChangeKind
        from okrs_as_code.review.changes.goal_changes import goal_changes
        from okrs_as_code.review.changes.matching import Matching

        for change in goal_changes(base.plan, head.plan, Matching(base.plan, head.plan)):
            node = change.new
            if change.kind is ChangeKind.TITLE and isinstance(node, KeyResultNode) and head.judges(node.cycle):
                yield self._changed_finding(node, change)

    def _changed_finding(self, node: KeyResultNode, change: Change) -> Finding:
        titles = format_differences([TermsDifference("title", change.before, change.after)]).removeprefix("title ")
        return self.finding(
            f'the title of key result "{node.content.id}" changes {titles}; {_measure_phrase(node.content.measure)}',
            f"{node.owner} approves it where it means the same; where it does not, write another key result",
            subject=node.id,
            place=at(node, "title"),
            label="says something else",
        )


def _measure_phrase(measure: Measure) -> str:
    """The numbers by which it is measured, in words that follow the change of a title."""
    from okrs_as_code.quantities import amount, quantity

    if isinstance(measure, Metric):
        start = measure.direction if measure.baseline is None else f"from {amount(measure.baseline, measure.unit)}"
        return f"it is measured {start} to {quantity(measure.target, measure.unit)}"
    if isinstance(measure, Threshold):
        low, high, unit = measure.at_least, measure.at_most, measure.unit
        if low is not None and high is not None:
            return f"it is measured as at least {amount(low, unit)} and at most {quantity(high, unit)}"
        bound = ("at most", high) if high is not None else ("at least", low or 0.0)
        return f"it is measured as {bound[0]} {quantity(bound[1], unit)}"
    return "no number says what is reached"
