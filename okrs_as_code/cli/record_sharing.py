"""Brings a new record to the others: pushed on a branch of its own, or with the git commands to copy."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import show_notes
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line
from okrs_as_code.records.agreement import DuplicateAgreementError
from okrs_as_code.records.new_record import NewRecord


def share_record(repository: api.Repository, record: NewRecord, *, push: bool) -> str | None:
    """Pushes the record, or writes it and says how to share it; its path, or None where it is not needed any more.

    Raises OkrsError where it could not be pushed, and KeyboardInterrupt where somebody got tired of waiting: then it
    was written here, so that nothing that was said is lost.
    """
    if not push:
        path = api.write_record(repository, record)
        _say_written(repository, record, path, api.branch_with_terms(repository, record))
        return path
    try:
        proposed = api.push_record(repository, record, may_ask=sys.stdin.isatty())
    except DuplicateAgreementError as given:
        show_notes([f"{given.message}; {given.remedy}"])
        return None
    except KeyboardInterrupt:
        path = api.write_record(repository, record)
        _say_written(repository, record, path, api.branch_with_terms(repository, record))
        raise
    except OkrsError as error:
        path = api.write_record(repository, record)
        branch = api.branch_with_terms(repository, record)
        _say_written(repository, record, path, branch)
        remedy = f"{error.remedy}; " if error.remedy is not None else ""
        kept = f"{remedy}it is kept in {path}, so push that when you can"
        if branch is not None:
            kept = f"it is kept in {path}: the commands above bring it to others on {branch}, together with its terms"
        raise OkrsError(f"it could not be pushed: {error.message}", kept) from None
    pushed = proposed.pushed
    click.echo(sanitise_line(f"pushed {pushed.branch} to {pushed.remote}: it adds {pushed.path} to {pushed.into}"))
    if proposed.link is not None:
        click.echo(sanitise_line(f"open its pull request: {proposed.link}"))
    else:
        click.echo("next: open a pull request for it on your forge")
    if record.kind == "check-ins":
        click.echo("`okrs status` and the pages show it once that is merged")
    return pushed.path


def share_records(repository: api.Repository, records: Sequence[NewRecord], *, push: bool) -> Mapping[str, NewRecord]:
    """Shares each of several records, and gives them by name; where one could not be, the next is not lost."""
    failed: OkrsError | None = None
    shared: dict[str, NewRecord] = {}
    for position, record in enumerate(records, 1):
        try:
            path = share_record(repository, record, push=push)
        except KeyboardInterrupt:
            for other in records[position:]:
                share_record(repository, other, push=False)
            raise
        except OkrsError as error:
            failed = failed or error
        else:
            if path is not None:
                shared[record_name(path)] = record
    if failed is not None:
        raise failed
    return shared


def record_name(path: str) -> str:
    """The name of a record, as `--corrects` takes it."""
    return path.rpartition("/")[2].removesuffix(".yaml")


def _say_written(repository: api.Repository, record: NewRecord, path: str, branch: str | None) -> None:
    """What was written, and how to share it: on a branch of its own, or on the one that brings what it is about."""
    click.echo(sanitise_line(f"wrote {path}"))
    git = repository.git
    if git is None:
        return
    written = shlex.quote(os.path.relpath(repository.root / path, Path.cwd()))
    if git.ignores(repository.prefix + path):
        show_notes([f"git ignores {path}, so that nobody will read it: `git check-ignore -v {written}` tells why"])
    commands = [f"git add {written}", f"git commit -m {shlex.quote(record.subject)} -- {written}"]
    remote = next(iter(git.remotes()), None)
    if branch is not None and remote is not None:
        commands.append(f"git push -u {shlex.quote(remote)} {shlex.quote(branch)}")
    elif remote is not None:
        own = f"{record.branch_folder}/{record_name(path)}"
        commands = [f"git switch -c {own}", *commands, f"git push -u {shlex.quote(remote)} {own}", "git switch -"]
    where = f" on {branch}, which brings what it is about" if branch is not None else ""
    click.echo("\n" + sanitise_line(f"to share it{where}:"))
    for command in commands:
        click.echo(sanitise_line(f"  {command}"))
