"""FMT009: a comment that ignores a rule until a day that is over."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import subject_of
from okrs_as_code.lint.rule import Rule
from okrs_as_code.phrases import count_phrase
from okrs_as_code.workspace.suppression_comments import CommentWord, Suppression


class SuppressionExpired(Rule):
    """A comment ignored a rule until a day that is over.

    ## What it does

    Finds comments `# okrs: ignore[CODE] until DATE: reason` whose day is over; on the day itself they still work. Such
    a comment ignores nothing any more, so that what it hid is found again. In a record, which nobody edits, it may
    stay, and so it may in a cycle that ended more than 90 days ago.

    ## Why is this bad?

    It claims an exception that is none. Whoever wrote it meant to have a look by that day.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    aligned_to: company/profitable-growth
    key_results:
      # okrs: ignore[KR009] until 2026-10-09: Mara writes it once the role is agreed
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
      - id: editor-hired
        title: We have an editor
        owner: mara
        measure: {type: binary}
        success: The contract is signed and the first day is fixed.
    ```

    ## Where this comes from

    pint, a linter of monitoring rules, whose exceptions end on a day.
    """

    code = "FMT009"
    name = "suppression-expired"
    severity = Severity.WARNING

    def check_suppression(
        self, suppression: Suppression, unused: tuple[CommentWord, ...], context: Context
    ) -> Iterator[Finding]:
        """One finding for a comment that is complete, in a cycle that is judged; none in a record, which stays."""
        ignored, until = suppression.ignored, suppression.until
        if ignored is None or until is None or not suppression.is_expired(context.today):
            return
        if context.judges_file(suppression.file.location) and not suppression.in_record:
            days = (context.today - ignored.until).days
            yield self.finding(
                f"this comment has run out: its last day was {ignored.until}",
                "fix what it hid and remove the comment, or agree on a later day and write that",
                subject=subject_of(suppression.file),
                place=suppression.at(until.span),
                label=f"{count_phrase(days, 'day')} ago",
                detail=f"{ignored.until} {suppression.covered_line}",
            )
