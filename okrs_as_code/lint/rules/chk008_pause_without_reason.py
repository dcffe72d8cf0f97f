"""CHK008: a pause of which nobody says why."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import as_error_if_new, at_entry, correction_hint, valid_entries
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class PauseWithoutReason(Rule):
    """A check-in says `status: paused`, and has no `note`.

    ## What it does

    Finds entries of check-ins with `status: paused` and without a `note`. In a check-in that a change adds it is an
    error; in one that is there already it is information, as a record is never edited. A check-in that was corrected
    is not reported any more.

    ## Why is this bad?

    For five weeks nobody is asked how it goes. Whoever relies on it sees only that nothing happens, and has to guess
    whether that is a decision, a lack of something that they could help with, or the end of it.

    ## Example

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        status: paused
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        status: paused
        note: Legal reviews how we name customers; they answer on 2 November.
    ```

    ## Where this comes from

    Ours: a pause is a decision, and a decision has a reason.
    """

    code = "CHK008"
    name = "pause-without-reason"
    severity = Severity.ERROR
    needs_records = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the status of each check-in that pauses it without a note."""
        check_ins = context.plan.check_ins_of.get(node.id, ())
        if not any(check_in.entry.is_pause and check_in.entry.note is None for check_in in check_ins):
            return
        for check_in in valid_entries(check_ins, node.owner):
            if check_in.entry.is_pause and check_in.entry.note is None:
                yield self.finding(
                    f'this check-in pauses key result "{node.content.id}", and does not say why',
                    f"add a `note:` with the reason; {correction_hint(check_in.name)}",
                    subject=node.id,
                    place=at_entry(check_in, "status"),
                    label="why, and until when?",
                    severity=Severity.INFORMATION,
                    detail=check_in.file,
                )

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """An error in a check-in that the change adds."""
        return as_error_if_new(finding, base, head)
