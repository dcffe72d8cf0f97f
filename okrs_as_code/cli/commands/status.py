"""`okrs status`: how things stand, as a table for people or as JSON for programs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.cached_output import CommandOutput, print_cached
from okrs_as_code.cli.options import (
    as_of_option,
    cache_option,
    common_options,
    owner_of_filter,
    repository_as_of,
)
from okrs_as_code.cli.progress_bar import progress
from okrs_as_code.escape import json_text


@click.command("status")
@click.option("--cycle", metavar="CYCLE", help="A cycle, such as 2026-Q4.  [default: the one that is now]")
@click.option("--team", metavar="TEAM", help="Only the objectives of this team.")
@click.option("--owner", metavar="PERSON", help="Only what this person is accountable for.")
@click.option("--mine", is_flag=True, help="Only what you are accountable for, as git knows you.")
@click.option("--manager", metavar="PERSON", help="Only what this person agrees to as manager.")
@click.option("--ids", is_flag=True, help="Show ids, as other commands take them.")
@click.option(
    "--output-format", type=click.Choice(("table", "json")), default="table", help="Output format.  [default: table]"
)
@as_of_option
@common_options
@cache_option
def command(
    cycle: str | None,
    team: str | None,
    owner: str | None,
    mine: bool,
    manager: str | None,
    ids: bool,
    output_format: str,
    as_of: date | None,
    root: Path,
    today: date | None,
    cache: bool,
) -> int:
    """Show how things stand: progress, confidence, what is stale, and who needs help first."""

    def compute(output: CommandOutput) -> bool:
        opened = api.open_repository(root, cache=cache, progress=progress())
        repository, day = repository_as_of(opened, today, as_of, output.note)
        accountable = owner_of_filter(repository, owner, mine=mine, day=day, say=output.note)
        status = api.status(repository, day, cycle=cycle, filters=api.Filters(team, accountable, manager))
        if output_format == "json":
            output.write(json_text(status.as_json()))
        else:
            from okrs_as_code.cli.status_table import render_table

            output.write(render_table(status, ids=ids))
        output.note_unreadable(status.unreadable)
        output.note_unchecked(status.signatures)
        return as_of is None

    return print_cached(compute, cacheable=not mine)
