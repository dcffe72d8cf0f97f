"""Changes files that people write: terms, policy, CODEOWNERS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.codeowners.file import CodeownersFile
    from okrs_as_code.lint.result import LintResult
    from okrs_as_code.model.files.config import Forge
    from okrs_as_code.model.goals.goal import KeyResultNode
    from okrs_as_code.refactor.assign import OwnerChange
    from okrs_as_code.refactor.move_plan import MovePlan
    from okrs_as_code.refactor.rollover import Rollover
    from okrs_as_code.refactor.setup.init import InitResult
    from okrs_as_code.refactor.setup.init_files import Gate, Practice
    from okrs_as_code.workspace.repository import Repository
    from okrs_as_code.workspace.trees.file_change import FileChange


def init(
    start: Path,
    today: date,
    *,
    forge: Forge | None,
    minimal: bool,
    name: str | None,
    email: str | None,
    gate: Gate | None = None,
    practice: Practice | None = None,
    root: Path | None = None,
) -> InitResult:
    """Sets up OKRs in the folder `root` of its git repository; see `refactor.init`.

    Without `root` it is the one that is found from `start` upwards, else the top of the repository around it.

    The forge is known from the remote, unless it is named; the gate asks for approvals, unless `gate` or a light
    `practice` say otherwise, or there is one already that does not. On Gitea it is the lint alone.

    Raises OkrsError where there is no repository, where no gate like that is written for the forge, where a job could
    not name `root`, where nobody is known to be its first person, and where a file cannot be written.
    """
    from okrs_as_code.git.client import Git
    from okrs_as_code.git.remote import forge_of_remote
    from okrs_as_code.refactor.setup.init import find_founder, initialize
    from okrs_as_code.refactor.setup.init_files import Setup, has_lint_gate_alone
    from okrs_as_code.refactor.setup.root_choice import choose_prefix

    folder = (root or start).resolve()
    git = Git.containing(folder)
    if git is None:
        raise OkrsError(f"{folder} is not in a git repository", "run `git init` first")
    prefix = choose_prefix(git, start, root, minimal=minimal)
    kind = forge or forge_of_remote(git)
    if kind == "gitea" and gate == "approvals":
        raise OkrsError(
            "for Gitea and Forgejo there is a gate of the lint alone",
            "leave `--gate` out; `okrs approvals` runs there in a job of your own",
        )
    is_lint_alone = kind == "gitea" or practice == "light" or has_lint_gate_alone(git.top)
    setup = Setup(kind, forge, gate or ("lint" if is_lint_alone else "approvals"), practice, minimal, prefix)
    return initialize(git, find_founder(git, name, email), setup, today)


def assign(repository: Repository, node: KeyResultNode, person: str, today: date) -> tuple[OwnerChange, LintResult]:
    """The change that hands a key result over to a person, and the findings that it would bring.

    `write_changes` writes it. Raises OkrsError where that cannot be done, and where the lint would find a new error.
    """
    from okrs_as_code.lint.changes.preview import preview_findings, refuse_errors
    from okrs_as_code.refactor.assign import change_owner

    owner_change = change_owner(repository, node, person, today)
    preview = preview_findings(repository, owner_change.changes, today)
    refuse_errors(preview)
    return owner_change, preview


def move(
    repository: Repository, old: str, new: str, today: date, owners: Mapping[str, str] | None = None
) -> tuple[MovePlan, LintResult]:
    """The plan that gives a key result, an objective or a team another id, and the findings that it would bring.

    It also schedules a goal of the backlog, with `owners` by the ids of its key results, and takes it back.
    `write_changes` writes it. Raises OkrsError where that cannot be done, and where the lint would find a new error.
    """
    from okrs_as_code.lint.changes.preview import preview_findings, refuse_errors, refuse_unready
    from okrs_as_code.model.goals.backlog import names_backlog
    from okrs_as_code.refactor import move as moves

    plan = moves.move(repository, old, new, today, owners)
    preview = preview_findings(repository, plan.changes, today)
    directory = repository.workspace.plan.directory
    if names_backlog(old, directory) and not names_backlog(new, directory):
        refuse_unready(preview, old, plan.name.partition("/")[0])
    refuse_errors(preview)
    return plan, preview


def rollover(repository: Repository, start: str, into: str, today: date, *, team: str | None = None) -> Rollover:
    """The objectives that go on in a later cycle, with the records that say so; nothing is written.

    What the lint would refuse there is not carried, and words that say where a number stood, or name a day that is over
    by then, are noted. Raises OkrsError for a name that is no cycle or no team; see `refactor.rollover`.
    """
    from okrs_as_code.lint.carried_titles import outdated_words
    from okrs_as_code.lint.changes.preview import errors_by_file, preview_findings
    from okrs_as_code.refactor.rollover import roll_over

    rollover = roll_over(repository, start, into, today, team)
    faults = errors_by_file(preview_findings(repository, rollover.changes, today))
    if faults:
        rollover = roll_over(repository, start, into, today, team, faults)
    cycle = repository.workspace.plan.calendar.cycle(into)
    if cycle is not None:
        for objectives in (rollover.carried, rollover.shelved):
            objectives[:] = [replace(one, notes=(*one.notes, *outdated_words(one, cycle))) for one in objectives]
    return rollover


def codeowners(repository: Repository, today: date, *, check: bool = False) -> CodeownersFile:
    """Writes the generated part of CODEOWNERS where it differs; with `check` nothing is written.

    Raises OkrsError as `codeowners_file`, and for a file behind a link; then nothing was written.
    """
    from okrs_as_code.codeowners.file import codeowners_file
    from okrs_as_code.storage import rewrite

    file = codeowners_file(repository, today)
    if file.change is not None and not check:
        git = repository.require_git()
        rewrite.write_outside_okrs(git.top, file.change)
    return file


def write_changes(repository: Repository, changes: Sequence[FileChange]) -> None:
    """Writes changes of files, all of them or none; see `storage.rewrite`.

    Raises OkrsError, before anything is written, where a change conflicts with what is there.
    """
    from okrs_as_code.storage import rewrite

    rewrite.write_changes(repository.root, repository.git, changes)


def undo_interrupted(repository: Repository) -> bool:
    """Undoes what a killed process has left half-way, before anything is read; returns whether there was anything.

    Raises OkrsError where files have changed since, or another process is writing now.
    """
    from okrs_as_code.storage import rewrite

    return rewrite.undo_interrupted(repository.root)
