"""OBJ004: an objective that does not say why."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import ObjectiveNode


class WhyMissing(Rule):
    """An objective does not say why it matters, and why now.

    ## What it does

    Finds objectives without `why`. It is information: shown with `--verbose`, or when selected.

    ## Why is this bad?

    People who know the reason decide well when the plan meets the world; people who only know the number hit the
    number. A sentence is enough.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    why: Paid acquisition doubled in price; organic visitors convert three times better.
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours.
    """

    code = "OBJ004"
    name = "why-missing"
    severity = Severity.INFORMATION

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding at the title."""
        if node.content.why is None:
            yield self.finding(
                f'objective "{node.slug}" does not say why',
                "add `why:` with one sentence: why this, and why now",
                subject=node.id,
                place=at_objective(node),
                label="why this, and why now?",
            )
