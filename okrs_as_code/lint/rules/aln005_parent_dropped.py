"""ALN005: an open objective below something that was dropped."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Place, Related, Severity
from okrs_as_code.lint.context import Context, at_id, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.alignment import Parent
from okrs_as_code.model.goals.goal import ObjectiveNode


class ParentDropped(Rule):
    """An open objective is aligned to an objective or key result that was dropped.

    ## What it does

    Finds objectives with an open key result that are aligned to a key result that was dropped, or to an objective of
    which every key result was. It is a follow-up, about how things go and not about what is written: the lint shows it
    only when it is selected.

    ## Why is this bad?

    People go on working for something that was given up, and nobody has told them. It may still be worth doing: then
    somebody should say what it is for now.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: company/profitable-growth/net-revenue-retention
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ```yaml okrs/2026-Q4/grades/2026-10-12-ana.yaml
    by: ana
    date: 2026-10-12
    key_results:
      company/profitable-growth/net-revenue-retention:
        dropped: true
        because: The new pricing comes first.
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: company/profitable-growth
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours. Objectives that teams dropped in their own documents left the ones below as they were.
    """

    code = "ALN005"
    name = "parent-dropped"
    severity = Severity.FOLLOW_UP

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding at each id of something that was dropped."""
        for parent in context.plan.alignments.parents(node):
            if _is_dropped(parent, context) and any(map(context.is_open, node.key_results)):
                noun = "objective" if parent.is_objective else "key result"
                yield self.finding(
                    f'objective "{node.slug}" is open, and the {noun} above, "{parent.entry.ref}", was dropped',
                    "ask what it is for now: align it to another goal, or drop it, too, with "
                    f"`okrs drop {node.short_id} --because TEXT`",
                    subject=node.id,
                    place=at_objective(node, *parent.entry.ref_path),
                    label=f"this {noun} was given up",
                    related=(Related(_place_of(parent), "given up"),),
                    detail=parent.entry.ref,
                )


def _is_dropped(parent: Parent, context: Context) -> bool:
    """Whether it was given up: of an objective every key result, without a look at how far any of them came."""
    if parent.key_result is not None:
        return context.is_dropped(parent.key_result)
    node = parent.objective
    is_whole = parent.is_objective and bool(node.key_results) and not node.unreadable
    return is_whole and all(map(context.is_dropped, node.key_results))


def _place_of(parent: Parent) -> Place:
    return at_id(parent.key_result) if parent.key_result is not None else at_objective(parent.objective)
