"""OWN013: a contributor or manager whom nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.person_titles import title_answer
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.people.people_directory import person_suggestion
from okrs_as_code.nearest import suggestion


class ContributorUnknown(Rule):
    """A contributor or the manager of a key result is not in people.yaml or teams.yaml.

    ## What it does

    Finds contributors that are neither a person in `okrs/people.yaml` nor a team in `okrs/teams.yaml`, and managers,
    named at a key result, that are no person. A person who has left is still in people.yaml, with `left`, and is known.

    ## Why is this bad?

    A key result is listed on its contributors' pages, and its manager is asked to agree. A name with a slip of the pen
    reaches nobody.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        contributors: [chenn, web]
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
        contributors: [chen, web]
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours: every name in the files leads to a person or a team.
    """

    code = "OWN013"
    name = "contributor-unknown"
    severity = Severity.ERROR
    all_cycles = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for each unknown contributor, and for an unknown manager."""
        directory = context.plan.directory
        manager = node.content.manager
        if manager is not None and not directory.knows_person(manager):
            near = person_suggestion(manager, directory)
            if directory.knows_team(manager):
                near = "a manager is a person, not a team; "
            titled = title_answer(manager, "manager", context)
            yield self.finding(
                f'"{manager}", the manager of key result "{node.content.id}", is not in {PEOPLE_FILE}'
                if titled is None
                else f'{titled.message}, and the manager of key result "{node.content.id}" is an id',
                f"{near}write the id of a person in {PEOPLE_FILE}, or add this one there"
                if titled is None
                else titled.help,
                subject=node.id,
                place=at(node, "manager"),
                label="nobody has this id",
                detail=f"manager {manager}",
            )
        if not context.workspace.teams_known:
            return
        for position, contributor in enumerate(node.content.contributors):
            if directory.knows_person(contributor) or directory.knows_team(contributor):
                continue
            near = suggestion(contributor, (*directory.people, *directory.teams))
            titled = title_answer(contributor, "", context)
            yield self.finding(
                f'"{contributor}", a contributor to key result "{node.content.id}", is neither a person nor a team'
                if titled is None
                else f'{titled.message}, and a contributor to key result "{node.content.id}" is an id',
                f"{near}write an id from {PEOPLE_FILE} or okrs/teams.yaml, or add this one there"
                if titled is None
                else titled.help,
                subject=node.id,
                place=at(node, "contributors", position),
                label="nobody has this id",
                detail=f"contributor {contributor}",
            )
