"""The branch that links on pages lead to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrs_as_code.git.client import Git
    from okrs_as_code.workspace.repository import Repository


def branch_to_link(repository: Repository) -> str | None:
    """The default branch, where policy does not name it: as last fetched, as CI says, or the only one of a usual name.

    Never the branch that is checked out, as nobody else may have it. None where nothing says it, or policy does.
    """
    from okrs_as_code.forge.event import event_default_branch
    from okrs_as_code.git.branches import fetched_default, only_usual_branch

    git, config = repository.git, repository.workspace.plan.config
    if config.branch is not None:
        return None
    fetched = fetched_default(git) if git is not None else None
    return fetched or event_default_branch(os.environ) or (only_usual_branch(git) if git is not None else None)


def branch_sources(git: Git | None) -> list[Path]:
    """The files and folders on which `branch_to_link` depends, beside the policy."""
    from okrs_as_code.forge.event import EVENT_VARIABLE

    event = os.environ.get(EVENT_VARIABLE)
    sources = [Path(event).absolute()] if event else []
    if git is not None:
        folder = git.common_folder
        sources += [folder / "config", folder / "packed-refs", folder / "refs/heads", folder / "refs/remotes"]
    return sources
