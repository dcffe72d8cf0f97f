"""OWN014: people who manage each other."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at_person
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.people.people_directory import Directory


class ReportingLoop(Rule):
    """People manage each other.

    ## What it does

    Follows `manager` in `okrs/people.yaml` upwards and finds where that leads back to where it began.

    ## Why is this bad?

    The manager's agreement means that somebody above says what success is. In a loop nobody is above, and pages that
    show who reports to whom have no top to start from.

    ## Example

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte, manager: raj}
      mara: {name: Mara Okafor, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: mara}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ## Use instead

    Whoever is at the top has no `manager`; a colleague who agrees to their goals is named at the key result.

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: mara}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ## Where this comes from

    Ours: a slip that is easy to make and hard to see in a long file.
    """

    code = "OWN014"
    name = "reporting-loop"
    severity = Severity.ERROR
    needs_people = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding a loop, at the manager of its first person."""
        for loop in _loops(context.plan.directory):
            first, *others = loop
            chain = " -> ".join(f'"{person}"' for person in (*loop, first))
            yield self.finding(
                f"people manage each other: {chain}",
                "remove `manager:` where this loop should end, at the top",
                subject=first,
                place=at_person(first, "manager"),
                label=f'the manager of "{first}"',
                related=tuple(Related(at_person(person, "manager"), f'the manager of "{person}"') for person in others),
                detail=" ".join(loop),
            )


def _loops(directory: Directory) -> Iterator[list[str]]:
    """Each loop of at least two people once, from its first person in the order of ids."""
    settled: set[str] = set()
    for person in sorted(directory.people):
        trail: dict[str, None] = {}
        current: str | None = person
        while current is not None and current not in trail and current not in settled:
            trail[current] = None
            current = directory.manager_of_person(current)
        if current is not None and current in trail:
            names = list(trail)
            loop = names[names.index(current) :]
            start = loop.index(min(loop))
            yield [*loop[start:], *loop[:start]]
        settled.update(trail)
