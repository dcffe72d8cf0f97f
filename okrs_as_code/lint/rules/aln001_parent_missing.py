"""ALN001: an objective aligned to one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, KeyPath, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.objective import Alignment
from okrs_as_code.model.goals import ObjectiveNode
from okrs_as_code.model.plan import Plan
from okrs_as_code.nearest import suggestion


class ParentMissing(Rule):
    """An objective is aligned to an objective that does not exist.

    ## What it does

    Looks up what `aligned_to` names: in the objective's own cycle, then in the year that contains it, former ids
    included. With a cycle in front (`2026/company/profitable-growth`) only there.

    ## Why is this bad?

    The objective looks aligned and is not: it shows under no objective, and where it should contribute, the progress
    above is counted without it.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: company/profitable-growht
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
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

    Ours: a reference has to name something.
    """

    code = "ALN001"
    name = "parent-missing"
    severity = Severity.ERROR
    all_cycles = True

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding at the id that names nothing."""
        if node.above is None:
            return
        parent = node.above
        if context.plan.resolve_objective(parent, node.cycle) is None:
            where = node.cycle.name if node.cycle.is_year else f"{node.cycle.name} or {node.cycle.year}"
            where = parent.partition("/")[0] if parent.count("/") == 2 else where
            yield self.finding(
                f'objective "{node.slug}" is aligned to "{parent}", and there is no such objective in {where}',
                f"{suggestion(parent, _known_ids(node, context.plan))}write the objective's id, `team/objective`",
                subject=node.id,
                place=at_objective(node, *parent_path(node)),
                label=f"no objective has this id in {where}",
                detail=parent,
            )


def parent_path(node: ObjectiveNode) -> KeyPath:
    """The key path at which an objective names the one above."""
    return ("aligned_to", "objective") if isinstance(node.content.aligned_to, Alignment) else ("aligned_to",)


def _known_ids(node: ObjectiveNode, plan: Plan) -> list[str]:
    """The ids that could have been meant: of objectives of the cycle and its year, without and with their cycle."""
    candidates = [*plan.in_cycle(node.cycle.name), *plan.in_cycle(node.cycle.year)]
    others = [objective for objective in candidates if objective is not node]
    return [*(objective.short_id for objective in others), *(objective.id for objective in others)]
