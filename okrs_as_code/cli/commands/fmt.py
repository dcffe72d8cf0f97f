"""`okrs fmt`: brings files into canonical form, or checks that they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import unified_diffs
from okrs_as_code.cli.main import EXIT_FINDINGS, EXIT_USAGE
from okrs_as_code.cli.options import root_option
from okrs_as_code.escape import sanitise_line
from okrs_as_code.phrases import count_phrase

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
    result = api.format_files(repository, paths)
    if diff:
        click.echo(unified_diffs(result.changes), nl=False)
    elif not check:
        api.write_changes(repository, result.changes)
    if not diff:
        for change in result.changes:
            click.echo(sanitise_line(change.path if check else f"formatted {change.path}"))
    for error in result.refused:
        click.echo(sanitise_line(f"not formatted: {error.message}; {error.remedy}"), err=True)
    click.echo(_summary(result, is_written=not (check or diff)), err=True)
    if result.refused:
        return EXIT_USAGE
    return EXIT_FINDINGS if check and result.changes else 0


def _summary(result: FormatResult, *, is_written: bool) -> str:
    files = count_phrase(result.files, "file")
    verb = "changed" if is_written else "would change; run `okrs fmt`"
    summary = f"{len(result.changes)} of {files} {verb}" if result.changes else f"{files}, nothing to change"
    return f"{summary} ({count_phrase(result.records, 'record')} left alone)" if result.records else summary
