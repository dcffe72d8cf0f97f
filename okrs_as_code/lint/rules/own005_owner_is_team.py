"""OWN005: a team owns a key result."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.goal import KeyResultNode


class OwnerIsTeam(Rule):
    """A key result is owned by a team.

    ## What it does

    Finds open key results that a team owns, even with a lead. A team of at most `ownership.small_team` members (3) may.

    ## Why is this bad?

    When everyone is responsible, no one is. The person named as lead ends up accountable anyway: then say so, and list
    the team as a contributor.

    ## Example

    ```yaml okrs/2026-Q4/company/profitable-growth.yaml
    title: Grow on revenue that renews
    owner: ana
    key_results:
      - id: net-revenue-retention
        title: Raise net revenue retention from 98 % to 106 %
        owner: {team: company, lead: mara}
        measure: {type: metric, baseline: 98, target: 106, unit: "%"}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/company/profitable-growth.yaml
    title: Grow on revenue that renews
    owner: ana
    key_results:
      - id: net-revenue-retention
        title: Raise net revenue retention from 98 % to 106 %
        owner: mara
        contributors: [company]
        measure: {type: metric, baseline: 98, target: 106, unit: "%"}
    ```

    ## Where this comes from

    The diffusion of responsibility that social psychology describes, and the experience of every team that had a goal
    "owned by engineering".
    """

    code = "OWN005"
    name = "owner-is-team"
    severity = Severity.WARNING
    needs_policy = True
    needs_people = True
    needs_teams = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result of a known team that is not small."""
        owner, directory = node.content.owner, context.plan.directory
        if not isinstance(owner, TeamOwner) or not directory.knows_team(owner.team) or not context.is_open(node):
            return
        size = len(directory.members(owner.team))
        if size <= context.plan.config.ownership.small_team:
            return
        yield self.finding(
            f'key result "{node.content.id}" is owned by team "{owner.team}" with its {size} members',
            f"write `owner: {owner.lead}` and list the team: `contributors: [{owner.team}]`",
            subject=node.id,
            place=at(node, "owner", "team"),
            label="everyone responsible, no one responsible",
        )
