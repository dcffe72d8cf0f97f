"""CHK003: a check-in by somebody who has no part in the key result or objective."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import at_entry, valid_entries
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals import KeyResultNode, ObjectiveNode
from okrs_as_code.model.involvement import Involvement, ObjectiveInvolvement


class CheckInBySomeoneElse(Rule):
    """A check-in is by neither the owner, nor their manager, nor a contributor.

    ## What it does

    Finds check-ins by people who are neither the owner on that day (of an owning team: its lead), nor the manager, nor
    a contributor, nor a member of a team that contributes. Who owned it on a day is known from the agreements around
    it, so that check-ins by a former owner stay right. What is said about an objective as a whole is judged by its own
    owner, their manager, and the people who have a part in one of its key results.

    ## Why is this bad?

    It need not be: somebody may report for a colleague who is ill. But the owner is the one who knows, and whom others
    ask.

    ## Example

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-dee.yaml
    by: dee
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

    ## Where this comes from

    Ours: exactly one owner reports on a key result, and whoever helps can.
    """

    code = "CHK003"
    name = "check-in-by-someone-else"
    severity = Severity.INFORMATION
    needs_records = True
    needs_people = True
    needs_teams = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for each check-in that stands."""
        entries = context.plan.check_ins_of.get(node.id, ())
        if not entries:
            return
        involvement = Involvement(context.plan, node)
        for entry in valid_entries(entries, node.owner):
            if involvement.includes(entry.by, entry.day):
                continue
            yield self.finding(
                f'"{entry.by}" reports on key result "{node.content.id}", which "{node.owner}" owns',
                f"nothing has to be done; who helps with it can be listed there: `contributors: [{entry.by}]`",
                subject=node.id,
                place=at_entry(entry),
                label=f"{node.owner} owns this",
                detail=entry.file,
            )

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding for each entry about the objective as a whole that stands."""
        entries = context.plan.objective_check_ins_of.get(node.id, ())
        if not entries:
            return
        involvement, owner = ObjectiveInvolvement(context.plan, node), node.content.owner
        for entry in valid_entries(entries, owner or ""):
            if involvement.includes(entry.by, entry.day):
                continue
            whose = f'which "{owner}" owns' if owner is not None else "which has no owner"
            yield self.finding(
                f'"{entry.by}" reports on objective "{node.slug}", {whose}',
                "nothing has to be done; who owns the objective, or has a part in a key result of it, can speak for it",
                subject=node.id,
                place=at_entry(entry),
                label=f"{owner} owns this" if owner is not None else "nobody owns this",
                detail=entry.file,
            )
