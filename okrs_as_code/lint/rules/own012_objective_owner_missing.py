"""OWN012: an objective without an owner."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import ObjectiveNode


class ObjectiveOwnerMissing(Rule):
    """An objective has no owner.

    ## What it does

    Finds objectives without `owner`.

    ## Why is this bad?

    Each key result has its owner, and nobody keeps them coherent: nobody notices that two of them pull against each
    other, or that reaching them all would not reach the objective.

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
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours: the owner of an objective is accountable for the whole making sense, not for the numbers below it.
    """

    code = "OWN012"
    name = "objective-owner-missing"
    severity = Severity.WARNING

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding, at the title."""
        if node.content.owner is None:
            yield self.finding(
                f'objective "{node.short_id}" has no owner',
                "add `owner:` with the person who keeps its key results coherent",
                subject=node.id,
                place=at_objective(node),
                label="nobody keeps this together",
            )
