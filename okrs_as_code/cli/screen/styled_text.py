"""Text with styles for a terminal: how wide it is, where it breaks, and the codes that draw it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from okrs_as_code.text_width import clusters, text_width

_CODES = {
    "bold": "1", "dim": "2", "italic": "3",
    "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36",
}  # fmt: skip
"""Names of styles and their codes (ECMA-48, SGR)."""
_BREAK = re.compile(r"\n| +(?!%)|(?<!\d) +(?=%)")
"""Where a line may break: at spaces, but not at that of "50 %"; a line feed always breaks it."""
_CELLS = tuple[tuple[str, int, str], ...]
"""Clusters of characters, each with its columns and its style."""


class StyledText:
    """Words in runs of one style each. A style is any of the names, such as `bold red`; "" is plain."""

    def __init__(self, words: str = "", style: str = "") -> None:
        self._runs: list[tuple[str, str]] = [(words, style)] if words else []

    def append(self, words: str, style: str = "") -> StyledText:
        """Adds words at the end."""
        if words:
            self._runs.append((words, style))
        return self

    def append_text(self, other: StyledText) -> StyledText:
        """Adds another text at the end."""
        self._runs += other._runs
        return self

    def styled(self, style: str) -> StyledText:
        """This text with a style for the words that have none of their own."""
        return self._of((words, own or style) for words, own in self._runs)

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(words for words, _ in self._runs)

    @property
    def width(self) -> int:
        """The columns of the words on one line."""
        return text_width(self.plain)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def rendered(self, *, color: bool) -> str:
        """The words with the codes of their styles, or without any."""
        return "".join(_coded(words, style) if color and style else words for words, style in self._runs)

    def cut(self, width: int) -> StyledText:
        """The beginning that fits into columns, with "…" where something is left out."""
        cells = self._cells()
        return self._of_cells(cells if _width(cells) <= width else _cut(cells, width))

    def lines(self, width: int) -> list[StyledText]:
        """The text in lines of at most these columns, broken at spaces, and a longer word anywhere."""
        if self.width <= width and "\n" not in self.plain:
            return [self]
        lines: list[_CELLS] = []
        for space, word in self._words():
            is_new = any(cell[0] == "\n" for cell in space)
            has_room = lines and not is_new and _width(lines[-1]) + _width(space) + _width(word) <= width
            if has_room:
                lines[-1] += (*space, *word)
            elif _width(word) <= width:
                lines.append(word)
            else:
                lines += _folded(word, width)
        return [self._of_cells(line) for line in lines]

    def _words(self) -> Iterator[tuple[_CELLS, _CELLS]]:
        """Words that no line breaks, each behind the spaces before it, or a line feed."""
        cells, at, offset = self._cells(), 0, 0
        space: _CELLS = ()
        for begin, end in [*(match.span() for match in _BREAK.finditer(self.plain)), (len(self.plain),) * 2]:
            parts: list[_CELLS] = []
            for limit in (begin, end):
                first = at
                while offset < limit:
                    offset += len(cells[at][0])
                    at += 1
                parts.append(cells[first:at])
            yield space, parts[0]
            space = parts[1]

    def _cells(self) -> _CELLS:
        return tuple((cluster, width, style) for words, style in self._runs for cluster, width in clusters(words))

    @staticmethod
    def _of(runs: Iterable[tuple[str, str]]) -> StyledText:
        text = StyledText()
        for words, style in runs:
            if text._runs and text._runs[-1][1] == style:
                text._runs[-1] = (text._runs[-1][0] + words, style)
            else:
                text.append(words, style)
        return text

    @staticmethod
    def _of_cells(cells: _CELLS) -> StyledText:
        return StyledText._of((cluster, style) for cluster, _, style in cells)


def _coded(words: str, style: str) -> str:
    return f"\x1b[{';'.join(_CODES[name] for name in style.split())}m{words}\x1b[0m"


def _width(cells: _CELLS) -> int:
    return sum(width for _, width, _ in cells)


def _cut(cells: _CELLS, width: int) -> _CELLS:
    """As many cells as there is room for beside a "…" behind them."""
    kept: list[tuple[str, int, str]] = []
    room = width - 1
    for cell in cells:
        room -= cell[1]
        if room < 0:
            break
        kept.append(cell)
    return (*kept, ("…", 1, kept[-1][2] if kept else ""))


def _folded(cells: _CELLS, width: int) -> Iterator[_CELLS]:
    line: list[tuple[str, int, str]] = []
    for cell in cells:
        if line and _width(tuple(line)) + cell[1] > width:
            yield tuple(line)
            line = []
        line.append(cell)
    yield tuple(line)
