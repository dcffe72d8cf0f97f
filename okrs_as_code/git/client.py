"""The only door to git: plumbing commands with a pinned environment and an explicit root.

Nothing that a repository's content, or a user's configuration, says may run code or change an answer: system
and global configuration are not read, hooks and file-system monitors are off, nothing is fetched lazily,
replacement objects are not followed, and pathspecs are literal.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import new
from pathlib import Path

from okrs_as_code.errors import RevisionError
from okrs_as_code.git import listing
from okrs_as_code.git.environment import (
    PINNED_ENVIRONMENT,
    USER_ENVIRONMENT,
    USER_SETTINGS,
    is_git_variable,
    names_repository,
)
from okrs_as_code.git.execution import command_error, execute
from okrs_as_code.git.listing import TreeEntry

OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""Full ids of SHA-1 and SHA-256; used with `fullmatch`."""


class Git:
    """The repository whose work tree begins at `top`."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self._commits: dict[str, str] = {}
        """Full ids of commits that are here, which git need not be asked for again, with the name that each had."""

    @staticmethod
    def containing(folder: Path) -> Git | None:
        """The repository that the folder lies in, found by its `.git`, or None."""
        for candidate in (folder, *folder.parents):
            if (candidate / ".git").exists():
                return Git(candidate)
        return None

    @cached_property
    def folder(self) -> Path:
        """Git's own folder for this work tree; for a linked one, below that of the main one."""
        entry = self.top / ".git"
        if entry.is_dir():
            return entry
        try:
            pointer = entry.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return entry
        return (self.top / pointer.removeprefix("gitdir:").strip()).resolve()

    @cached_property
    def common_folder(self) -> Path:
        """Git's own folder that all linked work trees share."""
        try:
            pointer = (self.folder / "commondir").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return self.folder
        return (self.folder / pointer.strip()).resolve()

    def run(self, *command: str, stdin: bytes | None = None, index: Path | None = None) -> tuple[int, bytes, str]:
        """Runs one plumbing command; returns exit status, standard output, and standard error as text.

        `index` is taken for the repository's own. Raises OkrsError where git is not installed.
        """
        location = {"GIT_DIR": str(self.top / ".git"), "GIT_WORK_TREE": str(self.top)}
        if index is not None:
            location["GIT_INDEX_FILE"] = str(index)
        return execute(self.top, command, {**PINNED_ENVIRONMENT, **location}, is_git_variable, stdin)

    def run_as_user(self, *command: str, may_ask: bool = False) -> tuple[int, bytes, str]:
        """Runs a command that needs the user's own name, keys and passwords: with their configuration, without hooks.

        git finds the repository by itself, so that it refuses one that belongs to somebody else. `may_ask` lets it
        ask for a password on the terminal. Raises OkrsError where git is not installed.
        """
        settings = [argument for key, value in USER_SETTINGS.items() for argument in ("-c", f"{key}={value}")]
        hooks = [f"--config-env=hook.{name}.enabled=OKRS_RUNS_HOOKS" for name in self._configured_hooks]
        environment = {**USER_ENVIRONMENT, "OKRS_RUNS_HOOKS": "false"}
        if not may_ask:
            environment["GIT_TERMINAL_PROMPT"] = "0"
        return execute(self.top, [*settings, *hooks, *command], environment, names_repository)

    @cached_property
    def _configured_hooks(self) -> tuple[str, ...]:
        """Hooks that are commands in some configuration, which git knows since 2.54 and `core.hooksPath` leaves on."""
        command = ("config", "-z", "--name-only", "--get-regexp", r"^hook\..*\.(command|event)$")
        out = execute(self.top, command, USER_ENVIRONMENT, names_repository)[1]
        keys = (os.fsdecode(key) for key in out.split(b"\0")[:-1])
        return tuple(dict.fromkeys(key.removeprefix("hook.").rpartition(".")[0] for key in keys))

    def output(self, *command: str, stdin: bytes | None = None) -> bytes:
        """Returns the standard output of a plumbing command; raises OkrsError where it fails."""
        status, out, err = self.run(*command, stdin=stdin)
        if status != 0:
            raise command_error(command[0], status, err)
        return out

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names; raises RevisionError where it cannot be read."""
        if revision in self._commits:
            return revision
        commit = self._resolve_commit(revision)
        if commit is None:
            raise RevisionError(
                f"git knows no revision `{revision}` here",
                "fetch it; in CI check out the full history (`fetch-depth: 0`)",
            )
        self._commits[commit] = revision
        return commit

    def has(self, commit: str) -> bool:
        """Whether a commit is here, by its full id; a name or the beginning of an id is no commit's id."""
        if not OBJECT_ID.fullmatch(commit):
            return False
        try:
            return self._resolve_commit(commit) == commit
        except RevisionError:
            return False

    def _resolve_commit(self, revision: str) -> str | None:
        """The commit of a revision, or None where there is none; raises OkrsError where git cannot even look."""
        status, out, err = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if status not in (0, 1):  # also where it was killed
            raise command_error("rev-parse", status, err)
        return out.decode().strip() if status == 0 else None

    def merge_base(self, first: str, second: str) -> str:
        """The commit from which two revisions diverged; raises RevisionError where there is none."""
        return self.merge_bases(first, second)[0]

    def merge_bases(self, first: str, second: str) -> tuple[str, ...]:
        """All commits from which two revisions diverged: more than one where each was merged into the other.

        Raises RevisionError where there is none.
        """
        status, out, _ = self.run("merge-base", "--all", self.commit(first), self.commit(second))
        if status != 0:
            first, second = (self._commits.get(revision, revision) for revision in (first, second))
            raise RevisionError(
                f"`{first}` and `{second}` have no commit in common here",
                "fetch the full history; in CI check it out with `fetch-depth: 0`",
            )
        return tuple(out.decode().split())

    def object_at(self, commit: str, path: str) -> str | None:
        """The id of the folder or file at a path in a commit; None where there is none."""
        status, out, _ = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
        return out.decode().strip() if status == 0 else None

    def has_commits(self) -> bool:
        """Whether HEAD names a commit."""
        return self._resolve_commit("HEAD") is not None

    def heads(self) -> list[str]:
        """The commit that is checked out, and the one that is being merged into it; none before the first commit."""
        commits = (self._resolve_commit(name) for name in ("HEAD", "MERGE_HEAD"))
        return [commit for commit in commits if commit is not None]

    @cached_property
    def object_format(self) -> str:
        """The hash by which git makes ids of contents here: `sha1` or `sha256`."""
        return self.output("rev-parse", "--show-object-format").decode().strip()

    def unmerged(self, folder: str) -> list[str]:
        """Paths below a folder, from the top, that a merge left with conflicts."""
        out = self.output("ls-files", "-z", "--unmerged", "--", folder)
        return list(dict.fromkeys(entry.path for entry in listing.parse_index(out)))

    def tree(self, commit: str, folder: str) -> Iterator[TreeEntry]:
        """Entries of everything below a folder in a commit; none for an absent folder."""
        out = self.output("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", folder)
        return listing.parse_tree(out)

    def listing(self, commit: str, paths: Sequence[str], *, deep: bool = False) -> Iterator[TreeEntry]:
        """Entries that lie directly in some folders of a commit and are no folder; `size` is not asked for.

        With `deep` all entries below the paths, or at them.
        """
        options = ("-r",) if deep else ()
        out = self.output("ls-tree", "-z", *options, "--full-tree", commit, "--", *paths)
        return listing.parse_tree(out)

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Contents of blobs, in the order asked for; raises RevisionError for one that is not here."""
        out = self.output("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in ids).encode())
        yield from listing.parse_blobs(out, ids)

    def ignored(self, *folders: str) -> frozenset[str]:
        """Untracked files below folders that git ignores, as paths from the top; whole folders end in `/`."""
        options = ("--others", "--ignored", "--exclude-standard", "--directory")
        out = self.output("ls-files", "-z", *options, "--", *folders)
        return frozenset(os.fsdecode(path) for path in out.split(b"\0")[:-1])

    def ignores(self, path: str) -> bool:
        """Whether a file that is there, by its path from the top, is untracked and ignored by git."""
        return bool(self.output("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", path))

    def staged(self, *paths: str) -> Iterator[TreeEntry]:
        """Entries of the index below paths, or at them; where a merge left conflicts, each side."""
        return listing.parse_index(self.output("ls-files", "-z", "--stage", "--", *paths))

    def identity(self, key: str) -> str:
        """The value of a key, such as `user.name`, in the user's own git configuration; empty where it has none.

        The only question that global configuration answers, as people keep their names there. A claim, not a proof.
        """
        status, out, _ = execute(self.top, ["config", "--get", key], USER_ENVIRONMENT, names_repository)
        return out.decode(errors="replace").strip() if status == 0 else ""

    def remotes(self) -> Mapping[str, str]:
        """Addresses of the repository's remotes by name, `origin` first; read once."""
        return self._remotes

    @cached_property
    def _remotes(self) -> Mapping[str, str]:
        out = self.run("config", "--local", "-z", "--get-regexp", r"^remote\..*\.url$")[1]
        pairs = [entry.partition("\n") for entry in out.decode(errors="replace").split("\0") if entry]
        pairs.sort(key=lambda pair: pair[0] != "remote.origin.url")
        remotes: dict[str, str] = {}
        for key, _, address in pairs:
            remotes.setdefault(key.removeprefix("remote.").removesuffix(".url"), address)
        return remotes


def content_id(raw: bytes, object_format: str = "sha1") -> str:
    """The id that git gives to a content, so that a file and the blob of a commit are known to be the same."""
    return new(object_format, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
