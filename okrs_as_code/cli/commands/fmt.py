"""`okrs fmt`: brings files into canonical form, or checks that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import unified_diffs
from okrs_as_code.cli.main import EXIT_FINDINGS, EXIT_USAGE
from okrs_as_code.cli.options import root_option
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line
from okrs_as_code.phrases import count_phrase
from okrs_as_code.workspace.root import find_root

if TYPE_CHECKING:
    from okrs_as_code.refactor.format_files import FormatResult


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would change, and name it.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@root_option
def command(paths: tuple[Path, ...], check: bool, diff: bool, root: Path) -> int:
    """Bring files into canonical form: keys in the order in which people read them, two spaces a level.

    Without PATH all of okrs/; without --root that around each PATH. What a file says never changes, and its comments
    stay. Committed records are left alone, as nobody edits a record. Exit status: 0 done, 1 with --check where a file
    would change, 2 where a file cannot be formatted; the others are, all the same.
    """
    results = []
    for start, named in _by_root(paths, root).items():
        repository = api.open_repository(start)
        result = api.format_files(repository, named)
        if diff:
            click.echo(unified_diffs(result.changes), nl=False)
        elif not check:
            api.write_changes(repository, result.changes)
        if not diff:
            for change in result.changes:
                click.echo(sanitise_line(change.path if check else f"formatted {change.path}"))
        for error in result.refused:
            click.echo(sanitise_line(f"not formatted: {error.message}; {error.remedy}"), err=True)
        results.append(result)
    click.echo(_summary(results, is_written=not (check or diff)), err=True)
    if any(result.refused for result in results):
        return EXIT_USAGE
    return EXIT_FINDINGS if check and any(result.changes for result in results) else 0


def _by_root(paths: Sequence[Path], root: Path) -> Mapping[Path, Sequence[Path]]:
    """The paths by the root that they lie below; by `root` where there is none, or that was asked for.

    A hook is given files, and not where okrs/ is.
    """
    if not paths or click.get_current_context().get_parameter_source("root") is not ParameterSource.DEFAULT:
        return {root: paths}
    groups: dict[Path, list[Path]] = {}
    for path in paths:
        try:
            found = find_root(path if path.is_dir() else path.parent)
        except OkrsError:
            found = root
        groups.setdefault(found, []).append(path)
    return groups


def _summary(results: Sequence[FormatResult], *, is_written: bool) -> str:
    changes = sum(len(result.changes) for result in results)
    records = sum(result.records for result in results)
    files = count_phrase(sum(result.files for result in results), "file")
    verb = "changed" if is_written else "would change; run `okrs fmt`"
    summary = f"{changes} of {files} {verb}" if changes else f"{files}, nothing to change"
    return f"{summary} ({count_phrase(records, 'record')} left alone)" if records else summary
