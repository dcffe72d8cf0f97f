"""`okrs inbox`: what waits for a person, in every cycle that runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common_options, day_of, output_format_option, show_claim
from okrs_as_code.escape import json_text, sanitise_line


@click.command("inbox")
@click.option("--by", metavar="PERSON", help="Whose inbox it is; `me` is who you are for git.  [default: me]")
@output_format_option("text", "json")
@common_options
def command(by: str | None, output_format: str, root: Path, today: date | None) -> int:
    """Show what waits for you: help that is asked of you, check-ins, agreements, grades and questions.

    It is about every cycle that runs. Each thing comes with the link or the command that does it.
    """
    repository = api.open_repository(root)
    day = day_of(repository, today)
    is_me = by == "me" and not repository.workspace.plan.directory.knows_person("me")
    author = api.author(repository, None if is_me else by, day)
    show_claim(author)
    inbox = api.inbox(repository, day, author.person)
    if output_format == "json":
        click.echo(json_text(inbox.as_json()), nl=False)
    else:
        for line in inbox.lines():
            click.echo(sanitise_line(line))
    return 0
