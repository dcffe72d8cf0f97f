"""FMT010: a comment that ignores a rule which finds nothing there."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import subject_of
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import referenced_rule
from okrs_as_code.workspace.suppression_comments import CommentWord, Suppression


class SuppressionUnused(Rule):
    """A comment ignores a rule that finds nothing there.

    ## What it does

    Finds codes in comments `# okrs: ignore[CODE] until DATE: reason` that ignore nothing, as their rule has no finding
    where the comment stands. A comment on a line of its own covers what begins below it: a whole key result, person,
    team or entry of a record, or one key with its value. Behind something else it covers what stands on its line.

    Rules of follow-ups, such as CHK001, find something one week and nothing the next: of them no comment is unused. Nor
    is one in a record, which nobody edits.

    ## Why is this bad?

    The comment speaks of a problem that is not there, and would hide one that comes later.

    ## Example

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
        success: The contract is signed and the first day is fixed.
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

    ruff and ESLint find exceptions that nothing needs any more.
    """

    code = "FMT010"
    name = "suppression-unused"
    severity = Severity.WARNING

    def check_suppression(
        self, suppression: Suppression, unused: tuple[CommentWord, ...], context: Context
    ) -> Iterator[Finding]:
        """One finding a code; none in a record, which stays as it is."""
        remedy = "remove the comment" if len(unused) == len(suppression.codes) else "take it out of the brackets"
        has_target = suppression.element is not None or suppression.row is not None
        for code in unused if not suppression.in_record else ():
            rule = referenced_rule(code)
            rule_phrase = f"{rule.code} ({rule.name})" if rule is not None else code.text
            reason = "which finds nothing here" if has_target else "and nothing begins below it"
            yield self.finding(
                f"this comment ignores {rule_phrase}, {reason}",
                f"{remedy}; if it is meant for something else, put it on the line above that",
                subject=subject_of(suppression.file),
                place=suppression.at(code.span),
                label="not needed here",
                detail=f"{code.text} {suppression.covered_line}",
            )
