"""The only door to git: plumbing commands with a pinned environment and an explicit root.

Nothing that a repository's content, or a user's configuration, says may run code or change an answer: system
and global configuration are not read, hooks and file-system monitors are off, nothing is fetched lazily,
replacement objects are not followed, and pathspecs are literal.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from okrs_as_code.errors import OkrsError, RevisionError

_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.untrackedCache": "false",
    "core.attributesFile": os.devnull,
    "core.quotePath": "false",
    "safe.bareRepository": "explicit",
    "protocol.allow": "never",
    "log.showSignature": "false",
}
_PUSH_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "fetch.recurseSubmodules": "false",
    "push.recurseSubmodules": "no",
    "push.followTags": "false",
    "maintenance.auto": "false",
    "gc.auto": "0",
    "i18n.commitEncoding": "utf-8",
}
"""On top of the user's own configuration where a remote is asked: see docs/decisions/ on pushing."""
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "GIT_CONFIG_COUNT": str(len(_SETTINGS)),
    **{f"GIT_CONFIG_KEY_{index}": key for index, key in enumerate(_SETTINGS)},
    **{f"GIT_CONFIG_VALUE_{index}": value for index, value in enumerate(_SETTINGS.values())},
    "LC_ALL": "C",
}


_TREE_LINE = re.compile(rb"[0-7]+ tree (?P<id>[0-9a-f]+)\t(?P<path>[^\0]+)\0")


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry of a commit's tree; `size` is None for what is no blob."""

    path: str
    mode: str
    id: str
    size: int | None


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

    def run(self, *command: str, given: bytes | None = None, index: Path | None = None) -> tuple[int, bytes, str]:
        """Runs one plumbing command: exit status, standard output, and standard error as text.

        `index` takes another file for the index, so that the user's own stays as it is. Raises OkrsError where git is
        not installed.
        """
        environment = {**_ENVIRONMENT, "GIT_DIR": str(self.top / ".git"), "GIT_WORK_TREE": str(self.top)}
        if index is not None:
            environment["GIT_INDEX_FILE"] = str(index)
        return self._execute(["git", *command], environment, given)

    def run_as_user(self, *command: str, may_ask: bool = False) -> tuple[int, bytes, str]:
        """Runs a command that needs the user's own name, keys and passwords: with their configuration, without hooks.

        git finds the repository by itself, so that it refuses one that belongs to somebody else. `may_ask` lets it
        ask for a password on the terminal. Raises OkrsError where git is not installed.
        """
        settings = [word for key, value in _PUSH_SETTINGS.items() for word in ("-c", f"{key}={value}")]
        environment = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}
        if not may_ask:
            environment["GIT_TERMINAL_PROMPT"] = "0"
        return self._execute(["git", *settings, *command], environment, None)

    def _execute(
        self, command: Sequence[str], environment: dict[str, str], given: bytes | None
    ) -> tuple[int, bytes, str]:
        import tempfile

        import git

        with tempfile.TemporaryFile() as stream:
            if given is not None:
                stream.write(given)
                stream.seek(0)
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
                raise OkrsError("git is not installed or not on the PATH", "install git") from None
        return status, out, err

    def output(self, *command: str, given: bytes | None = None, index: Path | None = None) -> bytes:
        """Standard output of a command that has to succeed; raises OkrsError otherwise."""
        status, out, err = self.run(*command, given=given, index=index)
        if status != 0:
            reason = err.strip().splitlines()
            raise OkrsError(f"git {command[0]} failed: {reason[-1] if reason else f'exit status {status}'}")
        return out

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names; raises RevisionError where it cannot be read."""
        status, out, _ = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if status != 0:
            raise RevisionError(
                f"git knows no revision `{revision}` here",
                "fetch it; in CI check out the full history (`fetch-depth: 0`)",
            )
        return out.decode().strip()

    def merge_base(self, one: str, other: str) -> str:
        """The commit from which two revisions diverged; raises RevisionError where there is none."""
        status, out, _ = self.run("merge-base", self.commit(one), self.commit(other))
        if status != 0:
            raise RevisionError(
                f"`{one}` and `{other}` have no commit in common here",
                "fetch the full history; in CI check it out with `fetch-depth: 0`",
            )
        return out.decode().split()[0]

    def has_commits(self) -> bool:
        """Whether HEAD names a commit."""
        return self.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")[0] == 0

    def heads(self) -> list[str]:
        """The commit that is checked out, and the one that is being merged into it; none before the first commit."""
        found = (self.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") for name in ("HEAD", "MERGE_HEAD"))
        return [out.decode().strip() for status, out, _ in found if status == 0]

    def unmerged(self, folder: str) -> list[str]:
        """Paths below a folder, from the top, that a merge has left with conflicts."""
        out = self.output("ls-files", "-z", "--unmerged", "--", folder)
        return list(dict.fromkeys(os.fsdecode(line.partition(b"\t")[2]) for line in out.split(b"\0")[:-1]))

    def tree(self, commit: str, folder: str) -> Iterator[TreeEntry]:
        """Everything below a folder in a commit; an absent folder has nothing below it."""
        out = self.output("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", folder)
        for line in out.split(b"\0")[:-1]:
            meta, _, path = line.partition(b"\t")
            mode, kind, blob, size = meta.decode().split()
            yield TreeEntry(os.fsdecode(path), mode, blob, int(size) if kind == "blob" and size != "-" else None)

    def folders(self, commit: str, folder: str) -> Iterator[tuple[str, bytes]]:
        """Every folder below one in a commit, with the id of its tree."""
        out = self.output("ls-tree", "-r", "-d", "-z", "--full-tree", commit, "--", folder)
        for line in _TREE_LINE.finditer(out):
            yield os.fsdecode(line["path"]), line["id"]

    def listing(self, commit: str, folders: Sequence[str]) -> Iterator[TreeEntry]:
        """What lies directly in some folders of a commit and is no folder; `size` is not asked for."""
        out = self.output("ls-tree", "-z", "--full-tree", commit, "--", *folders)
        for line in out.split(b"\0")[:-1]:
            meta, _, path = line.partition(b"\t")
            mode, kind, blob = meta.decode().split()
            if kind != "tree":
                yield TreeEntry(os.fsdecode(path), mode, blob, None)

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """The content of blobs, in the order asked for."""
        out = memoryview(self.output("cat-file", "--batch", given="".join(f"{blob}\n" for blob in ids).encode()))
        position = 0
        for wanted in ids:
            end = _find(out, position)
            header = bytes(out[position:end]).split()
            if len(header) != 3:
                raise RevisionError(f"git has no object {wanted} here", "fetch the full history")
            size = int(header[2])
            yield bytes(out[end + 1 : end + 1 + size])
            position = end + 1 + size + 1

    def ignored(self, folder: str) -> frozenset[str]:
        """Untracked files below a folder that git ignores, as paths from the top; whole folders end in `/`."""
        out = self.output("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory", "--", folder)
        return frozenset(os.fsdecode(path) for path in out.split(b"\0")[:-1])

    def identity(self, key: str) -> str:
        """What the user's own git configuration says, such as `user.name`; empty where it says nothing.

        The only call that reads global configuration, as people keep their names there. A claim, not a proof.
        """
        import git

        status, out, _ = git.Git(str(self.top)).execute(
            ["git", "config", "--get", key], with_extended_output=True, with_exceptions=False
        )
        return str(out).strip() if status == 0 else ""

    def remotes(self) -> Mapping[str, str]:
        """The addresses of the repository's remotes by name, `origin` first."""
        out = self.run("config", "--local", "-z", "--get-regexp", r"^remote\..*\.url$")[1]
        pairs = [entry.partition("\n") for entry in out.decode(errors="replace").split("\0") if entry]
        pairs.sort(key=lambda pair: pair[0] != "remote.origin.url")
        found: dict[str, str] = {}
        for key, _, address in pairs:
            found.setdefault(key.removeprefix("remote.").removesuffix(".url"), address)
        return found


def _find(data: memoryview, start: int) -> int:
    """The next line end; a header of `cat-file --batch` is short."""
    return start + bytes(data[start : start + 256]).index(b"\n")
