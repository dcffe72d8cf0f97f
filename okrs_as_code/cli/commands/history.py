"""`okrs history`: what happened to a key result, from its first commit on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common_options, day_of, output_format_option, resolve_key_result, show_notes
from okrs_as_code.cli.terminal import Screen, show
from okrs_as_code.escape import json_text
from okrs_as_code.model.goals.lookup import UnreadableKeyResultError
from okrs_as_code.report.views.key_result_history import HistoryEvent, KeyResultHistory
from okrs_as_code.report.wording import numbers

_COMMIT_DIGITS = 7


@click.command("history")
@click.argument("key_result", metavar="KEY_RESULT")
@output_format_option("text", "json")
@common_options
def command(key_result: str, output_format: str, root: Path, today: date | None) -> None:
    """Show what happened to a key result: check-ins, agreements, grades, changes of its terms and of its manager.

    A change of terms says whether it made the key result easier or harder. The oldest comes first. Former ids and
    files are followed, and it says when it was renamed and what it was carried over from.
    """
    repository = api.open_repository(root)
    notes: tuple[str, ...] = ()
    try:
        node, day = resolve_key_result(repository, key_result, today)
    except UnreadableKeyResultError as error:
        last = api.last_readable(repository, error.id)
        if last is None:
            raise
        node, day = last, day_of(repository, today)
        notes = (f"{error.id} cannot be read now: this is what happened until it could last be read",)
    view, further_notes = api.history(repository, node, day)
    if output_format == "json":
        click.echo(json_text(view.as_json()), nl=False)
    else:
        show(lambda screen: _print(screen, view))
    show_notes((*notes, *further_notes))


def _print(screen: Screen, view: KeyResultHistory) -> None:
    screen.console.print(screen.text(view.node.content.title, "bold"))
    screen.console.print(screen.text(view.node.id, "dim"))
    screen.console.print()
    rows = []
    for event in view.events:
        first, *more = _event_lines(event)
        commit = event.origin.written.id[:_COMMIT_DIGITS] if event.origin is not None else ""
        rows.append(
            (
                screen.text(numbers.day(event.day)),
                screen.text(event.kind, "bold" if event.kind in ("terms", "manager") else ""),
                screen.text(first),
                screen.text(commit, "dim"),
            )
        )
        rows.extend((screen.text(""), screen.text(""), screen.text(line), screen.text("")) for line in more)
    screen.rows(rows, (11, 9, None, _COMMIT_DIGITS))
    screen.console.print()
    screen.console.print(screen.text("Days and names are what records and commits say; they are not proven.", "dim"))


def _event_lines(event: HistoryEvent) -> list[str]:
    first, *more = event.lines
    separator = " " if event.kind in ("carried", "renamed", "terms", "manager", "agreement") else ": "
    lines = [f"{event.name}{separator}{first}", *more]
    if event.pending:
        lines.append("not committed yet")
    lines.extend(f"the record was changed later, in {later.written.id[:_COMMIT_DIGITS]}" for later in event.rewritten)
    return lines
