"""OWN001: a key result without an owner."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.rule import Rule


class OwnerMissing(Rule):
    """A key result has no owner: `owner` is absent, empty or null.

    ## What it does

    Finds key results that name nobody who is accountable.

    ## Why is this bad?

    When a goal is missed, somebody asks "whose was it?", and then it is too late. An owner who is named while the key
    result is written can shape it, commit to it, report on it every week, and be supported in time.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours, the rule this project exists for. It has a floor: policy cannot lower, ignore or silence it.
    """

    code = "OWN001"
    name = "owner-missing"
    severity = Severity.ERROR
    has_floor = True
    all_cycles = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether the owner of a key result is absent, null or empty, as an empty list is."""
        is_owner = mismatch.element is Element.KEY_RESULT and mismatch.inner == ("owner",)
        return is_owner and (mismatch.is_absent or mismatch.value == [])

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding, at the id of the key result, or at the empty value."""
        described = f'key result "{mismatch.short_name}"' if mismatch.has_id else "a key result without an id"
        yield self.finding(
            f"{described} has no owner",
            "add `owner:` with one person from okrs/people.yaml",
            subject=mismatch.subject,
            place=mismatch.place,
            label="nobody is accountable for this",
        )
