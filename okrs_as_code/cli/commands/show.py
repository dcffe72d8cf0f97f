"""`okrs show`: one key result on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common, find_key_result_option, show_notes, text_or_json
from okrs_as_code.cli.terminal import STYLES, Screen, show
from okrs_as_code.escape import json_text
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.key_result_card import KeyResultCard, key_result_card
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import check_in_phrase, grade_phrase, grade_reasons
from okrs_as_code.report.wording.status_phrases import STATES
from okrs_as_code.report.wording.terms_phrases import person_phrase, terms_lines

if TYPE_CHECKING:
    from rich.text import Text


CHECK_INS_TOLD = 3


@click.command("show")
@click.argument("key_result", metavar="KEY_RESULT")
@text_or_json
@common
def command(key_result: str, output_format: str, root: Path, today: date | None) -> None:
    """Show one key result: its terms, where it stands, who agreed, the last check-ins and the grade.

    KEY_RESULT is TEAM/OBJECTIVE/KEY-RESULT, with the cycle in front where it is not the running one.
    """
    repository = api.open_repository(root)
    node, day = find_key_result_option(repository, key_result, today)
    told = key_result_card(SiteData(repository.workspace, day, key_results=[node]), node)
    show_notes(filter(None, [told.book.signatures.note]))
    if output_format == "json":
        click.echo(json_text(told.as_json()), nl=False)
    else:
        show(lambda screen: _CardPrinter(screen, told).print())


class _CardPrinter:
    def __init__(self, screen: Screen, told: KeyResultCard) -> None:
        self._screen = screen
        self._sheet = told

    def print(self) -> None:
        plan, standing, screen = self._sheet.plan, self._sheet.standing, self._screen
        node = standing.node
        screen.console.print(screen.text(node.content.title, "bold"))
        screen.console.print(screen.text(node.id, "dim"))
        screen.console.print(screen.text(f"for: {node.objective.content.title}", "dim"))
        screen.console.print()
        self._standing()
        self._part(f"Terms, {plan.terms(node).fingerprint}", terms_lines(plan, node), 10)
        if self._sheet.tells_of_agreements:
            self._part(f"State: {STATES[standing.consent.state]}", self._sheet.agreements(), 10)
        self._part(self._check_ins_title(), self._check_ins(), 11)
        if standing.grade is not None:
            self._part(f"Grade: {grade_phrase(standing.grade.entry)}", self._grade(), 10)

    def _standing(self) -> None:
        standing, screen, style = self._sheet.standing, self._screen, STYLES[self._sheet.standing.status]
        measure = standing.node.content.measure
        line = screen.text(f"{screen.symbol(standing.status)} {standing.status}   ", style)
        line.append_text(screen.bar(standing.progress.score, 10, standing.progress.raw))
        reached = (numbers.reached_value_phrase, numbers.stretch_phrase)
        told = [words for tell in reached if (words := tell(measure, standing.progress)) is not None]
        line.append_text(screen.text("".join(f"   {words}" for words in told)))
        screen.console.print(line)
        if standing.grade is not None:
            return
        if self._sheet.as_agreed is not None:
            screen.console.print(screen.text(f"by the measure agreed to: {self._sheet.as_agreed}"))
        likely = "not told yet" if standing.confidence is None else numbers.share(standing.confidence)
        pace = f", {standing.pace}" if standing.pace is not None else ""
        screen.console.print(screen.text(f"confidence {likely}{pace}"))

    def _check_ins_title(self) -> str:
        count = len(self._sheet.standing.check_ins)
        if count <= CHECK_INS_TOLD:
            return "Check-ins" if count else "Check-ins: none yet"
        return f"Check-ins: the last {CHECK_INS_TOLD} of {count}; `okrs history` shows all"

    def _check_ins(self) -> Iterable[tuple[str, str]]:
        standing, plan = self._sheet.standing, self._sheet.plan
        for said in reversed(standing.check_ins[-CHECK_INS_TOLD:]):
            words = check_in_phrase(said.entry)
            by = "" if said.by == standing.node.owner else f" (by {plan.directory.person_name(said.by)})"
            corrected = f" (corrected on {numbers.day(said.written)})" if said.name != said.slot else ""
            lines = [f"{words}{by}{corrected}".strip(), said.entry.note or ""]
            lines.append(f"help: {said.entry.help}" if said.entry.help is not None else "")
            for line, text in enumerate(filter(None, lines)):
                yield ("" if line else numbers.day(said.day)), text

    def _grade(self) -> Iterable[tuple[str, str]]:
        plan, grade = self._sheet.plan, self._sheet.standing.grade
        if grade is None:
            return
        yield "by", f"{person_phrase(plan, grade.by)} on {numbers.day(grade.day)}"
        reviewer = self._sheet.reviewer
        yield "reviewed", f"by {person_phrase(plan, reviewer)}" if reviewer is not None else "not by anybody yet"
        yield from grade_reasons(grade.entry)
        if self._sheet.as_agreed is not None:
            yield "as agreed", f"by the measure agreed to: {self._sheet.as_agreed}"

    def _part(self, title: str, lines: Iterable[tuple[str, str]], width: int) -> None:
        screen = self._screen
        screen.console.print()
        screen.console.print(screen.text(title, "bold"))
        rows: list[tuple[Text, ...]] = [(screen.text(name, "dim"), screen.text(words)) for name, words in lines]
        if rows:
            screen.rows(rows, (width, None))
