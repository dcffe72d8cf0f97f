"""Output for people: with rich on a terminal, plain when piped, in ASCII where the encoding has nothing else."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.progress.status import Status
from okrs_as_code.report.wording import numbers

if TYPE_CHECKING:
    from rich.text import Text


_SYMBOLS = {
    Status.OFF_TRACK: ("■", "x"),
    Status.AT_RISK: ("▲", "!"),
    Status.STALE: ("◌", "?"),
    Status.PAUSED: ("‖", "="),
    Status.NO_STATUS: ("○", "-"),
    Status.ON_TRACK: ("●", "o"),
    Status.DONE: ("◆", "*"),
    Status.NOT_STARTED: ("·", "."),
    Status.CLOSED: ("✓", "v"),
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
_STAND_INS = {" ": "\ue000", numbers.NO_BREAK: "\ue001"}
"""Characters that stand for a space before a "%" until all is drawn, as rich breaks lines at every Unicode space."""
_BEFORE_PERCENT = re.compile(r"(?<=\d)[ \u00a0](?=%)")
_ONE_LINE = re.compile(r"\s*[\n\r\t]\s*")
WIDE = 110
"""Width in characters from which there is room for more columns."""
_WIDEST = 150


class Screen:
    """A console as wide as the terminal, up to 150 characters, without colour where none is wanted."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
        if self.console.width > _WIDEST:
            self.console.width = _WIDEST
        self._plain = not _can_encode("▓░■▲◌‖○●◆✓", self.console.encoding)

    def text(self, words: str, style: str = "") -> Text:
        """Words on one line, made safe for a terminal."""
        from rich.text import Text

        line = sanitise_line(_ONE_LINE.sub(" ", words))
        if self._plain:
            line = line.replace(numbers.NO_BREAK, " ")
            line = line.encode("ascii", "replace").decode() if not _can_encode(line, self.console.encoding) else line
        return Text(_BEFORE_PERCENT.sub(lambda space: _STAND_INS[space[0]], line), style)

    def symbol(self, status: Status) -> str:
        """The symbol of a status."""
        return _SYMBOLS[status][1 if self._plain else 0]

    def bar(self, share: float | None, width: int, raw: float | None = None) -> Text:
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

    def rows(self, rows: Iterable[tuple[Text, ...]], widths: tuple[int | None, ...]) -> None:
        """Prints a table without lines, indented by two; None is the column that takes the room that is left."""
        from rich.table import Table

        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), expand=True, pad_edge=False)
        table.add_column(width=0)
        for width in widths:
            table.add_column(width=width, ratio=1 if width is None else None, overflow="fold")
        for row in rows:
            table.add_row("", *row)
        self.console.print(table)


def render(draw: Callable[[Screen], None]) -> str:
    """The text that a function draws on a screen, without spaces at the ends of lines."""
    screen = Screen()
    with screen.console.capture() as capture:
        draw(screen)
    text = capture.get()
    for space, stand_in in _STAND_INS.items():
        text = text.replace(stand_in, space)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def show(draw: Callable[[Screen], None]) -> None:
    """Prints what a function draws on a screen."""
    click.echo(render(draw), nl=False, color=True)


def _can_encode(words: str, encoding: str) -> bool:
    try:
        words.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
