"""OWN011: nobody but the owner says whether the terms are right."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at, at_person
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class OwnerIsOwnManager(Rule):
    """The owner is named as manager.

    ## What it does

    Finds open key results that name their owner as `manager`, which counts as naming nobody, and people whose `manager`
    in `okrs/people.yaml` is themselves. With `--verbose` it also shows, once a person, who owns key results and has no
    manager at all.

    Where nobody has a manager and there is no `okrs/teams.yaml`, it is judged only where `lint.severity` or `--select`
    names it.

    ## Why is this bad?

    The manager is the one who agrees that reaching the key result is success. Nobody can agree with themselves. In a
    team without managers, a colleague can.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        manager: bo
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
        manager: chen
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours, from the sentence this project exists for: the owner has the manager's agreement on what success is.
    """

    code = "OWN011"
    name = "owner-is-own-manager"
    severity = Severity.WARNING
    needs_hierarchy = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """A warning where the owner is named as manager of an open key result."""
        if node.content.manager != node.owner or not context.is_open(node):
            return
        manager = context.plan.directory.manager_of_person(node.owner)
        instead = f'; "{manager}", who is their manager, counts' if manager is not None else ""
        yield self.finding(
            f'"{node.owner}", the owner of key result "{node.content.id}", is also named as its manager{instead}',
            "remove `manager:`, or write somebody else who agrees that reaching this is success",
            subject=node.id,
            place=at(node, "manager"),
            label="nobody can agree with themselves",
            detail=node.owner,
        )

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """A warning for who is their own manager; information about who has none and would need one."""
        people = context.plan.directory.people
        for person, entry in people.items():
            if entry.manager == person:
                yield self.finding(
                    f'"{person}" is named as their own manager',
                    "remove `manager:`, or write somebody else who agrees with them on what success is",
                    subject=person,
                    place=at_person(person, "manager"),
                    label="nobody can agree with themselves",
                )
        alone = dict.fromkeys(node.owner for node in context.key_results() if self._has_nobody(node, context))
        for person in alone:
            if person in people and people[person].manager is None:
                yield self.finding(
                    f'"{person}" owns key results and has no manager',
                    "if somebody should agree to them, name a colleague: "
                    "`manager:` here, or at a key result; otherwise leave it",
                    subject=person,
                    place=at_person(person),
                    label="only they say what success is",
                    severity=Severity.INFORMATION,
                )

    @staticmethod
    def _has_nobody(node: KeyResultNode, context: Context) -> bool:
        nobody = node.content.manager is None and context.plan.directory.manager_of(node.content) is None
        return nobody and context.is_open(node)
