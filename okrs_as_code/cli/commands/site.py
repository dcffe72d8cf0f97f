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

_WITHOUT_PEOPLE = (
    "note: people are left out, with all that they said in records, initiatives and links; "
    "what goals are called and say of themselves, and teams, stay as they are written"
)


@click.command("site")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write.  [default: public/]")
@click.option(
    "--one-page",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Write no site but one page that needs no other file, to mail or to print: the top team's objectives.",
)
@click.option(
    "--with-people/--without-people",
    default=None,
    help="Whether to show people: their names, and what they said.  [default: with, in one page without]",
)
@as_of_option
@compare_to_option
@common_options
@cache_option
def command(
    out: Path | None,
    one_page: Path | None,
    with_people: bool | None,
    as_of: date | None,
    since: date | None,
    root: Path,
    today: date | None,
    cache: bool,
) -> int:
    """Write the web site: pages for a browser, which need no server.

    Only what differs is written; pages that are no longer made are removed; other files are never touched.
    Without people there are no names, accounts, ids and addresses, nothing that people said in records, no initiatives
    and no links. Titles and the names of teams stay.
    """
    if one_page is not None and out is not None:
        raise click.UsageError("`--one-page` writes no site; leave `--out` out")
    if one_page is not None and one_page.suffix != ".html":
        raise click.UsageError("`--one-page` needs a file that ends in `.html`")
    folder = out if out is not None else Path("public")
    shows_people = with_people if with_people is not None else one_page is None

    def compute(output: CommandOutput) -> bool:
        opened = api.open_repository(root, cache=cache, progress=progress())
        repository, day = repository_as_of(opened, today, as_of, output.note)
        require_earlier(since, day)
        if one_page is not None:
            changes = api.one_page(repository, day, one_page, with_people=shows_people)
            file = changes.folder / one_page.name
            line = f"wrote {file}" if changes.written else f"{file} is current"
        else:
            show_progress = progress("making", "files", MANY_PAGES)
            changes = api.site(repository, day, folder, since=since, with_people=shows_people, progress=show_progress)
            line = _summary(changes)
        output.note_unreadable(tuple(repository.workspace.plan.unreadable))
        output.note_unchecked(api.signatures(repository))
        if not shows_people:
            output.note(_WITHOUT_PEOPLE)
        output.write(f"{sanitise_line(line)}\n")
        return as_of is None and changes.is_current

    return print_cached(compute, cacheable=one_page is None, extra_folders=api.page_sources(root, folder))


def _summary(changes: api.PageChanges) -> str:
    files = f"{count_phrase(changes.total, 'file')} in {changes.folder}"
    if changes.is_current:
        return f"{files}, all current"
    return f"{files}: {len(changes.written)} written, {len(changes.removed)} removed"
