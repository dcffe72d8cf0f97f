"""Findings with the line they stand on, carets below it, related places and the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

from okrs_as_code.escape import sanitise_line
from okrs_as_code.finding import Located, Region
from okrs_as_code.lint.formats.concise import headline

_WIDEST = 160
"""Longer lines are cut around the place; nobody reads a kilobyte in a terminal."""


def render(findings: Sequence[Located]) -> str:
    """A block a finding, with an empty line after each."""
    return "".join(f"{_block(located)}\n" for located in findings)


def _block(located: Located) -> str:
    return "".join(f"{line}\n" for line in _lines(located))


def _lines(located: Located) -> Iterator[str]:
    finding = located.finding
    rows = [located.region.row, *(other.region.row for other in located.related)]
    margin = " " * len(str(max(rows)))
    yield headline(located)
    yield f"{margin} |"
    if located.line:
        yield from _excerpt(located.region, located.line, finding.label, margin, "^")
    for other in located.related:
        if other.line:
            yield f"{margin} ::: {sanitise_line(other.file)}:{other.region.row}:{other.region.column}"
            yield from _excerpt(other.region, other.line, other.message, margin, "-")
    yield sanitise_line(f"{margin} = help: {finding.help}")


def _excerpt(region: Region, line: str, label: str, margin: str, mark: str) -> Iterator[str]:
    start = region.column - 1
    end = region.end_column - 1 if region.end_row == region.row else len(line)
    cut = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[cut : cut + _WIDEST]
    before, marked = line[cut:start], line[start : min(end, cut + _WIDEST)]
    lead = "…" if cut else ""
    tail = "…" if cut + _WIDEST < len(line) else ""
    row = str(region.row).rjust(len(margin))
    yield f"{row} | {lead}{sanitise_line(shown)}{tail}"
    carets = mark * max(1, _width(sanitise_line(marked)))
    yield f"{margin} | {' ' * (_width(lead) + _width(sanitise_line(before)))}{carets} {sanitise_line(label)}".rstrip()


def _width(text: str) -> int:
    """Columns that a terminal takes for a text (Unicode Standard Annex 11)."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
