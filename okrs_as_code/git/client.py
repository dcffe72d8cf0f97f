"""The only door to git: plumbing commands with a pinned environment and an explicit root.

Nothing that a repository's content, or a user's configuration, says may run code or change an answer: system
and global configuration are not read, hooks and file-system monitors are off, nothing is fetched lazily,
replacement objects are not followed, and pathspecs are literal.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from hashlib import new
from pathlib import Path

from okrs_as_code.errors import OkrsError, RevisionError
from okrs_as_code.git import listing
from okrs_as_code.git.environment import (
    PINNED,
    USER,
    USER_SETTINGS,
    is_git_variable,
    names_repository,
    without_variables,
)
from okrs_as_code.git.listing import TreeEntry

_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Git:
    """The repository whose work tree begins at `top`."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @staticmethod
    def around(folder: Path) -> Git | None:
        """The repository that the folder lies in, found by its `.git`, or None."""
        for candidate in (folder, *folder.parents):
            if (candidate / ".git").exists():
                return Git(candidate)
        return None

    @cached_property
    def folder(self) -> Path:
        """Git's own folder of this work tree; for a linked one, below that of the main one."""
        mark = self.top / ".git"
        if mark.is_dir():
            return mark
        try:
            told = mark.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return mark
        return (self.top / told.removeprefix("gitdir:").strip()).resolve()

    @cached_property
    def common_folder(self) -> Path:
        """Git's own folder that all linked work trees share."""
        try:
            told = (self.folder / "commondir").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return self.folder
        return (self.folder / told.strip()).resolve()

    def run(self, *command: str, given: bytes | None = None) -> tuple[int, bytes, str]:
        """Runs one plumbing command: exit status, standard output, and standard error as text.

        Raises OkrsError where git is not installed.
        """
        where = {"GIT_DIR": str(self.top / ".git"), "GIT_WORK_TREE": str(self.top)}
        return self._execute(["git", *command], {**PINNED, **where}, is_git_variable, given)

    def run_as_user(self, *command: str, may_ask: bool = False) -> tuple[int, bytes, str]:
        """Runs a command that needs the user's own name, keys and passwords: with their configuration, without hooks.

        git finds the repository by itself, so that it refuses one that belongs to somebody else. `may_ask` lets it
        ask for a password on the terminal. Raises OkrsError where git is not installed.
        """
        settings = [word for key, value in USER_SETTINGS.items() for word in ("-c", f"{key}={value}")]
        hooks = [f"--config-env=hook.{name}.enabled=OKRS_RUNS_HOOKS" for name in self._configured_hooks]
        environment = {**USER, "OKRS_RUNS_HOOKS": "false"}
        if not may_ask:
            environment["GIT_TERMINAL_PROMPT"] = "0"
        return self._execute(["git", *settings, *hooks, *command], environment, names_repository)

    @cached_property
    def _configured_hooks(self) -> tuple[str, ...]:
        """Hooks that are commands in some configuration, which git knows since 2.54 and `core.hooksPath` leaves on."""
        command = ("config", "-z", "--name-only", "--get-regexp", r"^hook\..*\.(command|event)$")
        out = self._execute(["git", *command], USER, names_repository)[1]
        keys = (os.fsdecode(key) for key in out.split(b"\0")[:-1])
        return tuple(dict.fromkeys(key.removeprefix("hook.").rpartition(".")[0] for key in keys))

    def _execute(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        unwanted: Callable[[str], bool],
        given: bytes | None = None,
    ) -> tuple[int, bytes, str]:
        import tempfile

        with without_variables(unwanted), tempfile.TemporaryFile() if given is not None else nullcontext() as stream:
            if stream is not None and given is not None:
                stream.write(given)
                stream.seek(0)
            try:
                import git
            except ModuleNotFoundError:
                raise
            except ImportError:  # GitPython looks for git when it is imported
                raise _not_installed() from None
            try:
                status, out, err = git.Git(str(self.top)).execute(
                    command,
                    istream=stream,
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                    env=environment,
                )
            except git.GitCommandNotFound:
                raise _not_installed() from None
        return status, out, err

    def output(self, *command: str, given: bytes | None = None) -> bytes:
        """Standard output of a command that has to succeed; raises OkrsError otherwise."""
        status, out, err = self.run(*command, given=given)
        if status != 0:
            raise _failure(command[0], status, err)
        return out

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names; raises RevisionError where it cannot be read."""
        found = self._resolved(revision)
        if found is None:
            raise RevisionError(
                f"git knows no revision `{revision}` here",
                "fetch it; in CI check out the full history (`fetch-depth: 0`)",
            )
        return found

    def has(self, commit: str) -> bool:
        """Whether a commit is here, by its full id; a name or the beginning of an id is no commit's id."""
        if not _ID.fullmatch(commit):
            return False
        try:
            return self._resolved(commit) == commit
        except RevisionError:
            return False

    def _resolved(self, revision: str) -> str | None:
        """The commit of a revision, or None where there is none; raises OkrsError where git cannot even look."""
        status, out, err = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if status > 1:
            raise _failure("rev-parse", status, err)
        return out.decode().strip() if status == 0 else None

    def merge_base(self, one: str, other: str) -> str:
        """The commit from which two revisions diverged; raises RevisionError where there is none."""
        return self.merge_bases(one, other)[0]

    def merge_bases(self, one: str, other: str) -> tuple[str, ...]:
        """All of those commits: more than one where each was merged into the other."""
        status, out, _ = self.run("merge-base", "--all", self.commit(one), self.commit(other))
        if status != 0:
            raise RevisionError(
                f"`{one}` and `{other}` have no commit in common here",
                "fetch the full history; in CI check it out with `fetch-depth: 0`",
            )
        return tuple(out.decode().split())

    def object_at(self, commit: str, path: str) -> str | None:
        """The id of the folder or file at a path in a commit; None where there is none."""
        status, out, _ = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
        return out.decode().strip() if status == 0 else None

    def has_commits(self) -> bool:
        """Whether HEAD names a commit."""
        return self._resolved("HEAD") is not None

    def heads(self) -> list[str]:
        """The commit that is checked out, and the one that is being merged into it; none before the first commit."""
        return [found for name in ("HEAD", "MERGE_HEAD") if (found := self._resolved(name)) is not None]

    @cached_property
    def object_format(self) -> str:
        """How git makes ids of contents here: `sha1` or `sha256`."""
        return self.output("rev-parse", "--show-object-format").decode().strip()

    def unmerged(self, folder: str) -> list[str]:
        """Paths below a folder, from the top, that a merge has left with conflicts."""
        out = self.output("ls-files", "-z", "--unmerged", "--", folder)
        return list(dict.fromkeys(entry.path for entry in listing.parse_index(out)))

    def tree(self, commit: str, folder: str) -> Iterator[TreeEntry]:
        """Everything below a folder in a commit; an absent folder has nothing below it."""
        out = self.output("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", folder)
        return listing.parse_tree(out)

    def listing(self, commit: str, paths: Sequence[str], *, deep: bool = False) -> Iterator[TreeEntry]:
        """What lies directly in some folders of a commit and is no folder; `size` is not asked for.

        With `deep` everything below the paths, or at them.
        """
        how = ("-r",) if deep else ()
        out = self.output("ls-tree", "-z", *how, "--full-tree", commit, "--", *paths)
        return listing.parse_tree(out)

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """The content of blobs, in the order asked for."""
        out = memoryview(self.output("cat-file", "--batch", given="".join(f"{blob}\n" for blob in ids).encode()))
        position = 0
        for wanted in ids:
            end = _find(out, position)
            header = bytes(out[position:end]).split()
            if len(header) != 3:
                raise listing.missing_object(wanted)
            size = int(header[2])
            yield bytes(out[end + 1 : end + 1 + size])
            position = end + 1 + size + 1

    def ignored(self, *folders: str) -> frozenset[str]:
        """Untracked files below folders that git ignores, as paths from the top; whole folders end in `/`."""
        how = ("--others", "--ignored", "--exclude-standard", "--directory")
        out = self.output("ls-files", "-z", *how, "--", *folders)
        return frozenset(os.fsdecode(path) for path in out.split(b"\0")[:-1])

    def ignores(self, path: str) -> bool:
        """Whether a file that is there, by its path from the top, is one that git does not track and ignores."""
        return bool(self.output("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", path))

    def staged(self, *paths: str) -> Iterator[TreeEntry]:
        """What the index has below paths, or at them; where a merge left conflicts, each side."""
        return listing.parse_index(self.output("ls-files", "-z", "--stage", "--", *paths))

    def identity(self, key: str) -> str:
        """What the user's own git configuration says, such as `user.name`; empty where it says nothing.

        The only question that global configuration answers, as people keep their names there. A claim, not a proof.
        """
        status, out, _ = self._execute(["git", "config", "--get", key], USER, names_repository)
        return out.decode(errors="replace").strip() if status == 0 else ""

    def remotes(self) -> Mapping[str, str]:
        """The addresses of the repository's remotes by name, `origin` first."""
        out = self.run("config", "--local", "-z", "--get-regexp", r"^remote\..*\.url$")[1]
        pairs = [entry.partition("\n") for entry in out.decode(errors="replace").split("\0") if entry]
        pairs.sort(key=lambda pair: pair[0] != "remote.origin.url")
        found: dict[str, str] = {}
        for key, _, address in pairs:
            found.setdefault(key.removeprefix("remote.").removesuffix(".url"), address)
        return found


def content_id(raw: bytes, object_format: str = "sha1") -> str:
    """The id that git gives to a content, so that a file and the blob of a commit are known to be the same."""
    return new(object_format, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def _not_installed() -> OkrsError:
    return OkrsError("git is not installed or not on the PATH", "install git")


def _failure(command: str, status: int, told: str) -> OkrsError:
    """The last line of what git told; what a partial clone lacks is named as such."""
    lines = told.strip().splitlines()
    message = f"git {command} failed: {lines[-1] if lines else f'exit status {status}'}"
    if "promisor" in told or "lazy fetching" in told:
        return RevisionError(message, "fetch all objects; a partial clone (`--filter`) lacks some")
    return OkrsError(message)


def _find(data: memoryview, start: int) -> int:
    """The next line end; a header of `cat-file --batch` is short."""
    return start + bytes(data[start : start + 256]).index(b"\n")
