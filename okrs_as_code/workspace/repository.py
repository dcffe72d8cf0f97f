"""A root with `okrs/` in it, and the git repository around it where there is one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.workspace.facts import Inspect
from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.memory import store_of
from okrs_as_code.workspace.root import find_root
from okrs_as_code.workspace.store import Store
from okrs_as_code.workspace.tree import RevisionTree, WorkingTree, prefix_of


class Repository:
    """The OKRs below one root.

    With a store, what is known of a file's content is not worked out again; then `inspect` judges each file alone.
    """

    def __init__(self, root: Path, store: Store | None = None, inspect: Inspect | None = None) -> None:
        self.root = root
        self.store = store
        self.inspect = inspect
        self.git = Git.around(root)
        self._bases: dict[str, Workspace] = {}

    @staticmethod
    def find(start: Path, inspect: Inspect | None = None) -> Repository:
        """The nearest root; what is kept for it is used where `inspect` is given. Raises OkrsError as `find_root`."""
        root = find_root(start)
        return Repository(root, store_of(root, Git.around(root)) if inspect is not None else None, inspect)

    @cached_property
    def workspace(self) -> Workspace:
        """What stands in the working tree."""
        return load(WorkingTree(self.root, self.git, self.store), self.store, self.inspect)

    def at(self, commit: str) -> Workspace:
        """What stood in a commit; empty where it had no `okrs/`."""
        git = self.require_git()
        return load(RevisionTree(git, commit, prefix_of(self.root, git)), self.store, self.inspect)

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
