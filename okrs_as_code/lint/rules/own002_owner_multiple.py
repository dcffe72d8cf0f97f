"""OWN002: a key result with several owners."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.context import Context, join_quoted
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.person_titles import title_answer
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.base import is_id

_between = lazy_pattern(r"\s*(?:[,;/&+]|\band\b|\bor\b)\s*")


class OwnerMultiple(Rule):
    """A key result lists several owners.

    ## What it does

    Finds key results whose `owner` is a list, or a text that names several people.

    ## Why is this bad?

    Two owners are no owner: each can believe that the other reports, asks for help, and decides. One person is
    accountable; everybody else who works on it is a contributor, and is shown as one.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: [bo, chen]
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        contributors: [chen]
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    The "directly responsible individual" of many companies' handbooks: one name, not a group. It has a floor: policy
    cannot lower, ignore or silence it.
    """

    code = "OWN002"
    name = "owner-multiple"
    severity = Severity.ERROR
    has_floor = True
    all_cycles = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether the owner of a key result is a list, or a text with several ids in it."""
        is_owner = mismatch.element is Element.KEY_RESULT and mismatch.inner == ("owner",)
        return is_owner and bool(_owner_names(mismatch.value))

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding, at the list."""
        titled = title_answer(str(mismatch.value), "owner", context)
        if titled is not None:
            yield self.finding(
                f'{titled.message}, and the owner of key result "{mismatch.short_name}" is an id',
                titled.help,
                subject=mismatch.subject,
                place=mismatch.place,
                label="a title, and no id",
            )
            return
        names = _owner_names(mismatch.value)
        ids = [name for name in names if is_id(name)]
        list_message = f'the owner of key result "{mismatch.short_name}" is written as a list'
        yield self.finding(
            f'key result "{mismatch.short_name}" has {len(names)} owners' if len(names) > 1 else list_message,
            _remedy(names, ids),
            subject=mismatch.subject,
            place=mismatch.place,
            label=f"{join_quoted(ids)}: who is accountable?" if len(ids) > 1 else "one person, not a list",
        )


def _remedy(names: list[str], ids: list[str]) -> str:
    """One of them as owner, the others as contributors."""
    if len(names) == 1:
        return f"write `owner: {ids[0]}`, without a list" if ids else "write `owner:` with one person, without a list"
    if len(ids) < 2:
        return "write `owner:` with one person, and list the others as `contributors:`"
    return f"write `owner: {ids[0]}` and `contributors: [{', '.join(ids[1:])}]`, or whoever of them is accountable"


def _owner_names(given: object) -> list[str]:
    """The names in a list, or in a text that holds several ids; empty for anything else."""
    if isinstance(given, list):
        return [name if isinstance(name, str) else "" for name in given]
    parts = _between.split(given.strip()) if isinstance(given, str) else []
    return parts if len(parts) > 1 and all(is_id(part) for part in parts) else []
