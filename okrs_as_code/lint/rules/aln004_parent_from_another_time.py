"""ALN004: an objective aligned to one of another time."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.rules.aln001_parent_missing import cycles_to_name, parent_path
from okrs_as_code.model.goals import ObjectiveNode
from okrs_as_code.phrases import join_or


class ParentFromAnotherTime(Rule):
    """An objective is aligned to one in whose cycle its own does not lie, or contributes across cycles.

    ## What it does

    Finds objectives whose parent is of another time: neither of their own cycle nor of a longer one that has most of
    its days, such as the year of a quarter; and `contributes: true` where parent and child are not of the same cycle.

    ## Why is this bad?

    An objective cannot serve one that is over before it starts. And a quarter's progress counted in a year's would
    start from 0 four times: a child of a shorter cycle supports its parent, it is shown there and not counted.

    ## Example

    ```yaml okrs/2026/company/market-leader.yaml
    title: Be the tool that content teams recommend
    key_results:
      - id: nps
        title: Raise NPS among content teams from 31 to 45
        owner: ana
        measure: {type: metric, baseline: 31, target: 45, unit: points}
    ```

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: {objective: company/market-leader, contributes: true}
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026/company/market-leader.yaml
    title: Be the tool that content teams recommend
    key_results:
      - id: nps
        title: Raise NPS among content teams from 31 to 45
        owner: ana
        measure: {type: metric, baseline: 31, target: 45, unit: points}
    ```

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: company/market-leader
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours.
    """

    code = "ALN004"
    name = "parent-from-another-time"
    severity = Severity.ERROR
    needs_policy = True

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding, at the parent's id or at `contributes`."""
        if node.above is None:
            return
        parent = context.plan.resolve_objective(node.above, node.cycle)
        cycle = context.plan.calendar.cycle(parent.partition("/")[0]) if parent is not None else None
        if parent is None or cycle is None:
            return
        if cycle.name != node.cycle.name and not node.cycle.lies_in(cycle):
            others = [above.name for above in cycles_to_name(node.cycle, context.plan)[1:]]
            yield self.finding(
                f'objective "{node.slug}" of {node.cycle.name} is aligned to {parent}, of another time',
                f"name an objective of the same {node.cycle.kind}" + (f", or of {join_or(others)}" if others else ""),
                subject=node.id,
                place=at_objective(node, *parent_path(node)),
                label=f"{cycle.name} does not contain {node.cycle.name}",
                detail="time",
            )
        elif node.contributes and cycle.name != node.cycle.name:
            yield self.finding(
                f'objective "{node.slug}" of {node.cycle.name} contributes to {parent}, across cycles',
                "remove `contributes: true`: it then supports the objective above, shown there and not counted",
                subject=node.id,
                place=at_objective(node, "aligned_to", "contributes"),
                label=f"only objectives of {cycle.name} can be counted there",
                detail="contributes",
            )
