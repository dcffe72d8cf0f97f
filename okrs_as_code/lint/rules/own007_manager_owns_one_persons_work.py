"""OWN007: a manager owns what one person of theirs does."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class ManagerOwnsOnePersonsWork(Rule):
    """The owner manages the only contributor.

    ## What it does

    Finds open key results with a single contributor, a person, whose manager in `okrs/people.yaml` is the owner.

    Where nobody has a manager and there is no `okrs/teams.yaml`, it is judged only where `lint.severity` or `--select`
    names it.

    ## Why is this bad?

    One person does the work and another is named for it. Whoever does the work alone should own it: they took part in
    writing it, report on it, and get the credit. The manager agrees to it anyway.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: mara
        contributors: [bo]
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
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours: ownership is about visibility, and it belongs to those who do the work.
    """

    code = "OWN007"
    name = "manager-owns-one-persons-work"
    severity = Severity.WARNING
    needs_hierarchy = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result whose owner manages its only contributor."""
        owner, contributors = node.content.owner, node.content.contributors
        if not isinstance(owner, str) or len(contributors) != 1 or not context.is_open(node):
            return
        contributor = contributors[0]
        if context.plan.directory.manager_of_person(contributor) != owner:
            return
        yield self.finding(
            f'"{owner}" owns key result "{node.content.id}" and manages "{contributor}", its only contributor',
            f"write `owner: {contributor}` and remove `contributors`",
            subject=node.id,
            place=at(node, "owner"),
            label=f'the manager of "{contributor}"',
            related=(Related(at(node, "contributors", 0), "who does the work"),),
            detail=contributor,
        )
