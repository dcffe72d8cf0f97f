"""A diff as Markdown for a comment at a pull request: safe whatever titles say, and of limited length."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.inline import bold, code, join, text
from okrs_as_code.report.markdown import markdown
from okrs_as_code.report.views.diff import NO_CHANGES, DiffGroup, DiffLine, DiffView

MAX_LENGTH = 40_000
"""Length in characters at which a diff is cut; a comment has at most 65,536, and shows more than the diff."""


def as_markdown(diff: DiffView, limit: int = MAX_LENGTH) -> str:
    """The groups as lists with titles, cut between lines where there are more than `limit` characters."""
    if not diff.groups:
        return "".join(f"{markdown(text(line))}\n" for line in (NO_CHANGES, *diff.notes))
    head = f"{markdown(text(diff.heading))}:\n" if diff.heading else ""
    tail = "".join(f"\n{markdown(text(note))}\n" for note in diff.notes)
    room = limit - len(head) - len(tail) - 100
    items = list(_items(diff))
    parts = [head]
    for index, item in enumerate(items):
        room -= len(item)
        if room < 0:
            more = len(items) - index
            parts.append(f"\n… and {count_phrase(more, 'more line')}: `okrs diff` shows all of them\n")
            break
        parts.append(item)
    return "".join((*parts, tail))


def _items(diff: DiffView) -> Iterator[str]:
    """The lines as list items, the first of a group together with its title."""
    for group in diff.groups:
        heading = _heading(group)
        for line in group.lines:
            yield f"{heading}{_item(line)}"
            heading = ""


def _heading(group: DiffGroup) -> str:
    id_ = f" {markdown(code(group.id))}" if group.id else ""
    return f"\n{markdown(bold(group.title))}{id_}\n\n"


def _item(line: DiffLine) -> str:
    words = markdown(join(line.parts, "; "))
    return f"- {markdown(bold(line.name))}: {words}\n" if line.name else f"- {words}\n"
