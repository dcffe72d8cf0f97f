"""OWN015: a manager who has left."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at, at_person
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class ManagerDeparted(Rule):
    """The manager of an open key result has left.

    ## What it does

    Finds managers whose last day (`left` in `okrs/people.yaml`) is over, of key results that are neither graded nor
    dropped. It is reported once, where the manager is written: at the key result, or at the owner in people.yaml.

    ## Why is this bad?

    Nobody is left who said that reaching this is success, and nobody to turn to when it goes badly.

    ## Example

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana, left: 2026-09-30}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: mara}
      chen: {name: Chen Wei, manager: ana}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ## Use instead

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana, left: 2026-09-30}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: ana}
      chen: {name: Chen Wei, manager: ana}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ## Where this comes from

    Ours: reorganisations forget the goals. An agreement that the former manager gave still counts.
    """

    code = "OWN015"
    name = "manager-departed"
    severity = Severity.WARNING
    needs_people = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding for each place that names a manager who has left."""
        people = context.plan.directory.people
        reported: set[str] = set()
        for node in context.key_results():
            manager = context.plan.directory.manager_of(node.content)
            left = people[manager].left if manager is not None and manager in people else None
            if manager is None or left is None or left >= context.today or not context.is_open(node):
                continue
            if manager == node.content.manager:
                yield self.finding(
                    f'"{manager}", the manager of key result "{node.content.id}", left on {left}',
                    "write somebody else as `manager:`, or remove it: then the owner's manager agrees",
                    subject=node.id,
                    place=at(node, "manager"),
                    label=f"left on {left}",
                    detail=manager,
                )
            elif node.owner not in reported:
                reported.add(node.owner)
                yield self._person_finding(node, manager, f"left on {left}")

    def _person_finding(self, node: KeyResultNode, manager: str, departure: str) -> Finding:
        return self.finding(
            f'"{manager}", the manager of "{node.owner}", who owns open key results, {departure}',
            f'write who manages "{node.owner}" now as `manager:`',
            subject=node.owner,
            place=at_person(node.owner, "manager"),
            label=departure,
            detail=manager,
        )
