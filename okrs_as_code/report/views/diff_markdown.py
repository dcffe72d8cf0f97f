"""What changed, as Markdown for a comment at a pull request: safe whatever titles say, and no longer than it may be."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.report.markdown import Markdown, bold, code, joined, text
from okrs_as_code.report.views.diff import NOTHING, DiffGroup, DiffLine, DiffView

LIMIT = 40_000
"""A forge takes 65,536 characters, and the comment has more to tell than this."""


def as_markdown(told: DiffView, limit: int = LIMIT) -> Markdown:
    """The groups as lists with titles, cut between lines where there is more than `limit` characters."""
    if not told.groups:
        return Markdown("".join(f"{text(line)}\n" for line in (NOTHING, *told.notes)))
    head = f"{text(told.heading)}:\n" if told.heading else ""
    tail = "".join(f"\n{text(note)}\n" for note in told.notes)
    room = limit - len(head) - len(tail) - 100
    kept, count, total = [head], 0, sum(len(group.lines) for group in told.groups)
    for piece, lines in _pieces(told):
        room -= len(piece)
        if room < 0:
            more = total - count
            kept.append(f"\n… and {more} more {'line' if more == 1 else 'lines'}: `okrs diff` tells all of them\n")
            break
        kept.append(piece)
        count += lines
    return Markdown("".join((*kept, tail)))


def _pieces(told: DiffView) -> Iterator[tuple[str, int]]:
    """Each line, the first of a group together with its title, and how many lines that is."""
    for group in told.groups:
        heading = _heading(group)
        for line in group.lines:
            yield f"{heading}{_item(line)}", 1
            heading = ""


def _heading(group: DiffGroup) -> str:
    id_ = f" {code(group.id)}" if group.id else ""
    return f"\n{bold(group.title)}{id_}\n\n"


def _item(line: DiffLine) -> str:
    words = joined(line.parts, "; ")
    return f"- {bold(line.name)}: {words}\n" if line.name else f"- {words}\n"
