"""CHK002: a record that a change edits or takes away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from okrs_as_code.finding import Finding, KeyPath, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.rule import Rule
from okrs_as_code.workspace.layout import EntryKind, locate

if TYPE_CHECKING:
    from okrs_as_code.review.changes.change import Change


class RecordEdited(Rule):
    """A change edits a check-in, agreement or grade that was there before, or removes it.

    ## What it does

    Finds records of the base that say something else at the end of a change, or are gone. To move a file as it is is no
    edit, nor is a comment in it. What nobody could read at the base may be fixed, as long as the rest stays as it is.

    ## Why is this bad?

    A record is what somebody said on a day. When it can be rewritten afterwards, nobody can rely on what they agreed to
    or reported. What turned out wrong is corrected by a new record, and both can be read.

    ## Example

    The check-in as it was, and as the change leaves it:

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 1
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 2
    ```

    ## Use instead

    The file as it was (`git checkout main -- okrs/2026-Q4/check-ins/2026-10-12-bo.yaml`), and a new one:

    ```yaml okrs/2026-Q4/check-ins/2026-10-14-bo.yaml
    by: bo
    date: 2026-10-14
    corrects: 2026-10-12-bo
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 2
    ```

    ## Where this comes from

    Bookkeeping, where a wrong entry is never erased but reversed by another. It has a floor: policy cannot lower,
    ignore or silence it.
    """

    code = "CHK002"
    name = "record-edited"
    severity = Severity.ERROR
    all_cycles = True
    has_floor = True

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding for each record that is not what it was."""
        from okrs_as_code.review.changes.change import ChangeKind
        from okrs_as_code.review.changes.record_changes import record_changes

        for change in record_changes(base.workspace, head.workspace):
            if change.kind in (ChangeKind.RECORD_EDITED, ChangeKind.RECORD_REMOVED):
                yield self._change_finding(change, head, is_edited=change.kind is ChangeKind.RECORD_EDITED)

    def _change_finding(self, change: Change, head: Context, *, is_edited: bool) -> Finding:
        path = change.subject
        location, record = locate(path, EntryKind.FILE), change.before
        verb = "edits" if is_edited else "spoils" if path in head.workspace.files else "removes"
        return self.finding(
            f"this change {verb} what {record['by']} said on {record['date']}",
            f"put the file back: `git checkout BASE -- {path}`, with what `--since` names for BASE; "
            f"what is wrong in it is corrected in a new record, with `corrects: {location.name}`",
            subject=path,
            place=Place(path, _edited_path(record, change.after), "key") if is_edited else Place(path, on="file"),
            label="not what it was" if is_edited else "",
        )


def _edited_path(before: Mapping[str, Any], after: Mapping[str, Any]) -> KeyPath:
    """The key of the first thing that differs, as far as it is written at the head."""
    key = next((name for name in after if before.get(name) != after[name]), "key_results")
    if key != "key_results":
        return (key,)
    old, new = before[key], after[key]
    ref = next((name for name in new if old.get(name) != new[name]), None)
    if ref is None:
        return (key,)
    inner = next((name for name in new[ref] if old.get(ref, {}).get(name) != new[ref][name]), None)
    return (key, ref) if inner is None or ref not in old else (key, ref, inner)
