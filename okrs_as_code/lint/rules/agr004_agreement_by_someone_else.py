"""AGR004: an agreement that is not this person's to give."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import adds_record, as_error_if_new, at_entry, valid_entries
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.consent import is_valid_agreement
from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.people.people_directory import accountable
from okrs_as_code.model.timeline import RecordEntry


class AgreementBySomeoneElse(Rule):
    """Somebody agrees for the owner, or as a manager who they are not.

    ## What it does

    Finds agreements as owner by anybody but the owner of the terms they quote (of an owning team: its lead), and
    agreements as manager by that owner. In a record that a change adds it is an error, and there also an agreement as
    manager by anybody who is not the manager at the end of the change. In a record that is there already it is
    information: the agreement does not count, and can stay.

    ## Why is this bad?

    Nobody can be comfortable committing to something in another's name.

    ## Example

    ```yaml okrs/2026-Q4/agreements/2026-09-28-mara.d52a70.yaml
    by: mara
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

    ## Use instead

    ```yaml okrs/2026-Q4/agreements/2026-09-28-mara.62d0a9.yaml
    by: mara
    date: 2026-09-28
    key_results:
      content/organic-pipeline/pillar-posts:
        as: manager
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 3, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
    ```

    ## Where this comes from

    Ours: agreed is what the person said. It has a floor: policy cannot lower, ignore or silence it.
    """

    code = "AGR004"
    name = "agreement-by-someone-else"
    severity = Severity.ERROR
    needs_records = True
    has_floor = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """Information on each agreement that stands and does not count."""
        agreements = context.plan.agreements_of.get(node.id, ())
        if all(is_valid_agreement(agreement) for agreement in agreements):
            return
        for agreement in valid_entries(agreements, node.owner):
            if not is_valid_agreement(agreement):
                yield self._uncounted_finding(node, agreement)

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """An error in an agreement that the change adds."""
        return as_error_if_new(finding, base, head)

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One error for each agreement that a change adds, as manager by somebody who is not the manager."""
        for node in head.key_results():
            manager = head.plan.directory.manager_of(node.content)
            for agreement in valid_entries(head.plan.agreements_of.get(node.id, ()), node.owner):
                as_manager = agreement.entry.as_ == "manager" and is_valid_agreement(agreement)
                if as_manager and agreement.by != manager and adds_record(agreement.file, base, head):
                    yield self._not_manager_finding(node, agreement, manager)

    def _uncounted_finding(self, node: KeyResultNode, agreement: RecordEntry[AgreementEntry]) -> Finding:
        owner = accountable(agreement.entry.terms.owner)
        if agreement.entry.as_ == "owner":
            message = (
                f'"{agreement.by}" agrees to key result "{node.content.id}" as owner, and its owner here is "{owner}"'
            )
            remedy = f"{owner} agrees as owner"
        else:
            message = f'"{agreement.by}" agrees to key result "{node.content.id}" as manager, and owns it'
            remedy = "somebody else agrees as manager"
        finding = self._finding_at_role(
            node, agreement, message, f"remove this before it is merged: {remedy}; once merged it can stay"
        )
        return finding._replace(severity=Severity.INFORMATION)

    def _not_manager_finding(
        self, node: KeyResultNode, agreement: RecordEntry[AgreementEntry], manager: str | None
    ) -> Finding:
        if manager is None:
            actual, remedy = "it has none", f"write `manager: {agreement.by}` at the key result"
        else:
            actual = f'its manager is "{manager}"'
            remedy = f"let {manager} agree, or write `manager: {agreement.by}` at the key result"
        message = f'"{agreement.by}" agrees to key result "{node.content.id}" as manager, and {actual}'
        return self._finding_at_role(node, agreement, message, remedy)

    def _finding_at_role(
        self, node: KeyResultNode, agreement: RecordEntry[AgreementEntry], message: str, help: str
    ) -> Finding:
        return self.finding(
            message,
            help,
            subject=node.id,
            place=at_entry(agreement, "as"),
            label=f"not {agreement.by}'s to say",
            detail=agreement.file,
        )
