"""Changes files that people wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.edit.assign import HandOver
    from okrs_as_code.edit.code_owners import CodeOwners
    from okrs_as_code.edit.moved import Move
    from okrs_as_code.edit.rollover import Rollover
    from okrs_as_code.edit.setup import Written
    from okrs_as_code.lint.result import LintResult
    from okrs_as_code.model.plan import KeyResultNode
    from okrs_as_code.workspace.repository import Repository
    from okrs_as_code.workspace.rewriting import FileChange


def init(start: Path, today: date, *, forge: str | None, minimal: bool, name: str | None, email: str | None) -> Written:
    """Sets up OKRs at the top of the git repository around `start`; see `edit.setup`.

    Raises OkrsError where there is no repository, or nobody is known to be its first person.
    """
    from okrs_as_code.edit.setup import FORGE_FILES, forge_of, founder, set_up
    from okrs_as_code.workspace.git import Git

    git = Git.around(start.resolve())
    if git is None:
        raise OkrsError(f"{start.resolve()} is not in a git repository", "run `git init` first")
    kind = next((known for known in FORGE_FILES if known == forge), None) or forge_of(git)
    return set_up(git, founder(git, name, email), kind, today, minimal=minimal)


def assign(repository: Repository, node: KeyResultNode, person: str, today: date) -> tuple[HandOver, LintResult]:
    """What hands a key result over to a person, and what the lint would say to it; `write_changes` writes it.

    Raises OkrsError where that cannot be done, and where the lint would find a new error.
    """
    from okrs_as_code.edit.assign import hand_over
    from okrs_as_code.lint.draft import judge_draft, refuse_errors

    handed = hand_over(repository, node, person, today)
    judged = judge_draft(repository, handed.changes, today)
    refuse_errors(judged)
    return handed, judged


def move(repository: Repository, old: str, new: str, today: date) -> tuple[Move, LintResult]:
    """What gives a key result, an objective or a team another id, and what the lint would say to it.

    `write_changes` writes it. Raises OkrsError where that cannot be done, and where the lint would find a new error.
    """
    from okrs_as_code.edit.move import move as planned
    from okrs_as_code.lint.draft import judge_draft, refuse_errors

    moved = planned(repository, old, new, today)
    judged = judge_draft(repository, moved.changes, today)
    refuse_errors(judged)
    return moved, judged


def rollover(repository: Repository, start: str, into: str, today: date, *, team: str | None = None) -> Rollover:
    """What was decided to go on in a later cycle, with the records that say so; nothing is written.

    Raises OkrsError for what is no cycle or no team; see `edit.rollover`.
    """
    from okrs_as_code.edit.rollover import roll_over

    return roll_over(repository, start, into, today, team)


def codeowners(repository: Repository, today: date, *, check: bool = False) -> CodeOwners:
    """Writes the generated part of CODEOWNERS where it differs; with `check` only says what it would be.

    Raises OkrsError as `edit.code_owners`, and for a file behind a link; then nothing was written.
    """
    from okrs_as_code.edit.code_owners import code_owners
    from okrs_as_code.workspace import rewriting

    made = code_owners(repository, today)
    if made.change is not None and not check:
        git = repository.require_git()
        rewriting.write_beside(git.top, made.change)
    return made


def write_changes(repository: Repository, changes: Sequence[FileChange]) -> None:
    """Writes changes of files, each whole or not at all. Raises OkrsError, before anything is written, for whatever
    speaks against it: see `workspace.rewriting`."""
    from okrs_as_code.workspace import rewriting

    rewriting.write_changes(repository.root, repository.git, changes)


def undo_cut_off(repository: Repository) -> bool:
    """Undoes what a killed process has left half-way, before anything is read; whether there was anything.

    Raises OkrsError where files have changed since, or another process is writing now.
    """
    from okrs_as_code.workspace import rewriting

    return rewriting.undo_cut_off(repository.root)
