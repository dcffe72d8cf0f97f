"""ALN001: an objective aligned to one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, KeyPath, Severity
from okrs_as_code.lint.backlog_reference import backlog_goal, backlog_phrases
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.files.objective import Alignment
from okrs_as_code.model.goals import ObjectiveNode
from okrs_as_code.model.plan import Plan
from okrs_as_code.nearest import suggestion
from okrs_as_code.phrases import join_or


class ParentMissing(Rule):
    """An objective is aligned to an objective that does not exist.

    ## What it does

    Looks up what `aligned_to` names: in the objective's own cycle, then in those that this lies in, from the shortest
    to the longest, former ids included. With a cycle in front (`2026/company/profitable-growth`) only there. Found in
    two cycles of equal length, it needs its cycle in front.

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
        meant = context.plan.meant_objectives(parent, node.cycle)
        if len(meant) > 1:
            yield self.finding(
                f'objective "{node.slug}" is aligned to "{parent}", and that may be {join_or(meant)}',
                f"write which, with its cycle in front, such as `{meant[0]}`",
                subject=node.id,
                place=at_objective(node, *parent_path(node)),
                label="in two cycles of equal length",
                detail=parent,
            )
        elif not meant and (goal := backlog_goal(parent, context)) is not None:
            message, remedy = backlog_phrases(goal)
            yield self.finding(
                message,
                remedy,
                subject=node.id,
                place=at_objective(node, *parent_path(node)),
                label="has no cycle",
                detail=parent,
            )
        elif not meant:
            where = join_or([cycle.name for cycle in cycles_to_name(node.cycle, context.plan)])
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


def cycles_to_name(cycle: Cycle, plan: Plan) -> tuple[Cycle, ...]:
    """The cycle, and those that it lies in: the ones with objectives, and its year in any case."""
    with_objectives = {above.name for above in plan.cycles_above(cycle)}
    above = plan.calendar.containing(cycle)
    return cycle, *(one for one in above if one.name in with_objectives or (one.is_year and one == above[-1]))


def _known_ids(node: ObjectiveNode, plan: Plan) -> list[str]:
    """The ids that could have been meant: of objectives of these cycles, without and with their cycle."""
    cycles = (node.cycle, *plan.cycles_above(node.cycle))
    candidates = [objective for cycle in cycles for objective in plan.in_cycle(cycle.name)]
    others = [objective for objective in candidates if objective is not node]
    return [*(objective.short_id for objective in others), *(objective.id for objective in others)]
