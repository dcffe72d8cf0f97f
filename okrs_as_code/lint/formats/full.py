"""Findings with the line they stand on, carets below it, related places and the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okrs_as_code.escape import sanitise_line
from okrs_as_code.finding import Located, Region
from okrs_as_code.lint.formats.concise import headline
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.text_width import text_width

_MAX_LINE_LENGTH = 160
"""Characters of a line that are shown, around the place; nobody reads a kilobyte in a terminal."""


def render(findings: Sequence[Located], context: FormatContext | None = None) -> str:
    """A block a finding, with an empty line after each."""
    return "".join(f"{_block(located)}\n" for located in findings)


def _block(located: Located) -> str:
    return "".join(f"{line}\n" for line in _lines(located))


def _lines(located: Located) -> Iterator[str]:
    finding = located.finding
    rows = [located.region.row, *(related.region.row for related in located.related)]
    margin = " " * len(str(max(rows)))
    yield headline(located)
    yield f"{margin} |"
    if located.line:
        yield from _excerpt(located.region, located.line, finding.label, margin, "^")
    for related in located.related:
        if related.line:
            yield f"{margin} ::: {sanitise_line(related.file)}:{related.region.row}:{related.region.column}"
            yield from _excerpt(related.region, related.line, related.message, margin, "-")
    yield sanitise_line(f"{margin} = help: {finding.help}")


def _excerpt(region: Region, line: str, label: str, margin: str, mark: str) -> Iterator[str]:
    start = region.column - 1
    end = region.end_column - 1 if region.end_row == region.row else len(line)
    cut = max(0, start - _MAX_LINE_LENGTH // 2) if len(line) > _MAX_LINE_LENGTH else 0
    shown = line[cut : cut + _MAX_LINE_LENGTH]
    before, marked = line[cut:start], line[start : min(end, cut + _MAX_LINE_LENGTH)]
    lead = "…" if cut else ""
    tail = "…" if cut + _MAX_LINE_LENGTH < len(line) else ""
    row = str(region.row).rjust(len(margin))
    yield f"{row} | {lead}{sanitise_line(shown)}{tail}"
    carets = mark * max(1, text_width(sanitise_line(marked)))
    indent = " " * text_width(lead + sanitise_line(before))
    yield f"{margin} | {indent}{carets} {sanitise_line(label)}".rstrip()
