"""OWN008: several people of one manager contribute, and somebody else owns it."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at, join_quoted
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class ManyHandsNoManager(Rule):
    """Several contributors have one manager, who is not the owner.

    ## What it does

    Finds open key results with two or more contributors, all of them people of one manager, which somebody else
    owns.

    Where nobody has a manager and there is no `okrs/teams.yaml`, it is judged only where `lint.severity` or `--select`
    names it.

    ## Why is this bad?

    It often is not. But where a whole group works on one number, the person who decides what the group does first is
    the one who can keep the promise. Consider the manager as owner.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: dee
        contributors: [bo, chen]
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: mara
        contributors: [bo, chen]
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Where this comes from

    Ours, the counterpart of OWN007: the owner is whoever can decide, and no more than that.
    """

    code = "OWN008"
    name = "many-hands-no-manager"
    severity = Severity.INFORMATION
    needs_hierarchy = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result whose contributors all have one manager, who does not own it."""
        directory, contributors = context.plan.directory, dict.fromkeys(node.content.contributors)
        hands = [person for person in contributors if person != node.owner]
        managers = {directory.manager_of_person(person) for person in hands}
        manager = managers.pop() if len(managers) == 1 else None
        if len(hands) < 2 or manager is None or manager == node.owner or not context.is_open(node):
            return
        yield self.finding(
            f'{join_quoted(hands)}, who contribute to key result "{node.content.id}", are managed by "{manager}"',
            f'consider "{manager}" as owner: `owner: {manager}`',
            subject=node.id,
            place=at(node, "owner"),
            label=f'not "{manager}", who decides what they do first',
        )
