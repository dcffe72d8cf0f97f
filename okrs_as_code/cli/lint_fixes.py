"""What `okrs lint` does with `--fix` and `--diff`."""

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
    from okrs_as_code.workspace.file_change import FileChange


def write_fixes(repository: api.Repository, fixes: Fixes) -> bool:
    """Writes the fixes and tells them; whether there were any."""
    api.write_changes(repository, fixes.changes)
    for told in fixes.notes:
        click.echo(sanitise_line(f"fixed: {told}"), err=True)
    _tell_left(fixes)
    return bool(fixes.changes)


def show_diff(fixes: Fixes, output: Path | None) -> bool:
    """Shows what would be written; whether there is anything."""
    text = diffs(fixes.changes)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_file(text, output)
    _tell_left(fixes)
    return bool(fixes.changes)


def diffs(changes: Iterable[FileChange]) -> str:
    """Changes of files as unified diffs, safe to print."""
    from okrs_as_code.workspace.file_change import git_diff

    return sanitise("".join(git_diff(change) for change in changes))


def renamed_paths(paths: Iterable[Path], fixes: Fixes, root: Path) -> list[Path]:
    """The paths that were asked for, with the new names of those that were renamed."""
    changed = ((one.path, one.target) for one in fixes.changes if one.target is not None)
    renamed = {(root / path).resolve(): Path(os.path.relpath(root / target)) for path, target in changed}
    return [renamed.get(path.resolve(), path) for path in paths]


def new_findings(before: LintResult, after: LintResult) -> int:
    """How many findings a second lint has that the first had not: where a file has a grave fault, part of it is not
    judged, such as the comments in it."""
    known = Counter((one.finding.code, one.finding.message) for one in before.findings)
    return (Counter((one.finding.code, one.finding.message) for one in after.findings) - known).total()


def _tell_left(fixes: Fixes) -> None:
    for told in fixes.refused:
        click.echo(sanitise_line(f"not fixed: {told}"), err=True)
