"""ALN003: an objective that is aligned to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_objective, join_quoted
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan


class OrphanObjective(Rule):
    """An objective is aligned to nothing, although there is a team above.

    ## What it does

    Finds objectives without `aligned_to` in repositories with a top team: the only team that is part of no other, if
    others are part of it. The top team's own objectives are aligned to nothing, and that is right.

    ## Why is this bad?

    Either the objective serves what the company wants and nobody can see it, or it does not and somebody should ask.

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
    aligned_to: company/profitable-growth
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Alignment is one of the four "superpowers" in John Doerr's "Measure What Matters". He also wants about half of all
    goals to come from below: aligned means that it serves the objective above, not that it was handed down.
    """

    code = "ALN003"
    name = "orphan-objective"
    severity = Severity.WARNING
    needs_teams = True

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding at the title."""
        directory = context.plan.directory
        top = directory.top_team
        if top is None or node.content.aligned_to is not None or directory.resolve_team(node.team) == top:
            return
        candidates = _candidates(node, top, context.plan)
        yield self.finding(
            f'objective "{node.slug}" is aligned to nothing',
            f"add `aligned_to:` with the objective that it serves, such as {join_quoted(candidates[:1])}"
            if candidates
            else f'add `aligned_to:` with the objective that it serves; team "{top}" has none in this time yet',
            subject=node.id,
            place=at_objective(node),
            label="which objective above does this serve?",
        )


def _candidates(node: ObjectiveNode, top: str, plan: Plan) -> list[str]:
    """The top team's objectives that it could be aligned to."""
    cycles = (node.cycle, *plan.cycles_above(node.cycle))
    return [objective.short_id for cycle in cycles for objective in plan.of_team(cycle.name, top)]
