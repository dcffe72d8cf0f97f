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
    a contributor, nor a member of a team that contributes. Who owned it on a day is known from the agreements around
    it, so that check-ins by a former owner stay right.

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
        involved_now = _involved_people(node, {node.owner}, context)
        if all(entry.by in involved_now for entry in entries):
            return
        owners = _dated_owners(node, context)
        for entry in valid_entries(entries, node.owner):
            if entry.by in involved_now or entry.by in _involved_people(
                node, _owners_around(entry.day, owners), context
            ):
                continue
            yield self.finding(
                f'"{entry.by}" reports on key result "{node.content.id}", which "{node.owner}" owns',
                f"nothing has to be done; who helps with it can be listed there: `contributors: [{entry.by}]`",
                subject=node.id,
                place=at_entry(entry),
                label=f"{node.owner} owns this",
                detail=entry.file,
            )


def _involved_people(node: KeyResultNode, owners: set[str], context: Context) -> set[str]:
    """The people who have a part in a key result while one of these owners has it."""
    directory = context.plan.directory
    managers = {directory.manager_of(node.content), *(directory.manager_of_person(owner) for owner in owners)}
    contributors = {*node.content.contributors}
    for contributor in node.content.contributors:
        contributors |= directory.members(contributor)
    return owners | contributors | {manager for manager in managers if manager is not None}


def _dated_owners(node: KeyResultNode, context: Context) -> list[tuple[date, str]]:
    """The people who agreed as owner, with the days on which they did, in order."""
    agreements = valid_entries(context.plan.agreements_of.get(node.id, ()), node.owner)
    return [
        (agreement.day, agreement.by)
        for agreement in agreements
        if agreement.entry.as_ == "owner" and is_valid_agreement(agreement)
    ]


def _owners_around(day: date, owners: list[tuple[date, str]]) -> set[str]:
    """The owner who agreed last up to a day, and the next who did: they may have taken over before they agreed."""
    before = [person for agreed_on, person in owners if agreed_on <= day]
    after = [person for agreed_on, person in owners if agreed_on > day]
    return {*before[-1:], *after[:1]}
