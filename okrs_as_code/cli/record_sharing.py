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
from okrs_as_code.records.record_text import NewRecord


def share_record(repository: api.Repository, record: NewRecord, *, push: bool) -> str | None:
    """Pushes the record, or writes it and shows how to share it.

    Returns its path, or None where it is not needed any more. Raises OkrsError where it could not be pushed, and
    KeyboardInterrupt where somebody got tired of waiting: then it was written here, so that no entry is lost.
    """
    if not push:
        return _write_record(repository, record)[0]
    try:
        result = api.push_record(repository, record, may_ask=sys.stdin.isatty())
    except DuplicateAgreementError as error:
        show_notes([f"{error.message}; {error.remedy}"])
        return None
    except KeyboardInterrupt:
        _write_record(repository, record)
        raise
    except OkrsError as error:
        path, branch = _write_record(repository, record)
        remedy = f"{error.remedy}; " if error.remedy is not None else ""
        remedy = f"{remedy}it is kept in {path}, so push that when you can"
        if branch is not None:
            remedy = f"it is kept in {path}: the commands above bring it to others on {branch}, together with its terms"
        raise OkrsError(f"it could not be pushed: {error.message}", remedy) from None
    pushed = result.pushed
    click.echo(sanitise_line(f"pushed {pushed.branch} to {pushed.remote}: it adds {pushed.path} to {pushed.into}"))
    if result.link is not None:
        click.echo(sanitise_line(f"open its pull request: {result.link}"))
    else:
        click.echo("next: open a pull request for it on your forge")
    if record.kind == "check-ins":
        click.echo("`okrs status` and the pages show it once that is merged")
    return pushed.path


def share_records(repository: api.Repository, records: Sequence[NewRecord], *, push: bool) -> Mapping[str, NewRecord]:
    """Shares each of several records, and returns those that were shared by their names.

    Where one could not be shared, the next are all the same. Raises the first OkrsError at the end; after a
    KeyboardInterrupt those that are left are written here.
    """
    first_error: OkrsError | None = None
    shared: dict[str, NewRecord] = {}
    for number, record in enumerate(records, 1):
        try:
            path = share_record(repository, record, push=push)
        except KeyboardInterrupt:
            for remaining in records[number:]:
                share_record(repository, remaining, push=False)
            raise
        except OkrsError as error:
            first_error = first_error or error
        else:
            if path is not None:
                shared[record_name(path)] = record
    if first_error is not None:
        raise first_error
    return shared


def record_name(path: str) -> str:
    """The name of a record, as `--corrects` takes it."""
    return path.rpartition("/")[2].removesuffix(".yaml")


def _write_record(repository: api.Repository, record: NewRecord) -> tuple[str, str | None]:
    """Writes the record and shows how to share it; returns its path, and the branch that brings what it is about."""
    path = api.write_record(repository, record)
    branch = api.branch_with_terms(repository, record)
    _show_written(repository, record, path, branch)
    return path, branch


def _show_written(repository: api.Repository, record: NewRecord, path: str, branch: str | None) -> None:
    """Shows what was written, and the commands that share it: on `branch`, or on a branch of its own."""
    click.echo(sanitise_line(f"wrote {path}"))
    git = repository.git
    if git is None:
        return
    quoted_path = shlex.quote(os.path.relpath(repository.root / path, Path.cwd()))
    if git.ignores(repository.prefix + path):
        show_notes([f"git ignores {path}, so that nobody will read it: `git check-ignore -v {quoted_path}` says why"])
    commands = [f"git add {quoted_path}", f"git commit -m {shlex.quote(record.subject)} -- {quoted_path}"]
    remote = next(iter(git.remotes()), None)
    if branch is not None and remote is not None:
        commands.append(f"git push -u {shlex.quote(remote)} {shlex.quote(branch)}")
    elif remote is not None:
        own_branch = f"{record.branch_folder}/{record_name(path)}"
        push = f"git push -u {shlex.quote(remote)} {own_branch}"
        commands = [f"git switch -c {own_branch}", *commands, push, "git switch -"]
    where = f" on {branch}, which brings what it is about" if branch is not None else ""
    click.echo("\n" + sanitise_line(f"to share it{where}:"))
    for command in commands:
        click.echo(sanitise_line(f"  {command}"))
