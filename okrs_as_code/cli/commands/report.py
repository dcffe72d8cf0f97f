"""`okrs report`: writes the status pages, or checks that they are current."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.cached_output import CommandOutput, print_cached
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import (
    append_file,
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

MANY_PAGES = 300
"""Number of pages from which making them takes a moment."""


@click.command("report")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write.  [default: status/]")
@click.option("--cycle", metavar="CYCLE", help="Only the index and the pages of this cycle.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a page is not current.")
@click.option(
    "--summary",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write no pages, and add that of the running cycle to a file, with absolute links.",
)
@as_of_option
@compare_to_option
@common_options
@cache_option
def command(
    out: Path | None,
    cycle: str | None,
    check: bool,
    summary: Path | None,
    as_of: date | None,
    since: date | None,
    root: Path,
    today: date | None,
    cache: bool,
) -> int:
    """Write the status pages: Markdown that reads well on a forge.

    Only what differs is written; pages that are no longer made are removed; other files are never touched.
    With --as-of the pages of that day are written; name a folder with --out to keep those of today.
    """
    if summary is not None and (out is not None or cycle is not None or check):
        raise click.UsageError("`--summary` writes no pages; leave `--out`, `--cycle` and `--check` out")

    def compute(output: CommandOutput) -> bool:
        opened = api.open_repository(root, cache=cache, progress=progress())
        repository, day = repository_as_of(opened, today, as_of, output.note)
        require_earlier(since, day)
        if summary is not None:
            append_file(api.summary(repository, day), summary)
            output.note_unreadable(tuple(repository.workspace.plan.unreadable))
            return False
        show_progress = progress("making", "files", MANY_PAGES)
        changes = api.report(repository, day, out=out, cycle=cycle, check=check, since=since, progress=show_progress)
        line = sanitise_line(_summary(changes, check))
        output.note_unreadable(tuple(repository.workspace.plan.unreadable))
        output.note_unchecked(api.signatures(repository))
        if check:
            stale = (changes.folder / path for path in (*changes.written, *changes.removed))
            output.write("".join(f"{sanitise_line(str(path))}\n" for path in stale))
            output.note(line)
            output.status = 0 if changes.is_current else EXIT_FINDINGS
        else:
            output.write(f"{line}\n")
        return as_of is None and (check or changes.is_current)

    return print_cached(compute, cacheable=summary is None, extra_folders=api.page_sources(root, out))


def _summary(changes: api.PageChanges, check: bool) -> str:
    files = count_phrase(changes.total, "file")
    if changes.is_current:
        return f"{files} in {changes.folder}, all current"
    stale = len(changes.written) + len(changes.removed)
    if check:
        return f"{stale} of {files} in {changes.folder} {'is' if stale == 1 else 'are'} not current; run `okrs report`"
    return f"{files} in {changes.folder}: {len(changes.written)} written, {len(changes.removed)} removed"
