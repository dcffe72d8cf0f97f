"""Brings new records to the others: each pushed on a branch of its own, or with the git commands to copy."""

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
from okrs_as_code.report.forge_links import request_noun


def share_record(repository: api.Repository, record: NewRecord, *, push: bool) -> str | None:
    """Pushes the record, or writes it and shows how to share it.

    Returns its path, or None where it is not needed any more. Raises OkrsError where it could not be pushed, and
    KeyboardInterrupt where somebody got tired of waiting: then it was written here, so that no entry is lost.
    """
    if not push:
        return next(iter(_write_records(repository, [record])))
    try:
        result = api.push_record(repository, record, may_ask=sys.stdin.isatty())
    except DuplicateAgreementError as error:
        show_notes([f"{error.message}; {error.remedy}"])
        return None
    except KeyboardInterrupt:
        _write_records(repository, [record])
        raise
    except OkrsError as error:
        path, branch = next(iter(_write_records(repository, [record]).items()))
        remedy = f"{error.remedy}; " if error.remedy is not None else ""
        remedy = f"{remedy}it is kept in {path}, so push that when you can"
        if branch is not None:
            remedy = f"it is kept in {path}: the commands above bring it to others on {branch}, together with its terms"
        raise OkrsError(f"it could not be pushed: {error.message}", remedy) from None
    pushed = result.pushed
    click.echo(sanitise_line(f"pushed {pushed.branch} to {pushed.remote}: it adds {pushed.path} to {pushed.into}"))
    if result.link is not None:
        click.echo(sanitise_line(f"open its {request_noun(result.link)}: {result.link}"))
    else:
        click.echo("next: open a pull request for it on your forge")
    if record.kind == "check-ins":
        click.echo("`okrs status` and the pages show it once that is merged")
    return pushed.path


def share_records(repository: api.Repository, records: Sequence[NewRecord], *, push: bool) -> Mapping[str, NewRecord]:
    """Shares several records, and returns those that were shared by their names.

    Pushed, each has a branch of its own; else one list of commands brings all that belong on the same. Where one could
    not be pushed, the next are all the same. Raises the first OkrsError at the end; after a KeyboardInterrupt those
    that are left are written here.
    """
    if not push:
        paths = _write_records(repository, records)
        return {record_name(path): record for path, record in zip(paths, records, strict=True)}
    first_error: OkrsError | None = None
    shared: dict[str, NewRecord] = {}
    for number, record in enumerate(records, 1):
        try:
            path = share_record(repository, record, push=push)
        except KeyboardInterrupt:
            if records[number:]:
                _write_records(repository, records[number:])
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


def _write_records(repository: api.Repository, records: Sequence[NewRecord]) -> Mapping[str, str | None]:
    """Writes records and shows how to share them; returns, by path, the branch that brings what each is about."""
    branches: dict[str, str | None] = {}
    written: dict[str | None, list[tuple[str, NewRecord]]] = {}
    for record in records:
        path = api.write_record(repository, record)
        click.echo(sanitise_line(f"wrote {path}"))
        branches[path] = api.branch_with_terms(repository, record)
        written.setdefault(branches[path], []).append((path, record))
    for branch, group in written.items():
        _show_commands(repository, group, branch)
    return branches


def _show_commands(repository: api.Repository, written: Sequence[tuple[str, NewRecord]], branch: str | None) -> None:
    """Shows the commands that share records that were written: on `branch`, or on a branch of their own."""
    git = repository.git
    if git is None:
        return
    commits, quoted_paths = [], []
    for path, record in written:
        quoted_path = shlex.quote(os.path.relpath(repository.root / path, Path.cwd()))
        if git.ignores(repository.prefix + path):
            show_notes(
                [f"git ignores {path}, so that nobody will read it: `git check-ignore -v {quoted_path}` says why"]
            )
        quoted_paths.append(quoted_path)
        commits.append(f"git commit -m {shlex.quote(record.subject)} -- {quoted_path}")
    commands = [f"git add {' '.join(quoted_paths)}", *commits]
    remote = next(iter(git.remotes()), None)
    if branch is not None and remote is not None:
        commands.append(f"git push -u {shlex.quote(remote)} {shlex.quote(branch)}")
    elif remote is not None:
        path, record = written[0]
        own_branch = f"{record.branch_folder}/{record_name(path)}"
        push = f"git push -u {shlex.quote(remote)} {own_branch}"
        commands = [f"git switch -c {own_branch}", *commands, push, "git switch -"]
    is_one = len(written) == 1
    where = f" on {branch}, which brings what {'it is' if is_one else 'they are'} about" if branch is not None else ""
    click.echo("\n" + sanitise_line(f"to share {'it' if is_one else 'them'}{where}:"))
    for command in commands:
        click.echo(sanitise_line(f"  {command}"))
