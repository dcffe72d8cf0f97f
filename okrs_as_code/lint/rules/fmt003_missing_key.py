"""FMT003: a key that has to be there is missing."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.record_entries import adds_record
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.mismatch import MismatchKind


class MissingKey(Rule):
    """A key that has to be there is missing.

    ## What it does

    Finds objectives, key results, people, teams and records in which a required key is absent. Some missing keys have a
    rule of their own, such as OWN001 for an owner and KR001 for a target. A new agreement in a cycle whose days stand
    in `okrs/config.yaml` needs `due` in its terms, as it would mean another day once these are moved.

    ## Why is this bad?

    What is not written cannot be judged, shown or agreed to.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    why: Paid acquisition doubled in price.
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    why: Paid acquisition doubled in price.
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    The files of this project: each key and whether it is required is in the JSON Schema.
    """

    code = "FMT003"
    name = "missing-key"
    severity = Severity.ERROR
    in_backlog = True
    all_cycles = True
    has_floor = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether a key is missing; other rules may claim it before."""
        return mismatch.kind is MismatchKind.MISSING_KEY

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding, at the id of what the key is missing from."""
        field = mismatch.mismatch.field
        expected = mismatch.mismatch.expected or _EXPECTED_VALUES.get(field)
        if mismatch.element is Element.RECORD and field == "key_results":
            expected = "each key result by its id, and what you say of it"
            if "/check-ins/" in mismatch.place.file:
                expected += ", or `objectives:` with what you say of one as a whole"
        others = "".join(f" or `{key}:`" for key in mismatch.mismatch.known if key != field)
        yield self.finding(
            f"{mismatch.description} has no `{field}`",
            f"add `{field}:` with {expected}" if expected else f"add `{field}:`{others}",
            subject=mismatch.subject,
            place=mismatch.place,
            label=f"`{field}` is missing here",
            detail=mismatch.detail,
        )

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding for each entry of a new agreement without `due` in a cycle whose days are declared."""
        calendar = head.plan.calendar
        for record in head.plan.agreements:
            cycle = calendar.cycle(record.cycle)
            if cycle is None or not calendar.is_declared(cycle) or not adds_record(record.file, base, head):
                continue
            for ref, entry in record.content.key_results.items():
                if entry.terms.due is None:
                    yield self.finding(
                        f'the agreement to "{ref}" has no `due`, and the days of {cycle.name} may move',
                        f"add `due:` to its terms, such as `{cycle.end}`, the last day of {cycle.name} today",
                        subject=record.file,
                        place=Place(record.file, ("key_results", ref, "terms"), "key"),
                        label="`due` is missing here",
                        detail=f"{ref}/terms/due",
                    )


_EXPECTED_VALUES = {
    "as": "`owner` or `manager`",
    "because": "the reason",
    "by": "the id of the person who says this",
    "date": "a day such as `2026-12-31`",
    "from": "a day such as `2026-12-31`",
    "id": "a short name for records to use, such as `pillar-posts`",
    "key_results": "how we will know; `[]` where others contribute",
    "lead": "the id of the one person who is accountable",
    "measure": (
        "a measure such as `{type: metric, baseline: 0, target: 3, unit: posts}`, or `{type: binary}` for done or not"
    ),
    "name": "the name shown on pages",
    "objective": "an objective's id such as `team/objective`",
    "team": "the id of a team",
    "terms": "what is agreed to: `owner`, `measure`, and `commitment`, `due`, `success` as they are now",
    "title": "what it is, in words",
    "today": "a day such as `2026-12-31`",
    "until": "a day such as `2026-12-31`",
}
