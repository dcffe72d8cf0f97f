"""`okrs status`: how things stand, as a table for people or as JSON for programs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.cached_output import CommandOutput, print_cached
from okrs_as_code.cli.filter_options import cycle_notes, filter_options, filters_of
from okrs_as_code.cli.options import as_of_option, cache_option, common_options, output_format_option, repository_as_of
from okrs_as_code.cli.progress_bar import progress
from okrs_as_code.cli.screen.terminal_form import color_option
from okrs_as_code.escape import json_text, sanitise_line


@click.command("status")
@filter_options
@click.option("--ids", is_flag=True, help="Show ids, as other commands take them.")
@output_format_option("table", "json")
@color_option
@as_of_option
@common_options
@cache_option
def command(
    cycle: str | None,
    team: str | None,
    owner: str | None,
    mine: bool,
    manager: str | None,
    tag: str | None,
    ids: bool,
    output_format: str,
    color: str,
    as_of: date | None,
    root: Path,
    today: date | None,
    cache: bool,
) -> int:
    """Show how things stand: progress, confidence, what is stale, and who needs help first."""

    def compute(output: CommandOutput) -> bool:
        opened = api.open_repository(root, cache=cache, progress=progress())
        repository, day = repository_as_of(opened, today, as_of, output.note)
        filters = filters_of(repository, day, output.note, team=team, owner=owner, mine=mine, manager=manager, tag=tag)
        status = api.status(repository, day, cycle=cycle, filters=filters)
        if output_format == "json":
            output.write(json_text(status.as_json()))
        else:
            from okrs_as_code.cli.screen.status_table import render_table

            output.write(render_table(status, ids=ids, color=color))
            if mine and filters.owner is not None:
                lines = ("", *api.inbox(repository, day, filters.owner).lines())
                output.write("".join(f"{sanitise_line(line)}\n" for line in lines))
        for line in cycle_notes(status, "status"):
            output.note(sanitise_line(line))
        output.note_unreadable(status.unreadable)
        output.note_unchecked(status.signatures)
        return as_of is None

    sources = api.history_sources(root) if output_format == "json" else ()
    return print_cached(compute, cacheable=not mine, extra_folders=sources)
