"""A root with `okrs/` in it, and the git repository around it where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.config import Config
from okrs_as_code.workspace.facts import Inspect
from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.index import DamagedError
from okrs_as_code.workspace.keeping import Keeper
from okrs_as_code.workspace.loader import Workspace, config_in, load
from okrs_as_code.workspace.memory import store_of
from okrs_as_code.workspace.parts import Part
from okrs_as_code.workspace.root import FOLDER, find_root
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
        if self.keeper is not None:
            try:
                return self.keeper.workspace()
            except DamagedError:
                self.forget()
        return load(WorkingTree(self.root, self.git))

    @cached_property
    def keeper(self) -> Keeper | None:
        """What is kept between runs; None where nothing is."""
        if self.store is None or self.inspect is None:
            return None
        return Keeper(self.root, self.git, self.store, self.inspect)

    def at(self, commit: str) -> Workspace:
        """What stood in a commit; empty where it had no `okrs/`."""
        git = self.require_git()
        return load(RevisionTree(git, commit, prefix_of(self.root, git)), self.store, self.inspect)

    def base(self, revision: str) -> Workspace:
        """What stood where the working tree and a revision diverged; read once."""
        commit = self.merge_base(revision)
        if commit not in self._bases:
            self._bases[commit] = self.at(commit)
        return self._bases[commit]

    def change(self, revision: str) -> tuple[Workspace, Workspace]:
        """Base and head of the change since a revision, as far as is needed to judge what it changes."""
        commit = self.merge_base(revision)
        try:
            sides = self.keeper.change(commit) if self.keeper is not None else None
        except DamagedError:
            self.forget()
            sides = None
        return sides if sides is not None else (self.base(revision), self.workspace)

    def parts(self) -> list[Part]:
        """The parts in which a large working tree can be judged; none for one that is read as a whole."""
        try:
            return self.keeper.parts() if self.keeper is not None else []
        except DamagedError:
            self.forget()
            return []

    def forget(self) -> None:
        """Goes on without what is kept, and lets the next run begin anew, unless it is only that others are writing."""
        if self.store is not None and not self.store.refused:
            self.store.forget()
        self.store = self.keeper = None

    def config(self, since: str | None = None) -> Config:
        """The policy of the working tree, or with `since` of where it diverged from that revision."""
        if since is None:
            return config_in(WorkingTree(self.root, self.git).read)
        git, commit = self.require_git(), self.merge_base(since)
        prefix = prefix_of(self.root, git)
        ids = {entry.path.removeprefix(prefix): entry.id for entry in git.listing(commit, [f"{prefix}{FOLDER}/"])}

        def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
            for path in paths:
                yield path, next(git.blobs([ids[path]])) if path in ids else None

        return config_in(read)

    def merge_base(self, revision: str) -> str:
        """The commit from which the working tree and a revision diverged."""
        return self.require_git().merge_base(revision, "HEAD")

    def require_git(self) -> Git:
        """The git repository; raises OkrsError in a plain folder."""
        if self.git is None:
            raise OkrsError(f"{self.root} is not in a git repository", "`--since` needs git; run `git init` first")
        return self.git
