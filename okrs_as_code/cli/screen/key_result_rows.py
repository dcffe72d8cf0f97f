"""The key results of a cycle as rows of tables, all of which have the same columns."""

from __future__ import annotations

from okrs_as_code.cli.screen.styled_text import StyledText
from okrs_as_code.cli.screen.terminal import STYLES, WIDE, Screen
from okrs_as_code.cli.screen.text_table import TextColumn, TextTable
from okrs_as_code.model.consent import ConsentState
from okrs_as_code.model.files.measure import Score
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.views.status import CycleStatus
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import (
    STATES,
    reached_phrase,
    remarks,
    said_by_phrase,
    status_words,
)
from okrs_as_code.report.wording.unreadable_phrases import fault_phrase, last_check_in_day

_ROOMY = 140
"""Width in characters from which a job title has room in one line."""


class KeyResultRows:
    """The rows of key results, as wide as the screen, with what all that are shown need: huge numbers, scores."""

    def __init__(self, screen: Screen, status: CycleStatus) -> None:
        self._screen = screen
        self._directory = status.plan.directory
        self._wide = screen.width >= WIDE
        self._owner_width = 24 if screen.width >= _ROOMY else 16 if self._wide else 12
        measures = (standing.node.content.measure for standing in status.key_results)
        self._has_scores = any(isinstance(measure, Score) for measure in measures)
        self._huge = any(numbers.is_huge(standing.progress.raw) for standing in status.key_results)

    def table(self, *, with_heads: bool = False) -> TextTable:
        """A table without rows. All have the same columns, so that one line of heads stands above all of them."""
        wide = self._wide
        columns = [
            TextColumn(width=3, right=True),
            TextColumn("Key result"),
            TextColumn("Owner", self._owner_width),
            TextColumn("Progress", (17 if wide else 12) - (not self._huge), wrap=not wide),
            *([TextColumn("Now", 28 if self._has_scores else 20, wrap=False, style="dim")] if wide else []),
            TextColumn("Status", 13 if wide else 11),
            TextColumn("Confidence" if wide else "Conf.", 10 if wide else 5, right=True),
            *([TextColumn("Checked in", 11, right=True, wrap=False, style="dim")] if wide else []),
        ]
        return TextTable(columns, with_heads=with_heads)

    def row(self, standing: KeyResultStanding) -> list[StyledText]:
        """The row of a key result."""
        node, style = standing.node, STYLES[standing.status]
        has_no_confidence = standing.confidence is None or standing.grade is not None
        confidence = "–" if has_no_confidence else numbers.share(standing.confidence or 0.0)
        value = reached_phrase(standing, short=True) or ""
        progress = self._screen.bar(standing.progress.score, 10 if self._wide else 5, standing.progress.raw)
        if value and not self._wide:
            progress.append("\n").append_text(self._screen.text(value.removeprefix("last "), "dim"))
        last_check_in = last_check_in_day(standing, "no check-in")
        return [
            self._screen.text(self._screen.symbol(standing.status), style),
            self._title(standing),
            self._person(node.owner),
            progress,
            *([self._screen.text(value)] if self._wide else []),
            self._screen.text(status_words(standing), style),
            self._screen.text(confidence),
            *([self._screen.text(last_check_in)] if self._wide else []),
        ]

    def unreadable_row(self, element: UnreadableElement) -> list[StyledText]:
        """The row of a key result that cannot be read."""
        blank = self._screen.text("")
        return [
            self._screen.text("?", "yellow"),
            self._screen.text(element.title),
            self._person(element.owner) if element.owner is not None else blank,
            *([blank] * (2 if self._wide else 1)),
            self._screen.text(fault_phrase(element, "unreadable"), "yellow"),
        ]

    def _person(self, person: str) -> StyledText:
        """The name of somebody, with the title below, as there is little room beside it."""
        cell = self._screen.text(self._directory.person_name(person))
        title = self._directory.title_of(person)
        return cell.append("\n").append_text(self._screen.text(title, "dim")) if title is not None else cell

    def _title(self, standing: KeyResultStanding) -> StyledText:
        title = self._screen.text(standing.node.content.title)
        if standing.consent.state is ConsentState.STALE:
            title.append_text(self._screen.text(f" ({STATES[ConsentState.STALE]})", "dim"))
        said_by = said_by_phrase(standing)
        if said_by is not None:
            title.append_text(self._screen.text(f" ({said_by})", "dim"))
        for remark in remarks(standing):
            title.append_text(self._screen.text(f" ({remark})", "dim"))
        return title
