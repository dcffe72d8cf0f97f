"""`okrs history`: what happened to a key result or an objective, from its first commit on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.named_goals import resolve_key_result, resolve_objective
from okrs_as_code.cli.options import common_options, day_of, output_format_option, show_notes
from okrs_as_code.cli.screen.terminal import Screen, show
from okrs_as_code.cli.screen.terminal_form import color_option
from okrs_as_code.escape import json_text
from okrs_as_code.model.goals.lookup import UnreadableKeyResultError
from okrs_as_code.report.views.history.events import HistoryEvent
from okrs_as_code.report.views.history.key_result_history import KeyResultHistory
from okrs_as_code.report.views.history.objective_history import ObjectiveHistory
from okrs_as_code.report.wording import numbers

_COMMIT_DIGITS = 7
_CHANGES = ("objective", "terms", "planning", "manager")
"""Kinds of events that change what is aimed at, or how."""


@click.command("history")
@click.argument("goal", metavar="KEY_RESULT|OBJECTIVE")
@output_format_option("text", "json")
@color_option
@common_options
def command(goal: str, output_format: str, color: str, root: Path, today: date | None) -> None:
    """Show what happened to a key result: check-ins, agreements, grades, changes of its terms, plan and manager.

    A change of terms says whether it made the key result easier or harder. The oldest comes first. Former ids and
    files are followed, and it says when it was renamed and what it was carried over from. Of an objective,
    TEAM/OBJECTIVE, it shows how it changed, and what was said of it as a whole.
    """
    from okrs_as_code.records.check_in_lookup import names_objective

    repository = api.open_repository(root)
    if names_objective(goal):
        objective, day = resolve_objective(repository, goal, today)
        _show(*api.objective_history(repository, objective, day), output_format, color)
        return
    notes: tuple[str, ...] = ()
    try:
        node, day = resolve_key_result(repository, goal, today)
    except UnreadableKeyResultError as error:
        last = api.last_readable(repository, error.id)
        if last is None:
            raise
        node, day = last, day_of(repository, today)
        notes = (f"{error.id} cannot be read now: this is what happened until it could last be read",)
    view, further_notes = api.history(repository, node, day)
    _show(view, (*notes, *further_notes), output_format, color)


def _show(view: KeyResultHistory | ObjectiveHistory, notes: tuple[str, ...], output_format: str, color: str) -> None:
    if output_format == "json":
        click.echo(json_text(view.as_json()), nl=False)
    else:
        show(lambda screen: _print(screen, view), color)
    show_notes(notes)


def _print(screen: Screen, view: KeyResultHistory | ObjectiveHistory) -> None:
    screen.print(screen.text(view.node.content.title, "bold"))
    screen.print(screen.text(view.node.id, "dim"))
    screen.print()
    rows = []
    for event in view.events:
        first, *more = _event_lines(event)
        commit = event.origin.written.id[:_COMMIT_DIGITS] if event.origin is not None else ""
        rows.append(
            (
                screen.text(numbers.day(event.day)),
                screen.text(event.kind, "bold" if event.kind in _CHANGES else ""),
                screen.text(first),
                screen.text(commit, "dim"),
            )
        )
        rows.extend((screen.text(""), screen.text(""), screen.text(line), screen.text("")) for line in more)
    screen.rows(rows, (11, 9, None, _COMMIT_DIGITS))
    screen.print()
    screen.print(screen.text("Days and names are what records and commits say; they are not proven.", "dim"))


def _event_lines(event: HistoryEvent) -> list[str]:
    first, *more = event.lines
    separator = " " if event.kind in ("carried", "renamed", "agreement", *_CHANGES) else ": "
    lines = [f"{event.name}{separator}{first}", *more]
    if event.pending:
        lines.append("not committed yet")
    lines.extend(f"the record was changed later, in {later.written.id[:_COMMIT_DIGITS]}" for later in event.rewritten)
    return lines
