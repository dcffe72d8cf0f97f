"""OWN009: one person owns more than one person can."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at_owner, at_person
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class OwnerOverloaded(Rule):
    """One person owns too many open key results of a cycle.

    ## What it does

    Counts, for each cycle, the key results that one person owns, also as the lead of an owning team, and that are
    neither graded nor dropped. More than `ownership.key_results_per_person` (5) are too many. Who is alone in a
    repository has nobody to hand anything over to, and is left alone.

    ## Why is this bad?

    Whoever owns everything has no time for any of it, and the others own nothing. Hand some over, or do less.

    ## Example

    ```yaml okrs/config.yaml
    ownership: {key_results_per_person: 1}
    ```

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: bo
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Use instead

    ```yaml okrs/config.yaml
    ownership: {key_results_per_person: 1}
    ```

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Where this comes from

    Three to five objectives with a handful of key results each is what nearly every guide to OKRs advises for a whole
    team; five key results are a lot for one person.
    """

    code = "OWN009"
    name = "owner-overloaded"
    severity = Severity.WARNING
    needs_policy = True
    needs_people = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding a person and cycle, at the person."""
        if context.is_alone:
            return
        limit = context.plan.config.ownership.key_results_per_person
        owned: dict[tuple[str, str], list[KeyResultNode]] = {}
        for node in context.key_results():
            owned.setdefault((node.cycle.name, node.owner), []).append(node)
        for (cycle, person), nodes in owned.items():
            open_ = [node for node in nodes if context.is_open(node)] if len(nodes) > limit else []
            if len(open_) <= limit or not context.plan.directory.knows_person(person):
                continue
            yield self.finding(
                f'"{person}" owns {len(open_)} open key results in {cycle}, more than {limit}',
                "write another `owner:` in some of them, or drop some with a grade that says `dropped: true`",
                subject=person,
                place=at_person(person),
                label="too much for one person",
                related=tuple(
                    Related(at_owner(node), f"{number} of {len(open_)}") for number, node in enumerate(open_, 1)
                ),
                detail=cycle,
            )
