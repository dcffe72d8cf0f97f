"""How things stand, as a table for people: as wide as the terminal, without colour where none is wanted."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.assessment import KeyResultStanding, ObjectiveStanding, Status
from okrs_as_code.report import numbers
from okrs_as_code.report.needs import by_need, needs
from okrs_as_code.report.status import CycleStatus
from okrs_as_code.report.words import pace_told

_SYMBOLS = {
    Status.OFF_TRACK: ("■", "x", "bold red"),
    Status.AT_RISK: ("▲", "!", "yellow"),
    Status.STALE: ("◌", "?", "magenta"),
    Status.NO_STATUS: ("○", "-", "dim"),
    Status.ON_TRACK: ("●", "o", "green"),
    Status.NOT_STARTED: ("·", ".", "dim"),
    Status.CLOSED: ("✓", "v", "dim"),
    Status.DROPPED: ("×", "/", "dim"),
}
_ONE_LINE = re.compile(r"\s*[\n\r\t]\s*")
_WIDE, _WIDEST = 110, 150


def table(status: CycleStatus) -> str:
    """The table, for the terminal that standard output is."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if console.width > _WIDEST:
        console.width = _WIDEST
    with console.capture() as capture:
        _Printer(console, status).print()
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


class _Printer:
    def __init__(self, console: Console, status: CycleStatus) -> None:
        self._console = console
        self._status = status
        self._wide = console.width >= _WIDE
        self._plain = not _encodes("▓░■▲◌○●✓", console.encoding)

    def print(self) -> None:
        self._heading()
        for standing, shown in self._status.objectives:
            self._console.print()
            self._console.print(self._objective(standing))
            if shown:
                self._console.print(self._key_results(shown))
        self._needs()

    def _heading(self) -> None:
        status, config = self._status, self._status.plan.config
        cycle = status.cycle
        gone, length = (status.today - cycle.start).days + 1, (cycle.end - cycle.start).days + 1
        when = "not begun" if gone < 1 else "ended" if gone > length else f"day {gone} of {length}"
        example = " (example)" if config.example is not None else ""
        title = f"{config.organization or 'OKRs'}{example} · {cycle.name} · {when} · {numbers.day(status.today)}"
        self._console.print(self._text(title, "bold"))
        if not status.objectives:
            self._console.print(self._text("no objectives here; `okrs new` writes one"))
            return
        line = self._bar(status.roll_up.score, 10)
        line.append(f"   {numbers.coverage(status.roll_up, 'objective')}", "dim")
        self._console.print(line)
        counts = self._text("")
        for found, count in status.statuses.items():
            counts.append("   " if counts else "")
            counts.append(f"{self._symbol(found)} {count} {found}", _SYMBOLS[found][2])
        self._console.print(counts)

    def _objective(self, standing: ObjectiveStanding) -> Table:
        node, directory = standing.node, self._status.plan.directory
        grid = Table.grid(padding=(0, 1), expand=True)
        grid.add_column(ratio=1)
        grid.add_column(justify="right", no_wrap=True)
        title = self._text("")
        title.append_text(self._text(node.content.title, "bold"))
        title.append_text(self._text(f"  {directory.team_name(node.team)}", "dim"))
        figure = self._bar(standing.roll_up.score, 10 if self._wide else 5)
        figure.append(f"  {standing.roll_up.with_data} of {standing.roll_up.of}", "dim")
        grid.add_row(title, figure)
        return grid

    def _key_results(self, shown: Iterable[KeyResultStanding]) -> Table:
        table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), expand=True, pad_edge=False)
        table.add_column(width=3, justify="right")
        table.add_column(ratio=1)
        table.add_column(width=16 if self._wide else 12, no_wrap=True, overflow="ellipsis")
        table.add_column(width=16 if self._wide else 11, no_wrap=True)
        if self._wide:
            table.add_column(width=20, overflow="ellipsis", no_wrap=True, style="dim")
        table.add_column(width=13 if self._wide else 11)
        table.add_column(width=4, no_wrap=True, justify="right")
        if self._wide:
            table.add_column(width=11, no_wrap=True, justify="right", style="dim")
        for standing in by_need(shown):
            table.add_row(*self._row(standing))
        return table

    def _row(self, standing: KeyResultStanding) -> list[Text]:
        node, style = standing.node, _SYMBOLS[standing.status][2]
        name = self._status.plan.directory.person_name(node.owner)
        pace = pace_told(standing)
        words = f"{standing.status}, {pace}" if pace is not None else str(standing.status)
        confidence = "–" if standing.confidence is None else numbers.share(standing.confidence)
        value = numbers.value_words(node.content.measure, standing.progress, short=True) or ""
        last = numbers.day(standing.latest.day) if standing.latest is not None else "no check-in"
        return [
            self._text(self._symbol(standing.status), style),
            self._text(node.content.title),
            self._text(name),
            self._bar(standing.progress.score, 10 if self._wide else 5, standing.progress.raw),
            *([self._text(value)] if self._wide else []),
            self._text(words, style),
            self._text(confidence),
            *([self._text(last)] if self._wide else []),
        ]

    def _needs(self) -> None:
        status = self._status
        groups = [(need.title, need.key_results) for need in needs(status.key_results)]
        stale = tuple(one for one in status.key_results if one.status is Status.STALE and one.help is None)
        if stale:
            groups.append(("No news for too long", stale))
        if not groups:
            return
        self._console.print()
        self._console.print(self._text("Who needs help first", "bold"))
        for title, standings in groups:
            self._console.print(self._text(f"  {title}", "dim"))
            for standing in standings:
                self._console.print(self._need(standing))

    def _need(self, standing: KeyResultStanding) -> Table:
        name = self._status.plan.directory.person_name(standing.node.owner)
        line = self._text(f"{standing.node.content.title} ({name})")
        if standing.help is not None:
            line.append_text(self._text(f": {standing.help}", "italic"))
        elif standing.status is Status.STALE:
            latest = standing.latest
            said = "no check-in yet" if latest is None else f"last check-in {numbers.day(latest.day)}"
            line.append_text(self._text(f": {said}", "dim"))
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=5, justify="right")
        grid.add_column()
        grid.add_row(self._text(self._symbol(standing.status), _SYMBOLS[standing.status][2]), line)
        return grid

    def _symbol(self, status: Status) -> str:
        return _SYMBOLS[status][1 if self._plain else 0]

    def _bar(self, share: float | None, width: int, raw: float | None = None) -> Text:
        if share is None:
            return self._text(numbers.NO_DATA, "dim")
        full = numbers.filled(share, width)
        line = self._text("")
        line.append(("#" if self._plain else numbers.FULL) * full, "cyan")
        line.append(("." if self._plain else numbers.EMPTY) * (width - full), "dim")
        told = share if raw is None else max(raw, 0.0)
        line.append(f" {numbers.percent(told):>5}")
        return line

    def _text(self, words: str, style: str = "") -> Text:
        shown = sanitise_line(_ONE_LINE.sub(" ", words))
        if self._plain:
            shown = shown.encode("ascii", "replace").decode() if not _encodes(shown, self._console.encoding) else shown
        return Text(shown, style)


def _encodes(words: str, encoding: str) -> bool:
    try:
        words.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
