"""OWN010: an owner from another team."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_owner, knows_members
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class OwnerOutsideTeam(Rule):
    """The owner is no member of the objective's team.

    ## What it does

    Finds open key results whose owner is not the lead, a member, or in a team that is part of the team whose folder
    the objective lies in. Objectives of the top team are for everybody, and are left alone.

    Where nobody has a manager and there is no `okrs/teams.yaml`, it is judged only where `lint.severity` or `--select`
    names it.

    ## Why is this bad?

    It often is not: teams help each other. But the team's own list may be out of date, or the key result may belong to
    the other team's objective.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: dee
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
        contributors: [dee]
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours: a check that people, teams and goals still tell the same story.
    """

    code = "OWN010"
    name = "owner-outside-team"
    severity = Severity.INFORMATION
    needs_hierarchy = True
    needs_people = True
    needs_teams = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result whose owner is in another team."""
        directory, team = context.plan.directory, context.plan.directory.resolve_team(node.objective.team)
        if team == directory.top_team or node.owner in directory.members(team):
            return
        if not directory.knows_person(node.owner) or not knows_members(team, context) or not context.is_open(node):
            return
        yield self.finding(
            f'"{node.owner}", the owner of key result "{node.content.id}", is not in team "{team}"',
            f'if they are, add them to `members` of "{team}" in okrs/teams.yaml; otherwise write a member as `owner:`',
            subject=node.id,
            place=at_owner(node),
            label=f'no member of "{team}"',
            detail=node.owner,
        )
