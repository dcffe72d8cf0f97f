"""The common part of commands that change terms: show the plan, ask, write, and show the git commands to share it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import unified_diffs
from okrs_as_code.cli.prompts.questions import confirm
from okrs_as_code.escape import sanitise_line
from okrs_as_code.workspace.layout import lies_in
from okrs_as_code.workspace.trees.tree import committed_files

if TYPE_CHECKING:
    from okrs_as_code.workspace.trees.file_change import FileChange


F = TypeVar("F", bound=Callable[..., Any])


def change_options(function: F) -> F:
    """Adds --diff and --yes."""
    function = click.option("--yes", is_flag=True, help="Ask nothing.")(function)
    return click.option("--diff", is_flag=True, help="Write nothing; show what would change.")(function)


def open_for_change(root: Path, *, diff: bool, may_begin: bool = False) -> api.Repository:
    """Opens the repository, and undoes what an earlier command left half-way when it was killed.

    With `diff` that stays, as nothing is written; with `may_begin` a git repository without OKRs is one to begin in.
    Raises OkrsError as `api.open_repository` and `api.undo_interrupted`.
    """
    repository = api.open_or_begin(root) if may_begin else api.open_repository(root)
    if not diff and api.undo_interrupted(repository):
        click.echo("note: a command was cut off half-way; what it had done is undone", err=True)
    return repository


def show_plan(lines: Iterable[str], preview: api.LintResult | None = None) -> None:
    """Prints lines on what will be done, and the findings that it would bring."""
    from okrs_as_code.lint.formats.concise import headline

    for line in lines:
        click.echo(sanitise_line(line))
    for finding in preview.findings if preview is not None else ():
        click.echo(f"the lint says: {headline(finding)}")


def write_confirmed(repository: api.Repository, changes: Sequence[FileChange], *, yes: bool) -> bool:
    """Writes the changes, on a terminal only after showing them and asking; returns whether they were written.

    Raises OkrsError as `api.write_changes`.
    """
    if not yes and sys.stdin.isatty():
        click.echo(f"\n{unified_diffs(changes)}")
        if not confirm("All right?", default=True):
            click.echo("nothing was written")
            return False
    api.write_changes(repository, changes)
    return True


def show_git_commands(repository: api.Repository, paths: Iterable[str], branch: str, subject: str) -> None:
    """Prints the git commands that propose the changes of some paths to others, as a pull request."""
    git = repository.git
    if git is None:
        return
    committed = committed_files(repository.root, git) or frozenset()
    shared = [path for path in paths if (repository.root / path).exists() or _covers_any(path, committed)]
    names = " ".join(shlex.quote(os.path.relpath(repository.root / path, Path.cwd())) for path in shared)
    commands = [f"git switch -c {branch}", f"git add -A {names}", f"git commit -m {shlex.quote(subject)} -- {names}"]
    remote = next(iter(git.remotes()), None)
    if remote is not None:
        commands += [f"git push -u {shlex.quote(remote)} {branch}", "git switch -"]
    click.echo("\nto propose it:")
    for command in commands:
        click.echo(sanitise_line(f"  {command}"))


def _covers_any(path: str, committed: Iterable[str]) -> bool:
    """Whether any committed file was at a path or below it: only then can git add that it is gone."""
    return any(lies_in(file, (path,)) for file in committed)
