"""CHK003: a check-in by somebody who has no part in the key result or objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import adds_record, at_entry, valid_entries
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.record import CheckInEntry, ObjectiveEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.involvement import Involvement, ObjectiveInvolvement
from okrs_as_code.model.timeline import E, RecordEntry

if TYPE_CHECKING:
    from okrs_as_code.review.changes.matching import Matching


class CheckInBySomeoneElse(Rule):
    """A check-in is by neither the owner, nor their manager, nor a contributor.

    ## What it does

    Finds check-ins by people who are neither the owner on that day (of an owning team: its lead), nor the manager, nor
    a contributor, nor a member of a team that contributes. Who owned it on a day is known from the agreements around
    it, so that check-ins by a former owner stay right. Where there are none, whoever reported before the owner ever did
    may have owned it then, and is not named. In a check-in that a change adds, whoever had a part in it
    before counts, as in what `okrs approvals` asks. What is said about an objective as a whole is judged by its own
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
        for entry in _by_others(node, context):
            yield self._finding(node, entry)

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding for each entry about the objective as a whole that stands."""
        for entry in _of_objective_by_others(node, context):
            yield self._objective_finding(node, entry)

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding for each entry that a change adds and that asks the owner or the manager, if not found yet."""
        from okrs_as_code.review.changes.matching import Matching

        added = [
            (node, entry)
            for node in head.key_results()
            for entry in valid_entries(head.plan.check_ins_of.get(node.id, ()), node.owner)
            if adds_record(entry.file, base, head) and entry not in _by_others(node, head)
        ]
        matching = Matching(base.plan, head.plan)
        before = {pair.id: pair.before for pair in matching.key_results} if added else {}
        for node, entry in added:
            earlier = before.get(node.id) or node
            if not Involvement.may_report(entry.by, earlier, base.plan, head.plan):
                yield self._finding(node, entry, "" if earlier.owner == node.owner else earlier.owner)
        yield from self._added_to_objectives(base, head, matching)

    def _added_to_objectives(self, base: Context, head: Context, matching: Matching) -> Iterator[Finding]:
        added = [
            (node, entry)
            for node in head.objectives()
            for entry in valid_entries(head.plan.objective_check_ins_of.get(node.id, ()), node.content.owner or "")
            if adds_record(entry.file, base, head) and entry not in _of_objective_by_others(node, head)
        ]
        before = {pair.id: pair.before for pair in matching.objectives} if added else {}
        for node, entry in added:
            if not ObjectiveInvolvement.may_report(entry.by, before.get(node.id) or node, base.plan, head.plan):
                yield self._objective_finding(node, entry)

    def _finding(self, node: KeyResultNode, entry: RecordEntry[CheckInEntry], former_owner: str = "") -> Finding:
        owner, since = (former_owner, " before the change") if former_owner else (node.owner, "")
        remedy = f"who helps with it can be listed there: `contributors: [{entry.by}]`"
        if entry.by == node.owner:
            remedy = "from the change on it is theirs"
        return self.finding(
            f'"{entry.by}" reports on key result "{node.content.id}", which "{owner}" owns{since}',
            f"nothing has to be done; {remedy}",
            subject=node.id,
            place=at_entry(entry),
            label=f"{owner} owns this{since}",
            detail=entry.file,
        )

    def _objective_finding(self, node: ObjectiveNode, entry: RecordEntry[ObjectiveEntry]) -> Finding:
        owner = node.content.owner
        whose = f'which "{owner}" owns' if owner is not None else "which has no owner"
        return self.finding(
            f'"{entry.by}" reports on objective "{node.slug}", {whose}',
            "nothing has to be done; who owns the objective, or has a part in a key result of it, can speak for it",
            subject=node.id,
            place=at_entry(entry),
            label=f"{owner} owns this" if owner is not None else "nobody owns this",
            detail=entry.file,
        )


def _by_others(node: KeyResultNode, context: Context) -> tuple[RecordEntry[CheckInEntry], ...]:
    """The check-ins on a key result that stand, by people who had no part in it as far as files say."""
    entries = context.plan.check_ins_of.get(node.id, ())
    return _without_part(entries, node.owner, Involvement(context.plan, node)) if entries else ()


def _of_objective_by_others(node: ObjectiveNode, context: Context) -> tuple[RecordEntry[ObjectiveEntry], ...]:
    """The entries about an objective as a whole that stand, as `_by_others` has those on a key result."""
    entries = context.plan.objective_check_ins_of.get(node.id, ())
    owner = node.content.owner or ""
    return _without_part(entries, owner, ObjectiveInvolvement(context.plan, node)) if entries else ()


def _without_part(
    entries: Sequence[RecordEntry[E]], owner: str, involvement: Involvement | ObjectiveInvolvement
) -> tuple[RecordEntry[E], ...]:
    """The valid entries by people without a part in it; before the owner's first, somebody else may have owned it."""
    first = min((entry.day for entry in entries if entry.by == owner), default=date.min)
    return tuple(
        entry
        for entry in valid_entries(entries, owner)
        if not involvement.includes(entry.by, entry.day) and (entry.day >= first or involvement.is_known_on(entry.day))
    )
