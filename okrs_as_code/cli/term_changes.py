"""What the commands that change terms have in common: they tell what they will do, ask, write, and say what to type."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import diffs
from okrs_as_code.cli.prompts.questions import confirm
from okrs_as_code.escape import sanitise_line
from okrs_as_code.workspace.layout import lies_in
from okrs_as_code.workspace.tree import committed_files

if TYPE_CHECKING:
    from okrs_as_code.workspace.file_change import FileChange


F = TypeVar("F", bound=Callable[..., Any])


def change_options(function: F) -> F:
    """Adds --diff and --yes."""
    function = click.option("--yes", is_flag=True, help="Ask nothing.")(function)
    return click.option("--diff", is_flag=True, help="Write nothing; show what would change.")(function)


def open_for_change(root: Path, *, diff: bool) -> api.Repository:
    """The repository, without what an earlier command left half-way when it was killed.

    With `diff` that stays, as nothing is written.
    """
    repository = api.open_repository(root)
    if not diff and api.undo_interrupted(repository):
        click.echo("note: a command was cut off half-way; what it had done is undone", err=True)
    return repository


def show_plan(lines: Iterable[str], judged: api.LintResult | None = None) -> None:
    """What will be done, and what the lint has to say to it."""
    from okrs_as_code.lint.formats.concise import headline

    for line in lines:
        click.echo(sanitise_line(line))
    for one in judged.findings if judged is not None else ():
        click.echo(f"the lint says: {headline(one)}")


def write_confirmed(repository: api.Repository, changes: Sequence[FileChange], *, yes: bool) -> bool:
    """Writes the changes, on a terminal only after showing them and asking; whether they were written."""
    if not yes and sys.stdin.isatty():
        click.echo(f"\n{diffs(changes)}")
        if not confirm("All right?", default=True):
            click.echo("nothing was written")
            return False
    api.write_changes(repository, changes)
    return True


def show_git_commands(repository: api.Repository, paths: Iterable[str], branch: str, subject: str) -> None:
    """The git commands by which others get to see it, as a pull request."""
    git = repository.git
    if git is None:
        return
    known = committed_files(repository.root, git) or frozenset()
    shared = [path for path in paths if (repository.root / path).exists() or _covers_any(path, known)]
    here = " ".join(shlex.quote(os.path.relpath(repository.root / path, Path.cwd())) for path in shared)
    commands = [f"git switch -c {branch}", f"git add -A {here}", f"git commit -m {shlex.quote(subject)} -- {here}"]
    remote = next(iter(git.remotes()), None)
    if remote is not None:
        commands += [f"git push -u {shlex.quote(remote)} {branch}", "git switch -"]
    click.echo("\nto propose it:")
    for command in commands:
        click.echo(sanitise_line(f"  {command}"))


def _covers_any(path: str, known: Iterable[str]) -> bool:
    """Whether git has kept what was at a path: only then does it know what it means that nothing is there."""
    return any(lies_in(one, (path,)) for one in known)
