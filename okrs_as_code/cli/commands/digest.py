"""`okrs digest`: sends each person, once a week, what is theirs."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import common_options, day_of
from okrs_as_code.escape import sanitise_line
from okrs_as_code.phrases import count_phrase


@click.command("digest")
@click.option(
    "--to",
    "targets",
    multiple=True,
    metavar="WAY",
    help="Where to: stdout, dir:FOLDER, issues, smtp or chat; may be given several times.  [default: stdout]",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file that keeps who got what by smtp and chat this week.",
)
@click.option("--dry-run", is_flag=True, help="Send nothing: say who would get what, where, and who cannot be reached.")
@common_options
def command(targets: tuple[str, ...], state: Path | None, dry_run: bool, root: Path, today: date | None) -> int:
    """Send each person what is theirs, once a week: what waits for them, and how their goals move.

    Run every day, it decides itself whose day it is. To stdout and to a folder go the messages of everybody as if they
    were due today; nothing is remembered of that. What reaches people otherwise goes out at most once a week, with at
    most one reminder. docs/messages.md says what the environment has to name.
    """
    repository = api.open_repository(root)
    day = day_of(repository, today)
    report = api.send_messages(
        repository, day, targets or ("stdout",), os.environ, _write, state=state, dry_run=dry_run
    )
    for line in report.planned:
        click.echo(sanitise_line(line))
    for note in dict.fromkeys(report.notes):
        _say(f"note: {note}")
    if report.refusal is not None:
        _say(report.refusal)
    for failure in report.failures:
        _say(f"error: {failure.message}; {failure.remedy}")
    for delivery in report.deliveries:
        if delivery.state not in ("sent", "failed"):
            _say(
                f"{delivery.message.recipient.id}: not sent by {delivery.channel}, {delivery.state}: {delivery.reason}"
            )
    sent = Counter(delivery.channel for delivery in report.deliveries if delivery.state == "sent")
    for channel, count in sent.items():
        if channel != "stdout":
            _say(f"{count_phrase(count, 'message')} sent by {channel}")
    if not (report.planned or report.deliveries or report.failures or report.refusal):
        _say("nobody gets a message now: nothing waits that is new, or it is not their day")
    return 0 if report.is_complete else EXIT_FINDINGS


def _write(text: str) -> None:
    click.echo(text, nl=False)


def _say(line: str) -> None:
    click.echo(sanitise_line(line), err=True)
