"""FMT008: a comment that ignores a rule and does not say which, until when, or why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import subject_of
from okrs_as_code.lint.record_entries import with_severity_if_new
from okrs_as_code.lint.rule import Rule
from okrs_as_code.phrases import join_words
from okrs_as_code.workspace.suppression_comments import CommentWord, Suppression
from okrs_as_code.yaml.problem import excerpt


class SuppressionWithoutReason(Rule):
    """A comment that ignores a rule does not say which, until when, or why.

    ## What it does

    Finds comments that begin with `# okrs: ignore` and are not complete: the code of a rule in brackets, `until` with a
    day, and a reason after a colon. Such a comment ignores nothing.

    ## Why is this bad?

    Whoever reads the file next year cannot ask the comment. With a reason they can judge whether it still holds, and
    with a day somebody will.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    aligned_to: company/profitable-growth
    key_results:
      # okrs: ignore[KR009]
      - id: editor-hired
        title: We have an editor
        owner: mara
        measure: {type: binary}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    aligned_to: company/profitable-growth
    key_results:
      # okrs: ignore[KR009] until 2026-11-15: Mara writes it once the role is agreed
      - id: editor-hired
        title: We have an editor
        owner: mara
        measure: {type: binary}
    ```

    ## Where this comes from

    pint, a linter of monitoring rules, lets an exception end on a day; that it needs a reason is ours.
    """

    code = "FMT008"
    name = "suppression-without-reason"
    severity = Severity.ERROR
    all_cycles = True

    def check_suppression(
        self, suppression: Suppression, unused: tuple[CommentWord, ...], context: Context
    ) -> Iterator[Finding]:
        """One finding a comment, with all that it lacks."""
        if suppression.ignored is not None:
            return
        codes = ", ".join(code.text for code in suppression.codes[:_MOST])
        until = suppression.last_day or context.today + timedelta(days=30)
        missing = list(missing_parts(suppression))
        yield self.finding(
            f"this comment asks to ignore {codes or 'a rule'} without {join_words(missing)}",
            f"write `# okrs: ignore[{codes or 'CODE'}] until {until}: {suppression.reason or 'why it is right here'}`",
            subject=subject_of(suppression.file),
            place=suppression.place,
            label="so it ignores nothing",
            detail="/".join((codes, *missing, suppression.reason)),
        )

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """An error in a record that the change adds."""
        return with_severity_if_new(finding, self.severity, base, head)


_MOST = 5
"""Codes that a message quotes."""


def missing_parts(suppression: Suppression) -> Iterator[str]:
    """The parts that a comment lacks, in words; none for one that is complete."""
    if not suppression.codes:
        yield "its code in brackets"
    if suppression.until is None:
        yield "a date"
    elif suppression.last_day is None:
        yield f'a date ("{excerpt(suppression.until.text)}" is none)'
    if not suppression.reason:
        yield "a reason"
