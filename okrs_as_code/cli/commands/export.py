"""`okrs export`: writes all data as tables for other programs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.cached_output import CommandOutput, print_cached
from okrs_as_code.cli.options import cache_option, common_options, day_of
from okrs_as_code.cli.progress_bar import progress
from okrs_as_code.escape import sanitise_line
from okrs_as_code.phrases import count_phrase

FORMATS = ("json", "ndjson", "csv", "sqlite")
DETAILS = ("emails", "notes")


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    required=True,
    help="The file to write; for csv the folder, with a file for each table.",
)
@click.option("--cycle", metavar="CYCLE", help="The goals and records of this cycle.  [default: the current one]")
@click.option("--all-cycles", is_flag=True, help="The goals and records of all cycles.")
@click.option(
    "--with",
    "details",
    metavar="LIST",
    default="",
    help="Also what is left out otherwise: `emails` of people, `notes` that they wrote in records, or both.",
)
@common_options
@cache_option
def command(
    form: str,
    out: Path,
    cycle: str | None,
    all_cycles: bool,
    details: str,
    root: Path,
    today: date | None,
    cache: bool,
) -> int:
    """Write all data as tables for other programs: json, ndjson, csv or sqlite.

    docs/export.md describes every table. The same commit and the same day give the same content. A file that was not
    written by this command is never touched.
    """
    if cycle is not None and all_cycles:
        raise click.UsageError("`--cycle` names one cycle; leave `--all-cycles` out")
    wanted = frozenset(word.strip() for word in details.split(",") if word.strip())
    unknown = sorted(wanted.difference(DETAILS))
    if unknown:
        raise click.UsageError(f"`--with {unknown[0]}` is not known; write `--with emails`, `--with notes` or both")

    def compute(output: CommandOutput) -> bool:
        from okrs_as_code.export.write import ExportFormat

        repository = api.open_repository(root, cache=cache, progress=progress())
        day = day_of(repository, today, say=output.note)
        result = api.export(
            repository, day, ExportFormat(form), out, cycle=cycle, all_cycles=all_cycles, details=wanted
        )
        output.note_unreadable(result.unreadable)
        output.note_unchecked(result.signatures)
        what = f"{count_phrase(result.rows, 'row')} of {result.cycle or 'all cycles'} for {day}"
        is_current = f"{sanitise_line(f'{out} is current: {what}')}\n"
        output.write(
            f"{sanitise_line(f'wrote {out}: {what}')}\n" if result.is_written else is_current, again=is_current
        )
        output.digests[str(out.absolute())] = result.digest
        return True

    return print_cached(compute, extra_folders=api.export_sources(root))
