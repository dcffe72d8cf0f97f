"""CHK003: a check-in by somebody who has no part in the key result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import at_entry, valid_entries
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.consent import is_valid_agreement
from okrs_as_code.model.plan import KeyResultNode


class CheckInBySomeoneElse(Rule):
    """A check-in is by neither the owner, nor their manager, nor a contributor.

    ## What it does

    Finds check-ins by people who are neither the owner on that day (of an owning team: its lead), nor the manager, nor
    a contributor, nor a member of a team that contributes. Who owned it on a day is told by the agreements around it,
    so that check-ins by a former owner stay right.

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
        always = _involved(node, {node.owner}, context)
        if all(said.by in always for said in entries):
            return
        owners = _owners(node, context)
        for said in valid_entries(entries, node.owner):
            if said.by in always or said.by in _involved(node, _around(said.day, owners), context):
                continue
            yield self.finding(
                f'"{said.by}" reports on key result "{node.content.id}", which "{node.owner}" owns',
                f"nothing has to be done; who helps with it can be listed there: `contributors: [{said.by}]`",
                subject=node.id,
                place=at_entry(said),
                label=f"{node.owner} owns this",
                detail=said.file,
            )


def _involved(node: KeyResultNode, owners: set[str], context: Context) -> set[str]:
    """Whoever has a part in a key result while one of these people owns it."""
    directory = context.plan.directory
    managers = {directory.manager_of(node.content), *(directory.manager_of_person(owner) for owner in owners)}
    helping = {*node.content.contributors}
    for contributor in node.content.contributors:
        helping |= directory.members(contributor)
    return owners | helping | {manager for manager in managers if manager is not None}


def _owners(node: KeyResultNode, context: Context) -> list[tuple[date, str]]:
    """Who agreed as owner, and when, in order."""
    said = valid_entries(context.plan.agreements_of.get(node.id, ()), node.owner)
    return [(one.day, one.by) for one in said if one.entry.as_ == "owner" and is_valid_agreement(one)]


def _around(day: date, owners: list[tuple[date, str]]) -> set[str]:
    """The owner who agreed last up to a day, and the next who did: they may have taken over before they agreed."""
    before = [person for when, person in owners if when <= day]
    after = [person for when, person in owners if when > day]
    return {*before[-1:], *after[:1]}
