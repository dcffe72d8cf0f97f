"""OBJ002: an objective that names a deliverable."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.words.vocabulary import leading_output_verb
from okrs_as_code.model.goals.backlog import BacklogNode
from okrs_as_code.model.goals.goal import ObjectiveNode


class OutputVerb(Rule):
    """An objective starts with a verb of delivery, such as launch, ship or implement.

    ## What it does

    Finds titles of objectives whose first word is launch, ship, deploy, release, implement, install, migrate, publish,
    roll out or the like. Aims are left alone: "build trust", "ship without fear", "release days are boring".

    ## Why is this bad?

    A deliverable can be finished without anything getting better for anyone, and once it is promised, a team that
    finds a cheaper way to the same end is no longer free to take it. An aim leaves the way open.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Launch the new content hub
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    initiatives:
      - {title: Launch the new content hub, key_result: pillar-posts}
    ```

    ## Where this comes from

    The difference between outcome and output, found in most OKR teaching. The list of verbs is ours.
    """

    code = "OBJ002"
    name = "output-verb"
    severity = Severity.WARNING
    in_backlog = True
    needs_english = True

    def check_objective(self, node: ObjectiveNode | BacklogNode, context: Context) -> Iterator[Finding]:
        """One finding at the title."""
        verb = leading_output_verb(node.content.title)
        if verb is not None:
            yield self.finding(
                f'objective "{node.slug}" names a deliverable, not an aim: it starts with "{verb}"',
                "say what will be better and for whom, and list the deliverable under `initiatives:`",
                subject=node.id,
                place=at_objective(node),
                label="what will be better once this is done?",
            )
