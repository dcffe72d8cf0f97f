"""The options `--fix` and `--diff` of `okrs lint`, and diffs for other commands."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.options import write_file
from okrs_as_code.escape import sanitise, sanitise_line

if TYPE_CHECKING:
    from okrs_as_code.lint.result import LintResult
    from okrs_as_code.refactor.fixes import Fixes
    from okrs_as_code.workspace.trees.file_change import FileChange


def write_fixes(repository: api.Repository, fixes: Fixes) -> bool:
    """Writes the fixes and lists them; returns whether there were any."""
    api.write_changes(repository, fixes.changes)
    for note in fixes.notes:
        click.echo(sanitise_line(f"fixed: {note}"), err=True)
    _list_refused(fixes)
    return bool(fixes.changes)


def show_diff(fixes: Fixes, output: Path | None) -> bool:
    """Shows the fixes as a diff, or writes that to a file; returns whether there are any."""
    text = unified_diffs(fixes.changes)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_file(text, output)
    _list_refused(fixes)
    return bool(fixes.changes)


def unified_diffs(changes: Iterable[FileChange]) -> str:
    """Changes of files as unified diffs, safe to print."""
    from okrs_as_code.workspace.trees.file_change import git_diff

    return sanitise("".join(git_diff(change) for change in changes))


def renamed_paths(paths: Iterable[Path], fixes: Fixes, root: Path) -> list[Path]:
    """The paths that were asked for, with the new names of those that were renamed."""
    moves = ((change.path, change.target) for change in fixes.changes if change.target is not None)
    renamed = {(root / path).resolve(): Path(os.path.relpath(root / target)) for path, target in moves}
    return [renamed.get(path.resolve(), path) for path in paths]


def count_new_findings(before: LintResult, after: LintResult) -> int:
    """The number of findings that a second lint has and the first had not.

    There are such, as part of a file that has a grave fault is not judged, such as its comments.
    """
    return (_count_messages(after) - _count_messages(before)).total()


def _count_messages(result: LintResult) -> Counter[tuple[str, str]]:
    return Counter((located.finding.code, located.finding.message) for located in result.findings)


def _list_refused(fixes: Fixes) -> None:
    for reason in fixes.refused:
        click.echo(sanitise_line(f"not fixed: {reason}"), err=True)
