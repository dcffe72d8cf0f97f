"""CYC005: a team that reached everything it dreamt of."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import TEAMS_FILE
from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at_id, at_objective, at_team
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode


class AllPerfect(Rule):
    """Every aspirational key result of a team ended at 1.0.

    ## What it does

    Looks at each team in each cycle, once all its key results with `commitment: aspirational`, their own or their
    objective's, are graded. What was dropped does not count. It is a follow-up, about how things go and not about
    what is written: the lint shows it only when it is selected.

    ## Why is this bad?

    Well done, first of all. An aspirational goal is set so that 0.7 is good; where all end at 1.0, they could have been
    bolder, or some of them are commitments.

    ## Example

    ```yaml okrs/2026-Q3/content/steady-voice.yaml
    title: Speak with one steady voice
    owner: mara
    commitment: aspirational
    key_results:
      - id: style-guide
        title: Answer 200 editorial questions with the style guide
        owner: bo
        measure: {type: metric, baseline: 0, target: 200, unit: questions}
    ```

    ```yaml okrs/2026-Q3/grades/2026-10-05-bo.yaml
    by: bo
    date: 2026-10-05
    key_results:
      content/steady-voice/style-guide: {score: 1.0, because: It was asked every day., decision: stop}
    ```

    ## Use instead

    What others rely on is a commitment:

    ```yaml okrs/2026-Q3/content/steady-voice.yaml
    title: Speak with one steady voice
    owner: mara
    commitment: committed
    key_results:
      - id: style-guide
        title: Answer 200 editorial questions with the style guide
        owner: bo
        measure: {type: metric, baseline: 0, target: 200, unit: questions}
    ```

    ```yaml okrs/2026-Q3/grades/2026-10-05-bo.yaml
    by: bo
    date: 2026-10-05
    key_results:
      content/steady-voice/style-guide: {score: 1.0, because: It was asked every day., decision: stop}
    ```

    ## Where this comes from

    Google's re:Work guide calls 0.6 to 0.7 the sweet spot, and says that who always gets 1.0 does not think big enough.
    """

    code = "CYC005"
    name = "all-perfect"
    severity = Severity.FOLLOW_UP

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding for a team in a cycle, asked for at the first of its objectives that fits."""
        objectives = context.plan.of_team(node.cycle.name, node.team)
        if any(objective.broken for objective in objectives) or objectives[0] is not node:
            return
        aspirational = [
            kr for objective in objectives for kr in objective.key_results if kr.commitment == "aspirational"
        ]
        counted = [key_result for key_result in aspirational if not context.is_dropped(key_result)]
        if not counted or any(_may_have_more(objective) for objective in objectives):
            return
        if not all(_is_perfect(key_result, context) for key_result in counted):
            return
        team = context.plan.directory.resolve_team(node.team)
        has_entry = TEAMS_FILE in context.workspace.files and team in context.plan.directory.teams
        yield self.finding(
            f'every aspirational key result of team "{team}" in {node.cycle.name} ended at 1.0',
            "well done; aim higher next time, or call what others rely on `commitment: committed`",
            subject=team,
            place=at_team(team) if has_entry else at_objective(node),
            label=f"1.0 everywhere in {node.cycle.name}",
            related=tuple(Related(at_id(key_result), "1.0") for key_result in counted),
            detail=node.cycle.name,
        )


def _may_have_more(node: ObjectiveNode) -> bool:
    """Whether a key result that cannot be read may be aspirational, too."""
    is_aspirational = node.content.commitment == "aspirational"
    return len(node.ids) != len(node.key_results) and is_aspirational


def _is_perfect(node: KeyResultNode, context: Context) -> bool:
    if context.is_open(node):
        return False
    score = context.assessment.key_result(node).score
    return score is not None and score >= 1
