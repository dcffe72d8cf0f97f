"""`okrs report`: writes the status pages, or checks that they are current."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import as_of_option, common, seen_from
from okrs_as_code.escape import sanitise_line


@click.command("report")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write.  [default: status/]")
@click.option("--cycle", metavar="CYCLE", help="Only the index and the pages of this cycle.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a page is not current.")
@as_of_option
@common
def command(
    out: Path | None, cycle: str | None, check: bool, as_of: date | None, root: Path, today: date | None
) -> int:
    """Write the status pages: Markdown that reads well on a forge.

    Only what differs is written; pages that are no longer made are removed; other files are never touched.
    With --as-of the pages of that day are written; name a folder with --out to keep those of today.
    """
    repository, day = seen_from(api.open_repository(root), today, as_of)
    changes = api.report(repository, day, out=out, cycle=cycle, check=check)
    if check:
        for path in (*changes.written, *changes.removed):
            click.echo(sanitise_line(str(changes.folder / path)))
    unread = len(repository.workspace.unreadable)
    if unread:
        files = "1 file" if unread == 1 else f"{unread} files"
        click.echo(
            f"note: {files} could not be read and {'is' if unread == 1 else 'are'} missing; see `okrs lint`", err=True
        )
    click.echo(sanitise_line(_summary(changes, check)), err=check)
    return EXIT_FINDINGS if check and not changes.current else 0


def _summary(changes: api.PageChanges, check: bool) -> str:
    pages = "1 page" if changes.total == 1 else f"{changes.total} pages"
    if changes.current:
        return f"{pages} in {changes.folder}, all current"
    stale = len(changes.written) + len(changes.removed)
    if check:
        return f"{stale} of {pages} in {changes.folder} {'is' if stale == 1 else 'are'} not current; run `okrs report`"
    return f"{pages} in {changes.folder}: {len(changes.written)} written, {len(changes.removed)} removed"
