"""A root with `okrs/` in it, and the git repository around it where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.model.files.config import Config
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.reader import PlainReader, Reader
from okrs_as_code.workspace.root import find_root
from okrs_as_code.workspace.top_level import load_config
from okrs_as_code.workspace.trees.tree import RevisionTree, WorkingTree, root_prefix


class Repository:
    """The OKRs below one root, read by `reader`."""

    def __init__(self, root: Path, reader: Reader | None = None, start: Path | None = None) -> None:
        self.root = root
        self.start = start or root
        """The folder from which the root was looked for."""
        self.reader: Reader = reader or PlainReader()
        self.git = Git.containing(root)
        self._workspaces: dict[str, Workspace] = {}
        """The workspaces of commits by the id of their `okrs/` folder, which many commits share."""
        self._policies: dict[str, Config] = {}
        self._folder_ids: dict[str, str | None] = {}

    @staticmethod
    def find(start: Path) -> Repository:
        """The repository of the nearest root; raises OkrsError as `find_root`."""
        return Repository(find_root(start), start=start)

    @cached_property
    def working_tree(self) -> WorkingTree:
        """The files on disk."""
        return WorkingTree(self.root, self.git)

    @cached_property
    def workspace(self) -> Workspace:
        """Everything in the working tree."""
        return load(self.working_tree, self.reader)

    @property
    def prefix(self) -> str:
        """The root's path from the top of the git repository, ending in `/`; empty at the top, and without git."""
        return root_prefix(self.root, self.git) if self.git is not None else ""

    def at(self, commit: str) -> Workspace:
        """The workspace of a commit, read once; empty where it had no `okrs/`."""
        folder = self.folder_id(commit)
        if folder is not None and folder in self._workspaces:
            return self._workspaces[folder]
        workspace = load(RevisionTree(self.require_git(), commit, self.prefix), self.reader)
        if folder is not None:
            self._workspaces[folder] = workspace
        return workspace

    def folder_id(self, commit: str) -> str | None:
        """The object id of `okrs/` in a commit; None where it had none."""
        if commit not in self._folder_ids:
            self._folder_ids[commit] = self.require_git().object_at(commit, f"{self.prefix}{OKRS_FOLDER}")
        return self._folder_ids[commit]

    def base(self, revision: str) -> Workspace:
        """The workspace of the commit from which the working tree and a revision diverged."""
        return self.at(self.merge_base(revision))

    def config(self, since: str | None = None) -> Config:
        """The policy of the working tree, or with `since` of that revision as it is now."""
        if since is None:
            return load_config(WorkingTree(self.root, self.git).read)
        return self.config_at(self.require_git().commit(since))

    def config_at(self, commit: str) -> Config:
        """The policy of a commit, or of a tree, by its id."""
        git = self.require_git()
        if commit in self._policies:
            return self._policies[commit]
        entries = git.listing(commit, [f"{self.prefix}{OKRS_FOLDER}/"])
        ids = {entry.path.removeprefix(self.prefix): entry.id for entry in entries}

        def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
            for path in paths:
                yield path, next(git.blobs([ids[path]])) if path in ids else None

        return self._policies.setdefault(commit, load_config(read))

    def merge_base(self, revision: str) -> str:
        """The commit from which the working tree and a revision diverged."""
        return self.require_git().merge_base(revision, "HEAD")

    def require_git(self) -> Git:
        """The git repository; raises OkrsError in a plain folder."""
        if self.git is None:
            raise OkrsError(f"{self.root} is not in a git repository", "`--since` needs git; run `git init` first")
        return self.git
