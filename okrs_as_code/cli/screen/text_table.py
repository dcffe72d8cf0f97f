"""Tables without lines: columns of fixed width, and one that takes the room that is left."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from okrs_as_code.cli.screen.styled_text import StyledText

_LEAST = 12
"""Columns that are kept for the column without a width, as long as others can give any."""
_NARROWEST = 5


@dataclass(frozen=True)
class TextColumn:
    """A column, with its head, and its width on the terminal; without a width it takes what is left."""

    head: str = ""
    width: int | None = None
    right: bool = False
    """Whether its words stand at its right edge."""
    wrap: bool = True
    """Whether what is too long goes on in the next line; otherwise it is cut."""
    style: str = ""


@dataclass
class TextTable:
    """Rows of cells below columns, with spaces between them."""

    columns: Sequence[TextColumn]
    gap: int = 1
    with_heads: bool = False
    rows: list[Sequence[StyledText]] = field(default_factory=list)

    def add_row(self, *cells: StyledText) -> None:
        """Adds a row; cells that are missing at its end are empty."""
        self.rows.append(cells)

    def lines(self, width: int) -> Iterator[StyledText]:
        """The lines of the table on a terminal of this width."""
        widths = self._widths(width)
        if self.with_heads:
            heads = [StyledText(column.head, "bold dim") for column in self.columns]
            yield from self._row_lines(heads, widths)
        for row in self.rows:
            yield from self._row_lines(row, widths)

    def _widths(self, width: int) -> list[int]:
        widths = [column.width or 0 for column in self.columns]
        free = [at for at, column in enumerate(self.columns) if column.width is None]
        rest = width - sum(widths) - self.gap * (len(self.columns) - 1)
        while free and rest < _LEAST and max(widths) > _NARROWEST:
            widths[widths.index(max(widths))] -= 1
            rest += 1
        for at in free:
            widths[at] = max(rest, 1)
        return widths

    def _row_lines(self, row: Sequence[StyledText], widths: Sequence[int]) -> Iterator[StyledText]:
        cells = [
            _cell_lines(cell.styled(column.style), column, width)
            for cell, column, width in zip(row, self.columns, widths, strict=False)
        ]
        for number in range(max(map(len, cells))):
            line = StyledText()
            for at, (lines, column, width) in enumerate(zip(cells, self.columns, widths, strict=False)):
                cell = lines[number] if number < len(lines) else StyledText()
                line.append(" " * (self.gap if at else 0))
                padding = " " * (width - cell.width)
                line.append(padding if column.right else "").append_text(cell).append("" if column.right else padding)
            yield line


def _cell_lines(cell: StyledText, column: TextColumn, width: int) -> list[StyledText]:
    return cell.lines(width) if column.wrap else [line.cut(width) for line in cell.lines(sys.maxsize)]
