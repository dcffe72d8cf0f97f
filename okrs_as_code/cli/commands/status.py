"""`okrs status`: how things stand, as a table for people or as JSON for programs."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from okrs_as_code import api
from okrs_as_code.cli.answer import Answer, answer, cache_option, progress
from okrs_as_code.cli.options import as_of_option, common, repository_as_of
from okrs_as_code.escape import json_text

_SHAPING = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "COLORTERM", "TTY_COMPATIBLE")
"""What a terminal, or who uses it, says of colours and width."""


@click.command("status")
@click.option("--cycle", metavar="CYCLE", help="A quarter or a year.  [default: the running quarter]")
@click.option("--team", metavar="TEAM", help="Only the objectives of this team.")
@click.option("--owner", metavar="PERSON", help="Only what this person is accountable for.")
@click.option("--manager", metavar="PERSON", help="Only what this person agrees to as manager.")
@click.option(
    "--output-format", type=click.Choice(("table", "json")), default="table", help="How it is told.  [default: table]"
)
@as_of_option
@common
@cache_option
def command(
    cycle: str | None,
    team: str | None,
    owner: str | None,
    manager: str | None,
    output_format: str,
    as_of: date | None,
    root: Path,
    today: date | None,
    cache: bool,
) -> int:
    """Show how things stand: progress, confidence, what is stale, and who needs help first."""

    def work(told: Answer) -> bool:
        repository, day = repository_as_of(
            api.open_repository(root, cache=cache, progress=progress()), today, as_of, told.note
        )
        status = api.status(repository, day, cycle=cycle, filters=api.Filters(team, owner, manager))
        if output_format == "json":
            told.say(json_text(status.as_json()))
        else:
            from okrs_as_code.cli.status_table import table

            told.say(table(status))
        told.note_unread(len(repository.workspace.unreadable))
        told.note_unchecked(status.signatures)
        return as_of is None

    question = ["status", str(as_of), cycle, team, owner, manager, output_format, *_terminal()]
    return answer(root, question, today, work, cache=cache)


def _terminal() -> list[Any]:
    """All that shapes a table beside what it tells."""
    shape = shutil.get_terminal_size()
    return [sys.stdout.isatty(), *shape, sys.stdout.encoding, [os.environ.get(name) for name in _SHAPING]]
