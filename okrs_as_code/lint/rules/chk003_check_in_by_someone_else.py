"""CHK003: a check-in by somebody who has no part in the key result or objective."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import adds_record, at_entry, valid_entries
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.record import CheckInEntry, ObjectiveEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.involvement import Involvement, ObjectiveInvolvement
from okrs_as_code.model.timeline import RecordEntry

if TYPE_CHECKING:
    from okrs_as_code.review.changes.matching import Matching


class CheckInBySomeoneElse(Rule):
    """A check-in is by neither the owner, nor their manager, nor a contributor.

    ## What it does

    Finds check-ins by people who are neither the owner on that day (of an owning team: its lead), nor the manager, nor
    a contributor, nor a member of a team that contributes. In a check-in that a change adds, whoever had a part in it
    before counts, as in what `okrs approvals` asks. In one that is there already it is judged only where files say who
    owned the key result on that day, which agreements do: after a hand-over, what its former owner reported stays
    right. What is said about an objective as a whole is judged on a change, by its own owner, their manager, and the
    people who have a part in one of its key results.

    ## Why is this bad?

    It need not be: somebody may report for a colleague who is ill. But the owner is the one who knows, and whom others
    ask.

    ## Example

    ```yaml okrs/2026-Q4/agreements/2026-09-28-bo.0f1ce9.yaml there already
    by: bo
    date: 2026-09-28
    key_results:
      content/organic-pipeline/pillar-posts:
        as: owner
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 3, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
    ```

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
        """One finding for each check-in that stands, of a day on which it is known who owned the key result."""
        for entry in self._by_others(node, context):
            yield self._finding(node, entry)

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding for each entry that a change adds and that asks the owner or the manager, if not found yet."""
        from okrs_as_code.review.changes.matching import Matching

        added = [
            (node, entry)
            for node in head.key_results()
            for entry in valid_entries(head.plan.check_ins_of.get(node.id, ()), node.owner)
            if adds_record(entry.file, base, head) and entry not in self._by_others(node, head)
        ]
        matching = Matching(base.plan, head.plan)
        before = {pair.id: pair.before for pair in matching.key_results} if added else {}
        for node, entry in added:
            if not Involvement.may_report(entry.by, before.get(node.id) or node, base.plan, head.plan):
                yield self._finding(node, entry)
        yield from self._added_to_objectives(base, head, matching)

    def _added_to_objectives(self, base: Context, head: Context, matching: Matching) -> Iterator[Finding]:
        added = [
            (node, entry)
            for node in head.objectives()
            for entry in valid_entries(head.plan.objective_check_ins_of.get(node.id, ()), node.content.owner or "")
            if adds_record(entry.file, base, head)
        ]
        before = {pair.id: pair.before for pair in matching.objectives} if added else {}
        for node, entry in added:
            if not ObjectiveInvolvement.may_report(entry.by, before.get(node.id) or node, base.plan, head.plan):
                yield self._objective_finding(node, entry)

    def _by_others(self, node: KeyResultNode, context: Context) -> tuple[RecordEntry[CheckInEntry], ...]:
        """The check-ins that stand by people of whom it is known that they had no part in a key result."""
        entries = context.plan.check_ins_of.get(node.id, ())
        if not entries:
            return ()
        involvement = Involvement(context.plan, node)
        return tuple(
            entry
            for entry in valid_entries(entries, node.owner)
            if involvement.is_known_on(entry.day) and not involvement.includes(entry.by, entry.day)
        )

    def _finding(self, node: KeyResultNode, entry: RecordEntry[CheckInEntry]) -> Finding:
        return self.finding(
            f'"{entry.by}" reports on key result "{node.content.id}", which "{node.owner}" owns',
            f"nothing has to be done; who helps with it can be listed there: `contributors: [{entry.by}]`",
            subject=node.id,
            place=at_entry(entry),
            label=f"{node.owner} owns this",
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
