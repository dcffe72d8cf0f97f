"""CHK005: on-track in words, and not in numbers."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Metric, Milestones
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.progress.pace import Pace
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding

UNCHANGED = 4
"""Number of check-ins with the same value after which on-track needs an explanation."""


class StatusContradictsData(Rule):
    """A key result is said to be on-track, and its numbers say something else.

    ## What it does

    Finds metrics and milestones that are on-track, by their status or confidence, although they are far behind for
    the day, or although their last four check-ins reported the same. One that is reached is not reported, nor one
    with a `plan` that it keeps. It is a follow-up: status and pages show what is far behind, and the lint shows it
    only when it is selected.

    ## Why is this bad?

    There may be a good reason: the numbers come late, or all at once. If nobody says so, others rely on a green that
    nobody looks behind.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
        due: 2026-10-18
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 0
        confidence: 0.9
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
        due: 2026-10-18
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 0
        confidence: 0.5
        note: All three are in review; one may not make it.
    ```

    ## Where this comes from

    Project managers speak of watermelons: green outside, red inside. That four check-ins are the limit is ours.
    """

    code = "CHK005"
    name = "status-contradicts-data"
    severity = Severity.FOLLOW_UP
    needs_policy = True
    needs_records = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the id of the key result."""
        standing = context.assessment.key_result(node)
        if standing.status is not Status.ON_TRACK or (standing.progress.score or 0) >= 1:
            return
        if standing.pace is Pace.FAR_BEHIND:
            reason = f"far behind for {context.today}{', by its plan' if node.content.plan else ''}"
        elif _is_unchanged(standing) and not (node.content.plan and standing.pace is Pace.ON_PACE):
            reason = f"unchanged for {UNCHANGED} check-ins"
        else:
            return
        yield self.finding(
            f'key result "{node.content.id}" is reported as on-track, and it is {reason}',
            f"ask {node.owner} what the numbers do not show; a `note` with the next check-in shows it to everybody",
            subject=node.id,
            place=at_id(node),
            label=reason,
        )


def _is_unchanged(standing: KeyResultStanding) -> bool:
    """Whether the last check-ins that report anything report the same; steps once done stay done."""
    measure = standing.node.content.measure
    entries = [check_in.entry for check_in in standing.counted]
    if isinstance(measure, Metric):
        values = [entry.value for entry in entries if entry.value is not None]
        return len(values) >= UNCHANGED and len(set(values[-UNCHANGED:])) == 1
    if isinstance(measure, Milestones):
        lists = [frozenset(entry.done) for entry in entries if isinstance(entry.done, tuple)]
        before = frozenset[str]().union(*lists[: 1 - UNCHANGED])
        return len(lists) >= UNCHANGED and all(done <= before for done in lists[1 - UNCHANGED :])
    return False
