"""OBJ003: more objectives than a team can care about in one cycle."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import TEAMS_FILE
from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at_objective, at_team
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import ObjectiveNode


class TooManyObjectives(Rule):
    """A team has more objectives in a cycle than the policy allows.

    ## What it does

    Counts the objectives of each team in each cycle. The limit is `objectives.per_team` in okrs/config.yaml (3), and
    `objectives.top_team` (5) for the team that all others are part of. Files that could not be read do not count.
    Who is alone in a repository has nobody to share it with, and is left alone.

    ## Why is this bad?

    OKRs are a choice. A list of everything the team does shows nobody what comes first, and what comes last is
    dropped in silence.

    ## Example

    ```yaml okrs/config.yaml
    objectives: {per_team: 1}
    ```

    ```yaml okrs/2026-Q4/content/trusted-voice.yaml
    title: Become the voice our market trusts
    aligned_to: company/profitable-growth
    key_results:
      - id: quotes
        title: Trade press quotes us 6 times
        owner: chen
        measure: {type: metric, baseline: 1, target: 6, unit: quotes}
    ```

    ## Use instead

    ```yaml okrs/config.yaml
    objectives: {per_team: 1}
    ```

    ## Where this comes from

    Google's re:Work guide recommends three to five objectives. That a single team gets the lower end is ours, and
    both limits are yours to set.
    """

    code = "OBJ003"
    name = "too-many-objectives"
    severity = Severity.WARNING
    needs_policy = True
    needs_teams = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding for each team and cycle, at the team's entry in teams.yaml."""
        if context.is_alone:
            return
        for cycle in context.cycles():
            by_team: dict[str, list[ObjectiveNode]] = {}
            for node in context.plan.in_cycle(cycle.name):
                by_team.setdefault(context.plan.directory.resolve_team(node.team), []).append(node)
            for team, nodes in by_team.items():
                yield from self._team_findings(team, nodes, cycle, context)

    def _team_findings(
        self, team: str, nodes: list[ObjectiveNode], cycle: Cycle, context: Context
    ) -> Iterator[Finding]:
        key = "top_team" if team == context.plan.directory.top_team else "per_team"
        policy = context.plan.config.objectives
        limit = policy.top_team if key == "top_team" else policy.per_team
        if len(nodes) <= limit:
            return
        first_beyond = nodes[limit]
        has_entry = TEAMS_FILE in context.workspace.files and team in context.plan.directory.teams
        related = tuple(
            Related(at_objective(node), f"objective {number} of {len(nodes)}") for number, node in enumerate(nodes, 1)
        )
        yield self.finding(
            f'team "{team}" has {len(nodes)} objectives in {cycle.name}, more than {limit}',
            f"keep the {limit} that matter most, or set `objectives: {{{key}: {len(nodes)}}}` in okrs/config.yaml",
            subject=team,
            place=at_team(team) if has_entry else at_objective(first_beyond),
            label=f"{len(nodes)} objectives in {cycle.name}",
            related=related if has_entry else (),
            detail=cycle.name,
        )
