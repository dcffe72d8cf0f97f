"""CHK001: a key result of which nobody has said anything for too long."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.progress.status import assumes_start, latest_report
from okrs_as_code.model.tasks import check_in_task


class CheckInOverdue(Rule):
    """A check-in is late, by more than its grace.

    ## What it does

    Finds open key results whose last check-in, or first day, is longer ago than one step of their cadence and the
    `grace_days` of `okrs/config.yaml`. The first day is its `start`, else that of its cycle: one that began in the
    middle of a quarter says so with `start`. Days on which the owner is `away` do not count, nor do those after its
    end, and for a threshold after its due day. What is done is not asked for any more, and `status: paused` leaves
    five weeks until the next check-in. It is a follow-up: status and pages show it as *stale*, and the lint only
    when it is selected.

    ## Why is this bad?

    Silence is not green. What was on-track three weeks ago says nothing about today, and who needs help may be the
    one who says least.

    ## Example

    Nobody has checked in on `demo-requests`:

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 1
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 1
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-chen.yaml
    by: chen
    date: 2026-10-12
    key_results:
      content/organic-pipeline/demo-requests:
        value: 44
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-ana.yaml
    by: ana
    date: 2026-10-12
    key_results:
      company/profitable-growth/net-revenue-retention:
        value: 99
      company/profitable-growth/onboarding:
        value: 11
    ```

    ## Where this comes from

    Christina Wodtke's "Radical Focus" has the team look at its key results every Monday: what is not looked at is
    forgotten. How often, and how late it may be, is yours to set.
    """

    code = "CHK001"
    name = "check-in-overdue"
    severity = Severity.FOLLOW_UP
    needs_policy = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the id of the key result."""
        judged = context.assessment.judgement(node)
        task = check_in_task(context.assessment, judged)
        if task is None or not task.is_late:
            return
        report = latest_report(judged.counted)
        last = f"the last was on {report.day}" if report is not None else "there was none yet"
        is_assumed = assumes_start(judged.status, judged.check_ins, node.content.start)
        later = f"; if it began after {node.start}, write its first day as `start:`" if is_assumed else ""
        yield self.finding(
            f'key result "{node.content.id}" was due for a check-in on {task.due}; {last}',
            f"ask {node.owner} how it goes: `okrs check-in {node.id} --by {node.owner}`{later}",
            subject=node.id,
            place=at_id(node),
            label="how does it go?",
        )
