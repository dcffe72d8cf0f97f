"""KR009: a key result without a number that does not say what success is."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.words.endings import states_observable_end
from okrs_as_code.model.files.measure import Binary, Score
from okrs_as_code.model.goals.goal import KeyResultNode


class SuccessUndefined(Rule):
    """A binary key result, or a score, has no `success`.

    ## What it does

    Finds key results of `type: binary` that do not say how we will know that they are done. It is only information
    where the title itself states an end that everybody can see: "The audit window has started", "Sign the lease". For
    `type: score` it is an error: `success` says what 1.0 is.

    ## Why is this bad?

    There is no number to look at, so "done" is what each of us imagines. Owner and manager find out at the end of the
    quarter that they imagined different things. A score is a judgement, and without a scale it is a mood.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: style-guide
        title: All guest authors write by our style guide
        owner: bo
        measure: {type: binary}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: style-guide
        title: All guest authors write by our style guide
        owner: bo
        success: The last five guest posts needed no edit for style.
        measure: {type: binary}
    ```

    ## Where this comes from

    Ours, after Andy Grove's question of any key result: did I do that, or did I not do it?
    """

    code = "KR009"
    name = "success-undefined"
    severity = Severity.WARNING

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the id of the key result."""
        if isinstance(node.content.measure, Binary) and node.content.success is None and context.reads_english:
            yield self.finding(
                f'binary key result "{node.content.id}" does not say what success is',
                "add `success:` with what others can see when it is done",
                subject=node.id,
                place=at_id(node),
                label="how will we know that it is done?",
                severity=Severity.INFORMATION if states_observable_end(node.content.title) else None,
            )
        elif isinstance(node.content.measure, Score) and node.content.success is None:
            yield self.finding(
                f'nobody can judge the score of key result "{node.content.id}": it does not say what 1.0 is',
                "add `success:` with what others can see when all of it is reached",
                subject=node.id,
                place=at_id(node),
                label="what is 1.0?",
                severity=Severity.ERROR,
            )
