"""`okrs site`: writes the web site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.cached_output import CommandOutput, print_cached
from okrs_as_code.cli.commands.report import MANY_PAGES
from okrs_as_code.cli.options import (
    as_of_option,
    cache_option,
    common_options,
    compare_to_option,
    repository_as_of,
    require_earlier,
)
from okrs_as_code.cli.progress_bar import progress
from okrs_as_code.escape import sanitise_line
from okrs_as_code.phrases import count_phrase


@click.command("site")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=Path("public"),
    help="Where to write.  [default: public/]",
)
@as_of_option
@compare_to_option
@common_options
@cache_option
def command(out: Path, as_of: date | None, since: date | None, root: Path, today: date | None, cache: bool) -> int:
    """Write the web site: pages for a browser, which need no server.

    Only what differs is written; pages that are no longer made are removed; other files are never touched.
    """

    def compute(output: CommandOutput) -> bool:
        opened = api.open_repository(root, cache=cache, progress=progress())
        repository, day = repository_as_of(opened, today, as_of, output.note)
        require_earlier(since, day)
        changes = api.site(repository, day, out, since=since, progress=progress("making", "files", MANY_PAGES))
        output.note_unreadable(tuple(repository.workspace.plan.unreadable))
        output.note_unchecked(api.signatures(repository))
        output.write(f"{sanitise_line(_summary(changes))}\n")
        return as_of is None and changes.is_current

    return print_cached(compute, extra_folders=api.page_sources(root, out))


def _summary(changes: api.PageChanges) -> str:
    files = f"{count_phrase(changes.total, 'file')} in {changes.folder}"
    if changes.is_current:
        return f"{files}, all current"
    return f"{files}: {len(changes.written)} written, {len(changes.removed)} removed"
