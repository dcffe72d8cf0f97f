"""OBJ005: an objective with no key result, with one, or with too many."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import ObjectiveNode


class KeyResultCount(Rule):
    """An objective has no key result, only one, or too many.

    ## What it does

    Counts the key results of each objective. None is an error, unless other objectives contribute to it
    (`aligned_to` with `contributes: true`); more than five is a warning; a single one is information. Key results
    that were dropped do not count as too many. The limit of five is `objectives: {key_results: 5}` in
    `okrs/config.yaml`.

    ## Why is this bad?

    Without a key result nobody can say whether the objective was reached. A single one is rarely all of it, and tempts
    to reach the number at any price. With more than five nobody knows them by heart, and each gets less attention.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results: []
    ```

    ## Use instead

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

    ## Where this comes from

    John Doerr, "Measure What Matters": three to five key results for each objective. That two are enough, and that an
    objective may live on the objectives that contribute to it, is ours.
    """

    code = "OBJ005"
    name = "key-result-count"
    severity = Severity.WARNING
    needs_policy = True

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding, at the list if there is none or too many, at the title for a single one."""
        count, most = node.written, context.plan.config.objectives.key_results
        if count is None:
            return
        if count == 0 and not _others_contribute(node, context):
            yield self.finding(
                f'objective "{node.slug}" has no key result',
                "add at least one entry to `key_results:`, or let another objective contribute with"
                f" `aligned_to: {{objective: {node.short_id}, contributes: true}}`",
                subject=node.id,
                place=at_objective(node, "key_results"),
                label="how will we know?",
                severity=Severity.ERROR,
                detail="none",
            )
        elif count == 1 and not context.plan.contributors_to(node):
            yield self.finding(
                f'objective "{node.slug}" has only one key result',
                "ask what else has to be true, such as what must not get worse on the way",
                subject=node.id,
                place=at_objective(node),
                label="is one number all of it?",
                severity=Severity.INFORMATION,
                detail="one",
            )
        elif count > most and (open_count := count - _dropped_count(node, context)) > most:
            keep = f"the {most} that say" if most > 1 else "the one that says"
            yield self.finding(
                f'objective "{node.slug}" has {open_count} key results, and more than {most} are too many to follow',
                f"keep {keep} most, and drop or move the others",
                subject=node.id,
                place=at_objective(node),
                label=f"{open_count} key results",
                detail="many",
            )


def _others_contribute(node: ObjectiveNode, context: Context) -> bool:
    """Whether another objective contributes, or may: one that could not be read."""
    alignments = context.plan.alignments
    contributing = any(
        parent.id == node.id and parent.entry.weight is not None
        for child in alignments.children.get(node.id, ())
        for parent in alignments.parents(child)
    )
    return contributing or any(id_.startswith(f"{node.cycle.name}/") for id_ in context.plan.unreadable_objectives)


def _dropped_count(node: ObjectiveNode, context: Context) -> int:
    return sum(context.is_dropped(key_result) for key_result in node.key_results)
