"""KR005: a key result that names an activity."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.words.vocabulary import leading_activity
from okrs_as_code.model.files.measure import Metric, Threshold
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode
from okrs_as_code.model.goals.goal import KeyResultNode


class ActivityNotOutcome(Rule):
    """A key result starts with an activity, such as work on, help or research.

    ## What it does

    Finds titles that start with work on, help, support, continue, discuss, research, explore, participate, attend,
    prepare, define, identify, conduct, plan, evaluate, draft, analyse, collect, organise or the like. Metrics and
    thresholds are left alone, as their numbers say what will be true; and so are titles in which the word is a noun
    ("Support load falls by half", "Support for Kubernetes") or in which a result follows ("Prepare and pass the
    audit").

    ## Why is this bad?

    Everybody can be busy with it all quarter and nobody can say whether it was reached. What is different when the
    work is done, is the key result; the work itself is an initiative.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: style-guide
        title: Work on the style guide
        owner: bo
        success: We know how we write.
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

    Google's re:Work guide: key results describe outcomes, not activities; if they include words such as "consult",
    "help", "analyze" or "participate", they describe activities. The list of words is ours.
    """

    code = "KR005"
    name = "activity-not-outcome"
    severity = Severity.WARNING
    in_backlog = True
    needs_english = True

    def check_key_result(self, node: KeyResultNode | BacklogKeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the title."""
        if isinstance(node.content.measure, Metric | Threshold):
            return
        words = leading_activity(node.content.title)
        if words is not None:
            yield self.finding(
                f'key result "{node.name}" names an activity, not an outcome: it starts with "{words}"',
                "say what will be true when the work is done, and list the work under `initiatives:`",
                subject=node.id,
                place=at(node, "title"),
                label="what will be different then?",
            )
