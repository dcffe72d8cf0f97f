"""A root with `okrs/` in it, and the git repository around it where there is one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.loader import CONFIG_FILE, PEOPLE_FILE, Workspace, load
from okrs_as_code.workspace.tree import RevisionTree, WorkingTree, prefix_of


class Repository:
    """The OKRs below one root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git = Git.around(root)
        self._bases: dict[str, Workspace] = {}

    @staticmethod
    def find(start: Path) -> Repository:
        """The nearest folder, from `start` upwards, that has okrs/people.yaml or okrs/config.yaml.

        Raises OkrsError where there is none.
        """
        start = start.resolve()
        for folder in (start, *start.parents):
            if any((folder / mark).is_file() for mark in (PEOPLE_FILE, CONFIG_FILE)):
                return Repository(folder)
        raise OkrsError(
            f"no {PEOPLE_FILE} or {CONFIG_FILE} in {start} or above", "`okrs init` makes a repository to start from"
        )

    @cached_property
    def workspace(self) -> Workspace:
        """What stands in the working tree."""
        return load(WorkingTree(self.root, self.git))

    def at(self, commit: str) -> Workspace:
        """What stood in a commit; empty where it had no `okrs/`."""
        git = self.require_git()
        return load(RevisionTree(git, commit, prefix_of(self.root, git)))

    def base(self, revision: str) -> Workspace:
        """What stood where the working tree and a revision diverged; read once."""
        commit = self.require_git().merge_base(revision, "HEAD")
        if commit not in self._bases:
            self._bases[commit] = self.at(commit)
        return self._bases[commit]

    def require_git(self) -> Git:
        """The git repository; raises OkrsError in a plain folder."""
        if self.git is None:
            raise OkrsError(f"{self.root} is not in a git repository", "`--since` needs git; run `git init` first")
        return self.git
