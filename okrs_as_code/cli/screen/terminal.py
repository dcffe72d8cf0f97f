"""Output for people: in colour where that is wanted, in ASCII where the encoding has nothing else."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator

import click

from okrs_as_code.cli.screen.styled_text import StyledText
from okrs_as_code.cli.screen.terminal_form import terminal_width, wants_color
from okrs_as_code.cli.screen.text_table import TextColumn, TextTable
from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.progress.status import Status
from okrs_as_code.report.wording import numbers

_SYMBOLS = {
    Status.OFF_TRACK: ("■", "x"),
    Status.AT_RISK: ("▲", "!"),
    Status.STALE: ("◌", "?"),
    Status.PAUSED: ("‖", "="),
    Status.NO_STATUS: ("○", "-"),
    Status.ON_TRACK: ("●", "o"),
    Status.DONE: ("◆", "*"),
    Status.NOT_STARTED: ("·", "."),
    Status.CLOSED: ("□", "#"),
    Status.DROPPED: ("×", "/"),
}
STYLES = {
    Status.OFF_TRACK: "bold red",
    Status.AT_RISK: "yellow",
    Status.STALE: "magenta",
    Status.PAUSED: "cyan",
    Status.NO_STATUS: "dim",
    Status.ON_TRACK: "green",
    Status.DONE: "green",
    Status.NOT_STARTED: "dim",
    Status.CLOSED: "dim",
    Status.DROPPED: "dim",
}
_ONE_LINE = re.compile(r"\s*[\n\r\t]\s*")
WIDE = 110
"""Width in characters from which there is room for more columns."""
_WIDEST = 150


class Screen:
    """Lines for a terminal, as wide as that is, up to 150 characters."""

    def __init__(self, color: str = "auto") -> None:
        self.width = min(terminal_width(), _WIDEST)
        self._color = wants_color(color)
        self._encoding = sys.stdout.encoding or "utf-8"
        self._plain = not _can_encode("▓░■▲◌‖○●◆□", self._encoding)
        self._lines: list[str] = []

    def print(self, content: StyledText | TextTable | None = None, *, wrap: bool = True) -> None:
        """Adds a text, broken into lines unless it is to stay whole, or a table; without either an empty line."""
        for line in self._lines_of(content or StyledText(), wrap=wrap):
            self._lines.append(f"{line.rendered(color=self._color).rstrip()}\n")

    def _lines_of(self, content: StyledText | TextTable, *, wrap: bool) -> Iterator[StyledText]:
        if isinstance(content, TextTable):
            yield from content.lines(self.width)
        else:
            yield from content.lines(self.width) if wrap else [content]

    @property
    def drawn(self) -> str:
        """All that was printed."""
        return "".join(self._lines)

    def text(self, words: str, style: str = "") -> StyledText:
        """Words on one line, made safe for a terminal."""
        line = sanitise_line(_ONE_LINE.sub(" ", words))
        if self._plain:
            line = line.replace(numbers.NO_BREAK, " ")
            line = line.encode("ascii", "replace").decode() if not _can_encode(line, self._encoding) else line
        return StyledText(line, style)

    def symbol(self, status: Status) -> str:
        """The symbol of a status."""
        return _SYMBOLS[status][1 if self._plain else 0]

    def bar(self, share: float | None, width: int, raw: float | None = None) -> StyledText:
        """A bar with its percentage, that of `raw` where it is given; or "no data"."""
        if share is None:
            return self.text(numbers.NO_DATA, "dim")
        full = numbers.filled_places(share, width)
        line = self.text("")
        line.append(("#" if self._plain else numbers.FULL) * full, "cyan")
        line.append(("." if self._plain else numbers.EMPTY) * (width - full), "dim")
        shown_share = share if raw is None else max(raw, 0.0)
        line.append_text(self.text(f" {numbers.percent(shown_share):>5}"))
        return line

    def rows(self, rows: Iterable[tuple[StyledText, ...]], widths: tuple[int | None, ...]) -> None:
        """Prints a table without lines, indented by two; None is the column that takes the room that is left."""
        columns = [TextColumn(width=0), *(TextColumn(width=width) for width in widths)]
        self.print(TextTable(columns, gap=2, rows=[(StyledText(), *row) for row in rows]))


def render(draw: Callable[[Screen], None], color: str = "auto") -> str:
    """The text that a function draws on a screen, without spaces at the ends of lines."""
    screen = Screen(color)
    draw(screen)
    return screen.drawn


def show(draw: Callable[[Screen], None], color: str = "auto") -> None:
    """Prints what a function draws on a screen."""
    click.echo(render(draw, color), nl=False, color=True)


def _can_encode(words: str, encoding: str) -> bool:
    try:
        words.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
