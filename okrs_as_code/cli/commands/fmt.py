"""`okrs fmt`: brings files into canonical form, or checks that they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import diffs
from okrs_as_code.cli.main import EXIT_FINDINGS, EXIT_USAGE
from okrs_as_code.cli.options import root_option
from okrs_as_code.escape import sanitise_line

if TYPE_CHECKING:
    from okrs_as_code.refactor.format_files import FormatResult


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would change, and name it.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@root_option
def command(paths: tuple[Path, ...], check: bool, diff: bool, root: Path) -> int:
    """Bring files into canonical form: keys in the order in which people read them, two spaces a level.

    Without PATH all of okrs/. What a file says never changes, and its comments stay. Committed records are left
    alone, as nobody edits a record. Exit status: 0 done, 1 with --check where a file would change, 2 where a file
    cannot be formatted; the others are, all the same.
    """
    repository = api.open_repository(root)
    tidying = api.format_files(repository, paths)
    if diff:
        click.echo(diffs(tidying.changes), nl=False)
    elif not check:
        api.write_changes(repository, tidying.changes)
    if not diff:
        for change in tidying.changes:
            click.echo(sanitise_line(change.path if check else f"formatted {change.path}"))
    for error in tidying.refused:
        click.echo(sanitise_line(f"not formatted: {error.message}; {error.remedy}"), err=True)
    click.echo(_summary(tidying, would=check or diff), err=True)
    if tidying.refused:
        return EXIT_USAGE
    return EXIT_FINDINGS if check and tidying.changes else 0


def _summary(tidying: FormatResult, *, would: bool) -> str:
    count, files = len(tidying.changes), _counted(tidying.files, "file")
    done = "would change; run `okrs fmt`" if would else "changed"
    told = f"{count} of {files} {done}" if count else f"{files}, nothing to change"
    return f"{told} ({_counted(tidying.records, 'record')} left alone)" if tidying.records else told


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
