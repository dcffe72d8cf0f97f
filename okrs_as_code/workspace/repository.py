"""A root with `okrs/` in it, and the git repository around it where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.model.files.config import Config
from okrs_as_code.workspace.facts import Inspect
from okrs_as_code.workspace.index import DamagedError, Progress
from okrs_as_code.workspace.keeping import Keeper
from okrs_as_code.workspace.loader import Workspace, config_in, load
from okrs_as_code.workspace.memory import store_of
from okrs_as_code.workspace.root import find_root
from okrs_as_code.workspace.store import Store
from okrs_as_code.workspace.tree import RevisionTree, WorkingTree, prefix_of

T = TypeVar("T")


class Repository:
    """The OKRs below one root.

    With a store, what is known of a file's content is not worked out again; then `inspect` judges each file alone.
    """

    def __init__(self, root: Path, store: Store | None = None, inspect: Inspect | None = None) -> None:
        self.root = root
        self.store = store
        self.inspect = inspect
        self.progress: Progress | None = None
        """Is told how many files of how many have been read, where that may take a while."""
        self.git = Git.around(root)
        self._at: dict[str, Workspace] = {}
        """What was read of commits, by the id of all that is in `okrs/` there: many commits have the same."""
        self._policies: dict[str, Config] = {}

    @staticmethod
    def find(start: Path, inspect: Inspect | None = None) -> Repository:
        """The nearest root; what is kept for it is used where `inspect` is given. Raises OkrsError as `find_root`."""
        root = find_root(start)
        return Repository(root, store_of(root, Git.around(root)) if inspect is not None else None, inspect)

    @cached_property
    def workspace(self) -> Workspace:
        """What stands in the working tree."""
        kept = self.kept(Keeper.workspace)
        return kept if kept is not None else load(WorkingTree(self.root, self.git))

    @property
    def prefix(self) -> str:
        """The root's path from the top of the git repository, ending in `/`; empty at the top, and without git."""
        return prefix_of(self.root, self.git) if self.git is not None else ""

    def kept(self, ask: Callable[[Keeper], T | None]) -> T | None:
        """What is known from what is kept between runs; None where nothing is kept, or it cannot be relied upon."""
        if self._keeper is None:
            return None
        try:
            return ask(self._keeper)
        except DamagedError:
            self.store = self._keeper = None
            return None

    @cached_property
    def _keeper(self) -> Keeper | None:
        if self.store is None or self.inspect is None:
            return None
        return Keeper(self.root, self.git, self.store, self.inspect, self.progress)

    def at(self, commit: str) -> Workspace:
        """What stood in a commit, read once; empty where it had no `okrs/`."""
        content = self.content_of(commit)
        if content is not None and content in self._at:
            return self._at[content]
        found = load(RevisionTree(self.require_git(), commit, self.prefix), self.store, self.inspect)
        if content is not None:
            self._at[content] = found
        return found

    def content_of(self, commit: str) -> str | None:
        """The id of all that is in `okrs/` in a commit; None where it had none."""
        return self.require_git().object_at(commit, f"{self.prefix}{OKRS_FOLDER}")

    def base(self, revision: str) -> Workspace:
        """What stood where the working tree and a revision diverged."""
        return self.at(self.merge_base(revision))

    def change(self, revision: str) -> tuple[Workspace, Workspace]:
        """Base and head of the change since a revision, as far as is needed to judge what it changes."""
        commit = self.merge_base(revision)
        sides = self.kept(lambda keeper: keeper.change(commit))
        return sides if sides is not None else (self.base(revision), self.workspace)

    def config(self, since: str | None = None) -> Config:
        """The policy of the working tree, or with `since` of that revision as it is now."""
        if since is None:
            return config_in(WorkingTree(self.root, self.git).read)
        git = self.require_git()
        commit = git.commit(since)
        if commit in self._policies:
            return self._policies[commit]
        listed = git.listing(commit, [f"{self.prefix}{OKRS_FOLDER}/"])
        ids = {entry.path.removeprefix(self.prefix): entry.id for entry in listed}

        def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
            for path in paths:
                yield path, next(git.blobs([ids[path]])) if path in ids else None

        return self._policies.setdefault(commit, config_in(read))

    def merge_base(self, revision: str) -> str:
        """The commit from which the working tree and a revision diverged."""
        return self.require_git().merge_base(revision, "HEAD")

    def require_git(self) -> Git:
        """The git repository; raises OkrsError in a plain folder."""
        if self.git is None:
            raise OkrsError(f"{self.root} is not in a git repository", "`--since` needs git; run `git init` first")
        return self.git
