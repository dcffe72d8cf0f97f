"""Changes of files that are not written yet, and their unified diffs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from okrs_as_code.yaml import Document
from okrs_as_code.yaml.edit_check import encode_like


class FileChange(NamedTuple):
    """A file as it was read and as it is to be; `target` is its new path where it is renamed or moves.

    `before` is None for a file that is new.
    """

    path: str
    before: bytes | None
    after: bytes
    target: str | None = None


def change_between(before: Document, after: Document, target: str | None = None) -> FileChange:
    """The change of a file that makes one document the other; `target` is its new path where it is renamed."""
    before_bytes = encode_like(before.text.text, before.text)
    return FileChange(before.file, before_bytes, encode_like(after.text.text, after.text), target)


def git_diff(change: FileChange) -> str:
    """The change of one file as `git diff` shows it, and `git apply` takes it.

    For reading, carriage returns at the ends of lines are left out; a diff of a file that has them cannot be applied.
    """
    return "".join(f"{line}\n" for line in _diff_lines(change))


def _diff_lines(change: FileChange) -> Iterator[str]:
    from difflib import unified_diff  # the changes that are shown are few

    target = change.target or change.path
    yield f"diff --git a/{change.path} b/{target}"
    if target != change.path:
        yield f"rename from {change.path}"
        yield f"rename to {target}"
    if change.before is None:
        yield "new file mode 100644"
    before, after = _text_lines(change.before or b""), _text_lines(change.after)
    old_name = f"a/{change.path}" if change.before is not None else "/dev/null"
    for line in unified_diff(before, after, old_name, f"b/{target}", lineterm=""):
        yield from line.split("\n")


def _text_lines(raw: bytes) -> list[str]:
    """The lines without their ends; below a last line that has none stands the remark that git makes."""
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    lines = text.split("\n")
    if lines[-1]:
        lines[-1] += "\n\\ No newline at end of file"
        return lines
    return lines[:-1]
