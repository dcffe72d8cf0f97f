"""The status of a cycle as a table for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from okrs_as_code.cli.screen.key_result_rows import KeyResultRows
from okrs_as_code.cli.screen.styled_text import StyledText
from okrs_as_code.cli.screen.terminal import STYLES, WIDE, Screen, render
from okrs_as_code.cli.screen.text_table import TextColumn, TextTable
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report.views.attention import AttentionGroup, attention_groups, by_urgency
from okrs_as_code.report.views.status import CycleStatus
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import (
    start_hint,
)
from okrs_as_code.report.wording.unreadable_phrases import last_check_in_phrase

if TYPE_CHECKING:
    from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
    from okrs_as_code.model.progress.roll_up import RollUp

_MAX_UNREADABLE = 10
"""Number of unreadable elements that are listed below the key results."""


def render_table(status: CycleStatus, *, ids: bool = False, color: str = "auto") -> str:
    """The table as text, for the terminal that standard output is; with `ids` each row has its id below it."""
    return render(lambda screen: _TablePrinter(screen, status, ids=ids).print(), color)


class _TablePrinter:
    def __init__(self, screen: Screen, status: CycleStatus, *, ids: bool) -> None:
        self._screen = screen
        self._status = status
        self._ids = ids
        self._rows = KeyResultRows(screen, status)

    def print(self) -> None:
        self._print_heading()
        if self._status.key_results:
            self._screen.print()
            self._screen.print(self._rows.table(with_heads=True))
        for standing, key_results in self._status.objectives:
            self._screen.print()
            self._screen.print(self._objective(standing))
            self._print_id(standing.node, " ")
            self._print_note(standing)
            self._print_key_results(key_results, self._status.unreadable_key_results(standing))
        self._print_unreadable()
        self._print_agreements()
        self._print_attention_groups()

    def _print_heading(self) -> None:
        status, config = self._status, self._status.plan.config
        cycle = status.cycle
        day, length = (status.today - cycle.start).days + 1, (cycle.end - cycle.start).days + 1
        when = "not begun" if day < 1 else "ended" if day > length else f"day {day} of {length}"
        example = " (example)" if config.example is not None else ""
        title = f"{config.organization or 'OKRs'}{example} · {cycle.name} · {when} · {numbers.day(status.today)}"
        self._screen.print(self._screen.text(title, "bold"))
        if not status.objectives:
            self._screen.print(self._screen.text(status.empty_reason))
            self._print_also_running()
            return
        line = self._screen.bar(status.roll_up.score, 10)
        line.append(f"   {numbers.coverage(status.roll_up, 'objective')}", "dim")
        line.append(_score_phrase(status.score))
        self._screen.print(line)
        counts = self._screen.text("")
        for key_result_status, count in status.statuses.items():
            counts.append("   " if counts else "")
            symbol = self._screen.symbol(key_result_status)
            counts.append(f"{symbol} {count} {key_result_status}", STYLES[key_result_status])
        self._screen.print(counts)
        self._print_also_running()

    def _print_also_running(self) -> None:
        """Prints the other cycles that run with their headlines on one line, if there are any."""
        headlines = [f"{cycle.name} {_headline(roll_up)}" for cycle, roll_up in self._status.also_running]
        if headlines:
            self._screen.print(self._screen.text(f"also running: {', '.join(headlines)}", "dim"))

    def _objective(self, standing: ObjectiveStanding) -> TextTable:
        node, directory = standing.node, self._status.plan.directory
        title = self._screen.text("")
        title.append_text(self._screen.text(node.content.title, "bold"))
        title.append_text(self._screen.text(f"  {directory.team_name(node.team)}", "dim"))
        bar = self._screen.bar(standing.roll_up.score, 10 if self._screen.width >= WIDE else 5)
        bar.append(f"  {standing.roll_up.with_data} of {standing.roll_up.of}", "dim")
        if standing.roll_up.unreadable:
            bar.append(f", {standing.roll_up.unreadable} unreadable", "yellow")
        bar.append(_score_phrase(self._status.scores[node.id]))
        return TextTable([TextColumn(), TextColumn(width=bar.width)], rows=[(title, bar)])

    def _print_note(self, standing: ObjectiveStanding) -> None:
        """Prints the newest sentence about an objective as a whole, with day and name."""
        note = standing.note
        if note is not None:
            name = self._status.plan.directory.person_name(note.by)
            words = " ".join((note.entry.note or "").split())
            self._screen.print(self._screen.text(f" {words} ({name}, {numbers.day(note.day)})", "italic"))

    def _print_key_results(
        self, standings: Iterable[KeyResultStanding], unreadable: Iterable[UnreadableElement]
    ) -> None:
        table = self._rows.table()
        for standing in by_urgency(standings):
            table.add_row(*self._rows.row(standing))
            if self._ids:
                self._screen.print(table)
                self._print_id(standing.node, "    ")
                table = self._rows.table()
        for element in unreadable:
            table.add_row(*self._rows.unreadable_row(element))
        if table.rows:
            self._screen.print(table)

    def _print_id(self, node: KeyResultNode | ObjectiveNode, indent: str) -> None:
        """Prints an id on a line of its own, unbroken, so that it can be copied; without its cycle where that runs."""
        if self._ids:
            line = self._screen.text(f"{indent}{self._status.reference(node)}", "dim")
            self._screen.print(line, wrap=False)

    def _print_unreadable(self) -> None:
        elements = [element for element in self._status.unreadable if element.kind is not UnreadableKind.KEY_RESULT]
        if not elements:
            return
        self._screen.print()
        self._screen.print(self._screen.text("Cannot be read", "bold"))
        rows = [
            (self._screen.text(str(element.kind)), self._screen.text(_title_with_file(element)))
            for element in elements[:_MAX_UNREADABLE]
        ]
        more = len(elements) - _MAX_UNREADABLE
        if more > 0:
            rows.append((self._screen.text(""), self._screen.text(f"and {more} more: `okrs lint` lists all")))
        self._screen.rows(rows, (max(len(element.kind) for element in elements) + 1, None))

    def _print_agreements(self) -> None:
        counts = self._status.agreements
        if not counts:
            return
        self._screen.print()
        self._screen.print(self._screen.text("Agreements", "bold"))
        rows = [(self._screen.text(str(count)), self._screen.text(state)) for state, count in counts.items()]
        self._screen.rows(rows, (3, None))

    def _print_attention_groups(self) -> None:
        status = self._status
        groups = attention_groups(status.key_results, status.own_objectives)
        ids = {standing.node.id for group in groups for standing in group.key_results}
        stale = tuple(
            standing
            for standing in status.key_results
            if standing.status is Status.STALE and standing.node.id not in ids
        )
        if stale:
            groups.append(AttentionGroup("No news for too long", stale))
        if not groups:
            return
        self._screen.print()
        self._screen.print(self._screen.text("Who needs help first", "bold"))
        for group in groups:
            self._screen.print(self._screen.text(f"  {group.title}", "dim"))
            for objective in group.objectives:
                self._screen.print(self._objective_attention_line(objective))
            for standing in group.key_results:
                self._screen.print(self._attention_line(standing))
        if any(standing.assumes_start for standing in status.key_results):
            self._screen.print(self._screen.text(f"  {start_hint(status.cycle)}", "dim"))

    def _objective_attention_line(self, standing: ObjectiveStanding) -> TextTable:
        owner = standing.node.content.owner
        name = self._status.plan.directory.titled_name(owner) if owner is not None else "an objective without an owner"
        line = self._screen.text(f"{standing.node.content.title} ({name})")
        line.append_text(self._screen.text(f": {standing.help}", "italic"))
        status = standing.worst or Status.NO_STATUS
        return self._symbol_line(status, line)

    def _attention_line(self, standing: KeyResultStanding) -> TextTable:
        name = self._status.plan.directory.titled_name(standing.node.owner)
        line = self._screen.text(f"{standing.node.content.title} ({name})")
        if standing.help is not None:
            line.append_text(self._screen.text(f": {standing.help}", "italic"))
        elif standing.status is Status.STALE:
            line.append_text(self._screen.text(f": {last_check_in_phrase(standing)}", "dim"))
        if standing.next is not None:
            line.append_text(self._screen.text(f" → {standing.next}", "dim"))
        return self._symbol_line(standing.status, line)

    def _symbol_line(self, status: Status, line: StyledText) -> TextTable:
        """A line behind the symbol of a status, at which it begins where it is broken."""
        symbol = self._screen.text(self._screen.symbol(status), STYLES[status])
        return TextTable([TextColumn(width=5, right=True), TextColumn()], rows=[(symbol, line)])


def _title_with_file(element: UnreadableElement) -> str:
    return element.title if element.title == element.file else f"{element.title}  {element.file}"


def _headline(roll_up: RollUp) -> str:
    """The progress of a cycle in a few words: `47 % (3 of 4)`, with the objectives that have data."""
    progress = numbers.percent(roll_up.score) if roll_up.score is not None else numbers.NO_DATA
    return f"{progress} ({roll_up.with_data} of {roll_up.of})"


def _score_phrase(score: RollUp) -> str:
    """The average of grades, to follow progress; empty while nothing has one."""
    return "" if score.score is None else f"   score {numbers.average(score.score)}"
