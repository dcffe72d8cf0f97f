"""The rows of a file that a change adds or alters."""

from __future__ import annotations

from difflib import SequenceMatcher

from okrs_as_code.workspace.loader import Workspace


def changed_rows(before: Workspace, after: Workspace, path: str) -> frozenset[int]:
    """The rows, from 1, of a file that are not among its lines before, in their order; all rows of a new file."""
    if path not in after.files:
        return frozenset()
    lines = after.files[path].document.text.text.split("\n")
    old = before.files[path].document.text.text.split("\n") if path in before.files else []
    # A line that is everywhere, such as an empty one, is no help to find what belongs together: `autojunk` stays on,
    # which also bounds the time.
    operations = SequenceMatcher(None, old, lines).get_opcodes()
    return frozenset(
        row
        for kind, _, _, start, end in operations
        if kind in ("insert", "replace")
        for row in range(start + 1, end + 1)
    )
