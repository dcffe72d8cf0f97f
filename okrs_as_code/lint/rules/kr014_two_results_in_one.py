"""KR014: a key result that is two."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.words.title_results import two_results
from okrs_as_code.model.files.measure import Milestones
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode
from okrs_as_code.model.goals.goal import KeyResultNode


class TwoResultsInOne(Rule):
    """The title of a key result has two results, each with a number of its own.

    ## What it does

    Finds titles in which two numbers that count different things are joined by "and" or the like: "Hire 2 SDRs and 3
    AEs". A range ("from 10 to 20"), a condition ("with 100k rows") or a bound in time ("within 4 hours") is no second
    result, and milestones are left alone, as they have steps.

    ## Why is this bad?

    One number is measured, and the other is forgotten. If one half is reached and the other is not, nobody can say how
    far the whole is.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: posts-and-quotes
        title: Publish three in-depth posts and win 40 quotes
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
      - id: quotes
        title: Win 40 quotes in the trade press
        owner: chen
        measure: {type: metric, baseline: 0, target: 40, unit: quotes}
    ```

    ## Where this comes from

    Ours: a key result has one measure.
    """

    code = "KR014"
    name = "two-results-in-one"
    severity = Severity.WARNING
    in_backlog = True
    needs_english = True

    def check_key_result(self, node: KeyResultNode | BacklogKeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the title."""
        results = two_results(node.content.title) if not isinstance(node.content.measure, Milestones) else None
        if results is not None:
            yield self.finding(
                f'the title of key result "{node.name}" has two results, "{results[0]}" and "{results[1]}"',
                "split it into two key results, each with its own measure",
                subject=node.id,
                place=at(node, "title"),
                label="two results, and one measure",
            )
