"""Brings a new record to the others: pushed on a branch of its own, or with the git commands to copy."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import say_notes
from okrs_as_code.edit.agreement import AlreadyGivenError
from okrs_as_code.edit.record import NewRecord
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line


def share(repository: api.Repository, record: NewRecord, *, push: bool) -> None:
    """Pushes the record, or writes it and says how to share it.

    Raises OkrsError where it could not be pushed, and KeyboardInterrupt where somebody got tired of waiting: then it
    was written here, so that nothing that was said is lost.
    """
    if not push:
        _say_written(repository, record, api.write_record(repository, record))
        return
    try:
        proposed = api.propose_record(repository, record, may_ask=sys.stdin.isatty())
    except AlreadyGivenError as given:
        say_notes([f"{given.message}; {given.remedy}"])
        return
    except KeyboardInterrupt:
        _say_written(repository, record, api.write_record(repository, record))
        raise
    except OkrsError as error:
        path = api.write_record(repository, record)
        _say_written(repository, record, path)
        remedy = f"{error.remedy}; " if error.remedy is not None else ""
        raise OkrsError(
            f"it could not be pushed: {error.message}", f"{remedy}it is kept in {path}, so push that when you can"
        ) from None
    pushed = proposed.pushed
    click.echo(sanitise_line(f"pushed {pushed.branch} to {pushed.remote}: it adds {pushed.path} to {pushed.into}"))
    if proposed.link is not None:
        click.echo(sanitise_line(f"open its pull request: {proposed.link}"))
    else:
        click.echo("next: open a pull request for it on your forge")


def share_all(repository: api.Repository, records: Sequence[NewRecord], *, push: bool) -> None:
    """Shares each of several records; where one could not be, the next is not lost."""
    failed: OkrsError | None = None
    for position, record in enumerate(records, 1):
        try:
            share(repository, record, push=push)
        except KeyboardInterrupt:
            for other in records[position:]:
                _say_written(repository, other, api.write_record(repository, other))
            raise
        except OkrsError as error:
            failed = failed or error
    if failed is not None:
        raise failed


def _say_written(repository: api.Repository, record: NewRecord, path: str) -> None:
    click.echo(sanitise_line(f"wrote {path}"))
    git = repository.git
    if git is None:
        return
    name = path.rpartition("/")[2].removesuffix(".yaml")
    written = shlex.quote(os.path.relpath(repository.root / path, Path.cwd()))
    if git.ignores(repository.prefix + path):
        say_notes([f"git ignores {path}, so that nobody will read it: `git check-ignore -v {written}` tells why"])
    message = shlex.quote(record.subject)
    commands = [f"git add {written}", f"git commit -m {message} -- {written}"]
    remote = next(iter(git.remotes()), None)
    if remote is not None:
        branch = f"{record.branches}/{name}"
        commands = [f"git switch -c {branch}", *commands, f"git push -u {shlex.quote(remote)} {branch}", "git switch -"]
    click.echo("\nto share it:")
    for command in commands:
        click.echo(sanitise_line(f"  {command}"))
