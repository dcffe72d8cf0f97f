"""The status of a cycle as a table for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from okrs_as_code.cli.terminal import STYLES, WIDE, Screen, render
from okrs_as_code.model.assessment import KeyResultStanding, ObjectiveStanding, Status
from okrs_as_code.model.consent import ConsentState
from okrs_as_code.report.views.attention import attention_groups, by_urgency
from okrs_as_code.report.views.status import CycleStatus
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import STATES, pace_phrase, said_by_phrase

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


def render_table(status: CycleStatus) -> str:
    """The table as text, for the terminal that standard output is."""
    return render(lambda screen: _TablePrinter(screen, status).print())


class _TablePrinter:
    def __init__(self, screen: Screen, status: CycleStatus) -> None:
        self._screen = screen
        self._status = status
        self._wide = screen.console.width >= WIDE
        self._huge = any(numbers.is_huge(standing.progress.raw) for standing in status.key_results)

    def print(self) -> None:
        self._print_heading()
        for standing, key_results in self._status.objectives:
            self._screen.console.print()
            self._screen.console.print(self._objective(standing))
            if key_results:
                self._screen.console.print(self._key_results(key_results))
        self._print_agreements()
        self._print_attention_groups()

    def _print_heading(self) -> None:
        status, config = self._status, self._status.plan.config
        cycle = status.cycle
        day, length = (status.today - cycle.start).days + 1, (cycle.end - cycle.start).days + 1
        when = "not begun" if day < 1 else "ended" if day > length else f"day {day} of {length}"
        example = " (example)" if config.example is not None else ""
        title = f"{config.organization or 'OKRs'}{example} · {cycle.name} · {when} · {numbers.day(status.today)}"
        self._screen.console.print(self._screen.text(title, "bold"))
        if not status.objectives:
            self._screen.console.print(self._screen.text(status.nothing))
            return
        line = self._screen.bar(status.roll_up.score, 10)
        line.append(f"   {numbers.coverage(status.roll_up, 'objective')}", "dim")
        self._screen.console.print(line)
        counts = self._screen.text("")
        for key_result_status, count in status.statuses.items():
            counts.append("   " if counts else "")
            symbol = self._screen.symbol(key_result_status)
            counts.append(f"{symbol} {count} {key_result_status}", STYLES[key_result_status])
        self._screen.console.print(counts)

    def _objective(self, standing: ObjectiveStanding) -> Table:
        from rich.table import Table

        node, directory = standing.node, self._status.plan.directory
        grid = Table.grid(padding=(0, 1), expand=True)
        grid.add_column(ratio=1)
        grid.add_column(justify="right", no_wrap=True)
        title = self._screen.text("")
        title.append_text(self._screen.text(node.content.title, "bold"))
        title.append_text(self._screen.text(f"  {directory.team_name(node.team)}", "dim"))
        bar = self._screen.bar(standing.roll_up.score, 10 if self._wide else 5)
        bar.append(f"  {standing.roll_up.with_data} of {standing.roll_up.of}", "dim")
        grid.add_row(title, bar)
        return grid

    def _key_results(self, standings: Iterable[KeyResultStanding]) -> Table:
        from rich.table import Table

        table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), expand=True, pad_edge=False)
        table.add_column(width=3, justify="right")
        table.add_column(ratio=1)
        table.add_column(width=16 if self._wide else 12, no_wrap=True, overflow="ellipsis")
        table.add_column(width=(17 if self._wide else 12) - (not self._huge), no_wrap=True)
        if self._wide:
            table.add_column(width=20, overflow="ellipsis", no_wrap=True, style="dim")
        table.add_column(width=13 if self._wide else 11)
        table.add_column(width=4, no_wrap=True, justify="right")
        if self._wide:
            table.add_column(width=11, no_wrap=True, justify="right", style="dim")
        for standing in by_urgency(standings):
            table.add_row(*self._row(standing))
        return table

    def _row(self, standing: KeyResultStanding) -> list[Text]:
        node, style = standing.node, STYLES[standing.status]
        name = self._status.plan.directory.person_name(node.owner)
        pace = pace_phrase(standing)
        status = f"{standing.status}, {pace}" if pace is not None else str(standing.status)
        confidence = "–" if standing.confidence is None else numbers.share(standing.confidence)
        value = numbers.reached_value_phrase(node.content.measure, standing.progress, short=True) or ""
        last_check_in = numbers.day(standing.latest.day) if standing.latest is not None else "no check-in"
        return [
            self._screen.text(self._screen.symbol(standing.status), style),
            self._title(standing),
            self._screen.text(name),
            self._screen.bar(standing.progress.score, 10 if self._wide else 5, standing.progress.raw),
            *([self._screen.text(value)] if self._wide else []),
            self._screen.text(status, style),
            self._screen.text(confidence),
            *([self._screen.text(last_check_in)] if self._wide else []),
        ]

    def _title(self, standing: KeyResultStanding) -> Text:
        title = self._screen.text(standing.node.content.title)
        if standing.consent.state is ConsentState.STALE:
            title.append_text(self._screen.text(f" ({STATES[ConsentState.STALE]})", "dim"))
        said_by = said_by_phrase(standing)
        if said_by is not None:
            title.append_text(self._screen.text(f" ({said_by})", "dim"))
        return title

    def _print_agreements(self) -> None:
        counts = self._status.agreements
        if not counts:
            return
        self._screen.console.print()
        self._screen.console.print(self._screen.text("Agreements", "bold"))
        rows = [(self._screen.text(str(count)), self._screen.text(state)) for state, count in counts.items()]
        self._screen.rows(rows, (3, None))

    def _print_attention_groups(self) -> None:
        status = self._status
        groups = [(group.title, group.key_results) for group in attention_groups(status.key_results)]
        ids = {standing.node.id for _, standings in groups for standing in standings}
        stale = tuple(
            standing
            for standing in status.key_results
            if standing.status is Status.STALE and standing.node.id not in ids
        )
        if stale:
            groups.append(("No news for too long", stale))
        if not groups:
            return
        self._screen.console.print()
        self._screen.console.print(self._screen.text("Who needs help first", "bold"))
        for title, standings in groups:
            self._screen.console.print(self._screen.text(f"  {title}", "dim"))
            for standing in standings:
                self._screen.console.print(self._attention_line(standing))

    def _attention_line(self, standing: KeyResultStanding) -> Table:
        from rich.table import Table

        name = self._status.plan.directory.person_name(standing.node.owner)
        line = self._screen.text(f"{standing.node.content.title} ({name})")
        if standing.help is not None:
            line.append_text(self._screen.text(f": {standing.help}", "italic"))
        elif standing.status is Status.STALE:
            latest = standing.latest
            news = "no check-in yet" if latest is None else f"last check-in {numbers.day(latest.day)}"
            line.append_text(self._screen.text(f": {news}", "dim"))
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=5, justify="right")
        grid.add_column()
        grid.add_row(self._screen.text(self._screen.symbol(standing.status), STYLES[standing.status]), line)
        return grid
