"""Lints what is staged, before it is committed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.api.open import base_and_head_at, gc_disabled, open_at, path_from_root, refuse_moved_root_at
from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER

if TYPE_CHECKING:
    from okrs_as_code.git.staged import StagedChange
    from okrs_as_code.lint.policy import Selection
    from okrs_as_code.lint.result import LintResult
    from okrs_as_code.model.files.config import Config
    from okrs_as_code.processes import ProgressCallback
    from okrs_as_code.workspace.repository import Repository


@dataclass(frozen=True)
class StagedOkrs:
    """A repository of OKRs in which something is staged, and what that is."""

    repository: Repository
    change: StagedChange

    @property
    def policy(self) -> Config:
        """The policy of HEAD; what is staged where HEAD has none, as before the first commit."""
        head = self.change.parents[0]
        is_there = self.repository.folder_id(head) is not None
        return self.repository.config_at(head if is_there else self.change.tree)


def open_staged(start: Path, *, cache: bool = True, progress: ProgressCallback | None = None) -> StagedOkrs | None:
    """Opens the repository of OKRs around `start` as HEAD has it, else as it is staged; None if nothing there changes.

    Raises OkrsError in a plain folder, while a merge has left conflicts, where neither has OKRs but some are staged
    elsewhere, and where what is staged moves the root.
    """
    from okrs_as_code.git.client import Git
    from okrs_as_code.git.staged import staged_change

    git = Git.containing(start.resolve())
    if git is None:
        raise OkrsError(f"{start.resolve()} is not in a git repository", "`--staged` needs git; run `git init` first")
    change = staged_change(git)
    paths = change.paths(git)
    if not any(OKRS_FOLDER in path.split("/") for path in paths):
        return None
    from okrs_as_code.workspace.root_change import root_in_commit
    from okrs_as_code.workspace.trees.tree import root_prefix

    root = root_in_commit(git, start, change.parents[0]) or root_in_commit(git, start, change.tree)
    if root is None:
        raise OkrsError(
            f"neither HEAD nor what is staged has OKRs in {start.resolve()} or above",
            f"name the folder that holds {OKRS_FOLDER}/ with `--root`",
        )
    folder = f"{root_prefix(root, git)}{OKRS_FOLDER}"
    if not any(path == folder or path.startswith(f"{folder}/") for path in paths):
        return None
    repository = open_at(root, start, cache=cache, progress=progress)
    refuse_moved_root_at(repository, change.tree)
    return StagedOkrs(repository, change)


def lint_staged(
    staged: StagedOkrs,
    today: date,
    *,
    paths: Iterable[Path] = (),
    selection: Selection | None = None,
    all_cycles: bool = False,
) -> LintResult:
    """The findings that what is staged has, and HEAD has not; in a merge, only those that no parent has.

    Each parent is compared by its own policy. Raises OkrsError as `lint`.
    """
    from okrs_as_code.lint import run
    from okrs_as_code.lint.policy import Selection

    repository, change = staged.repository, staged.change
    names = [path_from_root(repository, path) for path in paths]
    with gc_disabled():
        results = []
        for parent in change.parents:
            before, after = base_and_head_at(repository, parent, change.tree)
            policy = repository.config_at(parent)
            results.append(
                run.lint_change(before, after, policy, today, selection or Selection(), names, all_cycles=all_cycles)
            )
        return run.common_findings(results)
