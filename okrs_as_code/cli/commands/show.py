"""`okrs show`: one key result, or one objective, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.named_goals import resolve_key_result, resolve_objective
from okrs_as_code.cli.options import common_options, output_format_option, show_notes
from okrs_as_code.cli.screen.styled_text import StyledText
from okrs_as_code.cli.screen.terminal import STYLES, Screen, show
from okrs_as_code.cli.screen.terminal_form import color_option
from okrs_as_code.escape import json_text
from okrs_as_code.model.files.measure import unit_of
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.key_result_card import KeyResultCard, key_result_card
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import check_in_phrase, grade_phrase, grade_reasons
from okrs_as_code.report.wording.status_phrases import STATES, pace_words, reached_phrase, remarks, said_by_phrase
from okrs_as_code.report.wording.terms_phrases import person_phrase, terms_lines
from okrs_as_code.report.wording.unreadable_phrases import last_check_in_day

CHECK_INS_SHOWN = 3


@click.command("show")
@click.argument("goal", metavar="KEY_RESULT|OBJECTIVE")
@output_format_option("text", "json")
@color_option
@common_options
def command(goal: str, output_format: str, color: str, root: Path, today: date | None) -> None:
    """Show one key result: its terms, where it stands, who agreed, the last check-ins and the grade.

    KEY_RESULT is TEAM/OBJECTIVE/KEY-RESULT, with the cycle in front where it is not the running one. Of an objective,
    TEAM/OBJECTIVE, it shows what it serves, what was said of it as a whole, and its key results.
    """
    from okrs_as_code.records.check_in_lookup import names_objective

    repository = api.open_repository(root)
    if names_objective(goal):
        _show_objective(repository, goal, output_format, color, today)
        return
    node, day = resolve_key_result(repository, goal, today)
    card = key_result_card(SiteData(repository.workspace, day, key_results=[node]), node)
    show_notes(filter(None, [card.site.signatures.note]))
    if output_format == "json":
        click.echo(json_text(card.as_json()), nl=False)
    else:
        show(lambda screen: _CardPrinter(screen, card).print(), color)


def _show_objective(repository: api.Repository, ref: str, output_format: str, color: str, today: date | None) -> None:
    from okrs_as_code.cli.objective_screen import print_objective
    from okrs_as_code.report.views.objective_card import objective_card

    node, day = resolve_objective(repository, ref, today)
    card = objective_card(SiteData(repository.workspace, day, key_results=node.key_results), node)
    show_notes(filter(None, [card.site.signatures.note]))
    if output_format == "json":
        click.echo(json_text(card.as_json()), nl=False)
    else:
        show(lambda screen: print_objective(screen, card), color)


class _CardPrinter:
    def __init__(self, screen: Screen, card: KeyResultCard) -> None:
        self._screen = screen
        self._card = card

    def print(self) -> None:
        plan, standing, screen = self._card.plan, self._card.standing, self._screen
        node = standing.node
        screen.print(screen.text(node.content.title, "bold"))
        screen.print(screen.text(node.id, "dim"))
        screen.print(screen.text(f"for: {node.objective.content.title}", "dim"))
        if node.tags:
            screen.print(screen.text(f"tags: {', '.join(node.tags)}", "dim"))
        screen.print()
        self._print_standing()
        self._print_section(f"Terms, {plan.terms(node).fingerprint}", terms_lines(plan, node), 10)
        if node.content.plan:
            unit = unit_of(node.content.measure)
            self._print_section(
                "Plan, no part of the terms", [("values", numbers.planned_phrase(node.content.plan, unit))], 10
            )
        if self._card.shows_agreements:
            self._print_section(f"State: {STATES[standing.consent.state]}", self._card.agreements(), 10)
        self._print_section(self._check_ins_title(), self._check_in_lines(), 11)
        if standing.unreadable:
            lines = ((str(element.kind), element.title) for element in standing.unreadable)
            self._print_section("Cannot be read: `okrs lint` says why", lines, 11)
        if standing.grade is not None:
            self._print_section(f"Grade: {grade_phrase(standing.grade.entry)}", self._grade_lines(), 10)

    def _print_standing(self) -> None:
        standing, screen, style = self._card.standing, self._screen, STYLES[self._card.standing.status]
        measure = standing.node.content.measure
        line = screen.text(f"{screen.symbol(standing.status)} {standing.status}   ", style)
        line.append_text(screen.bar(standing.progress.score, 10, standing.progress.raw))
        for phrase in (reached_phrase(standing), numbers.stretch_phrase(measure, standing.progress)):
            line.append_text(screen.text(f"   {phrase}" if phrase is not None else ""))
        said_by = said_by_phrase(standing)
        line.append_text(screen.text(f"   {said_by}" if said_by is not None else "", "dim"))
        screen.print(line)
        for remark in remarks(standing):
            screen.print(screen.text(remark))
        if standing.grade is not None:
            return
        if self._card.as_agreed is not None:
            screen.print(screen.text(f"by the measure agreed to: {self._card.as_agreed}"))
        confidence = "not given yet" if standing.confidence is None else numbers.share(standing.confidence)
        words = pace_words(standing)
        pace = f", {words}" if words is not None else ""
        screen.print(screen.text(f"confidence {confidence}{pace}"))
        if standing.next is not None:
            screen.print(screen.text(f"next: {standing.next}"))

    def _check_ins_title(self) -> str:
        count = len(self._card.standing.check_ins)
        if count <= CHECK_INS_SHOWN:
            return "Check-ins" if count else f"Check-ins: {last_check_in_day(self._card.standing)}"
        return f"Check-ins: the last {CHECK_INS_SHOWN} of {count}; `okrs history` shows all"

    def _check_in_lines(self) -> Iterable[tuple[str, str]]:
        standing, plan = self._card.standing, self._card.plan
        for check_in in reversed(standing.check_ins[-CHECK_INS_SHOWN:]):
            entry, person = check_in.entry, check_in.by
            by = "" if person == standing.node.owner else f" (by {plan.directory.person_name(person)})"
            is_correction = check_in.name != check_in.slot
            correction = f" (corrected on {numbers.day(check_in.written)})" if is_correction else ""
            late = " (too late to count)" if check_in not in standing.counted else ""
            help_line = f"help: {entry.help}" if entry.help is not None else ""
            next_line = f"next: {entry.next}" if entry.next is not None else ""
            lines = [f"{check_in_phrase(entry)}{by}{correction}{late}".strip(), entry.note or "", help_line, next_line]
            for number, line in enumerate(filter(None, lines)):
                yield ("" if number else numbers.day(check_in.day)), line

    def _grade_lines(self) -> Iterable[tuple[str, str]]:
        plan, grade = self._card.plan, self._card.standing.grade
        if grade is None:
            return
        yield "by", f"{person_phrase(plan, grade.by)} on {numbers.day(grade.day)}"
        reviewer = self._card.reviewer
        yield "reviewed", f"by {person_phrase(plan, reviewer)}" if reviewer is not None else "not by anybody yet"
        yield from grade_reasons(grade.entry)
        if self._card.as_agreed is not None:
            yield "as agreed", f"by the measure agreed to: {self._card.as_agreed}"

    def _print_section(self, title: str, lines: Iterable[tuple[str, str]], width: int) -> None:
        screen = self._screen
        screen.print()
        screen.print(screen.text(title, "bold"))
        rows: list[tuple[StyledText, ...]] = [(screen.text(name, "dim"), screen.text(line)) for name, line in lines]
        if rows:
            screen.rows(rows, (width, None))
