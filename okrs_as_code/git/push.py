"""Proposes a new file: a commit on a branch of its own, pushed without touching working tree, index or branch.

The commit is built from plumbing upon the remote's default branch as it is now. The remote is asked once where that
is and which branches of the same kind are there; the push itself then refuses a branch that somebody was quicker with.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git

_ATTEMPTS = 20
_TAKEN = ("stale info", "already exists", "cannot lock ref", "failed to lock")
_NOBODY = ("Please tell me who you are", "no email was given", "no name was given", "empty ident name")
_BRANCH = re.compile(r"[^\s:+*?^~\\[]+")
"""What the remote calls its default branch becomes part of a refspec: nothing in it may mean something there."""
_SECRET = re.compile(r"(?<=://)[^/@\s]+@")


@dataclass(frozen=True)
class RemoteBase:
    """A remote's default branch, and the names of record branches that are there already, without their folder."""

    remote: str
    branch: str
    commit: str
    taken: frozenset[str]


@dataclass(frozen=True)
class PushedBranch:
    """What was pushed: a branch with one commit that adds one file, by its path from the root."""

    remote: str
    branch: str
    into: str
    commit: str
    path: str


@dataclass(frozen=True)
class PushResult:
    """What was pushed, and the address that opens its pull request, where the forge is known."""

    pushed: PushedBranch
    link: str | None


@dataclass(frozen=True)
class ProposedFile:
    """A new file for a branch of its own: `BRANCHES/NAME` adds `FOLDER/NAME.yaml`, with `folder` from the root.

    `free_name` chooses the name, given those that are taken: in the folder, by branches of `branches`, and by those of
    `branches_beside`, as they bring files of the same folder.
    """

    branches: str
    folder: str
    text: str
    message: str
    free_name: Callable[[frozenset[str]], str]
    branches_beside: tuple[str, ...] = ()


class BranchPusher:
    """Pushes new files to the repository's remote. `may_ask` lets git ask for a password on the terminal."""

    def __init__(self, git: Git, prefix: str, *, may_ask: bool = False) -> None:
        self._git = git
        self._prefix = prefix
        self._may_ask = may_ask
        self._remote = _remote(git)

    def base(self, *branches: str) -> RemoteBase:
        """Where the default branch is now, its commit being here; `branches` are the folders of branches to look at.

        Raises OkrsError where the remote cannot be reached, or has no default branch.
        """
        names = (name for one in branches for name in (f"refs/heads/{one}", f"refs/heads/{one}/*"))
        out = self._ask("ls-remote", "--symref", "--", self._remote, "HEAD", *names)
        refs: dict[str, str] = {}
        for line in out.decode(errors="replace").splitlines():
            value, _, name = line.partition("\t")
            refs.setdefault(f"{name} ->" if value.startswith("ref: ") else name, value.removeprefix("ref: "))
        branch, commit = refs.get("HEAD ->", "").removeprefix("refs/heads/"), refs.get("HEAD", "")
        if not _BRANCH.fullmatch(branch) or not commit:
            raise OkrsError(f"{self._remote} has no default branch to build upon", "push your default branch first")
        blocked = next((one for one in branches if f"refs/heads/{one}" in refs), None)
        if blocked is not None:
            raise OkrsError(
                f"{self._remote} has a branch called {blocked}, so that none can be called {blocked}/…",
                f"let whoever needs that branch rename it, or `git push {self._remote} :{blocked}` if nobody does",
            )
        if self._git.run("cat-file", "-e", f"{commit}^{{tree}}")[0] != 0:
            where = ("--no-tags", "--no-write-fetch-head", "--refmap=", "--", self._remote, f"refs/heads/{branch}")
            self._ask("fetch", "--quiet", *where)
        self._complete(commit)
        folders = [f"refs/heads/{one}/" for one in branches]
        # A branch below another name takes that name, too, as a folder.
        taken = frozenset(
            name.removeprefix(one).partition("/")[0] for name in refs for one in folders if name.startswith(one)
        )
        return RemoteBase(self._remote, branch, commit, taken)

    def _complete(self, commit: str) -> None:
        """Brings what a partial clone lacks of the files in a commit: telling a difference fetches it, all at once."""
        if self._git.run("config", "--get-regexp", r"^remote\..*\.promisor$")[0] == 0:
            self._ask(
                "diff-tree", "-r", "--shortstat", "--no-renames", "HEAD", commit, "--", f"{self._prefix}{OKRS_FOLDER}/"
            )

    def push(self, file: ProposedFile, accept: Callable[[RemoteBase], None]) -> PushedBranch:
        """Pushes a file on a branch of its own, under a name that neither the base nor a branch has.

        `accept` may refuse the base with an OkrsError. Raises OkrsError where it could not be pushed; then nothing has
        changed anywhere.
        """
        for _ in range(_ATTEMPTS):
            base = self.base(file.branches, *file.branches_beside)
            accept(base)
            entries = self._git.tree(base.commit, f"{self._prefix}{file.folder}/")
            in_folder = {entry.path.rpartition("/")[2].removesuffix(".yaml") for entry in entries}
            name = file.free_name(base.taken | in_folder)
            path, branch = f"{file.folder}/{name}.yaml", f"{file.branches}/{name}"
            commit = self._commit(base, f"{self._prefix}{path}", file.text, file.message)
            if self._pushed(commit, branch):
                return PushedBranch(base.remote, branch, base.branch, commit, path)
        raise OkrsError(f"{self._remote} has others pushing all the time", "try again")

    def _commit(self, base: RemoteBase, path: str, text: str, message: str) -> str:
        """A commit upon the base that adds one file."""
        git = self._git
        blob = git.output("hash-object", "-w", "--no-filters", "--stdin", given=text.encode()).decode().strip()
        tree = _with_file(git, f"{base.commit}^{{tree}}", os.fsencode(path), blob)
        status, out, err = git.run_as_user("commit-tree", tree, "-p", base.commit, "-m", message)
        if status != 0 and any(sign in err for sign in _NOBODY):
            raise OkrsError(
                "git does not know in whose name to commit",
                "say it with `git config user.name` and `git config user.email`",
            )
        if status != 0:
            raise OkrsError(f"git commit-tree failed: {_reason(err)}")
        return out.decode().strip()

    def _pushed(self, commit: str, branch: str) -> bool:
        """Whether the branch is new and ours; False where somebody else was quicker."""
        ref = f"refs/heads/{branch}"
        lease = f"--force-with-lease={ref}:"
        command = ("push", "--porcelain", "--no-verify", lease, "--", self._remote, f"{commit}:{ref}")
        status, out, err = self._git.run_as_user(*command, may_ask=self._may_ask)
        if status == 0:
            return True
        told = f"{out.decode(errors='replace')}\n{err}"
        if any(sign in told for sign in _TAKEN):
            return False
        rejected = [line.rpartition("\t")[2] for line in told.splitlines() if line.startswith("!\t")]
        why = [line.removeprefix("remote:").strip() for line in told.splitlines() if line.startswith("remote:")]
        reason = ": ".join([*rejected, *filter(None, why)][:2]) if rejected else _reason(err)
        raise OkrsError(f"{self._remote} did not take the branch: {reason}")

    def _ask(self, *command: str) -> bytes:
        """Standard output of a command that needs the user's own configuration; raises OkrsError where it fails."""
        status, out, err = self._git.run_as_user(*command, may_ask=self._may_ask)
        if status != 0:
            raise OkrsError(f"git {command[0]} failed: {_reason(err)}")
        return out


def _with_file(git: Git, tree: str | None, path: bytes, blob: str) -> str:
    """A tree with one file more. It is made without an index, as whoever writes one runs a hook."""
    name, _, rest = path.partition(b"/")
    listed = git.output("ls-tree", "-z", "--full-tree", tree).split(b"\0")[:-1] if tree is not None else []
    entries = {line.partition(b"\t")[2]: line.partition(b"\t")[0] for line in listed}
    if rest:
        _, kind, below = entries[name].decode().split() if name in entries else ("", "tree", None)
        if kind != "tree":
            raise OkrsError(f"{os.fsdecode(name)} is no folder on the default branch")
        entries[name] = f"040000 tree {_with_file(git, below, rest, blob)}".encode()
    else:
        entries[name] = f"100644 blob {blob}".encode()
    lines = b"".join(b"%s\t%s\0" % (meta, entry) for entry, meta in entries.items())
    return git.output("mktree", "-z", "--missing", given=lines).decode().strip()


def _remote(git: Git) -> str:
    """`origin`, or the only remote there is."""
    names = tuple(git.remotes())
    if "origin" in names:
        return "origin"
    if len(names) == 1:
        return names[0]
    if names:
        raise OkrsError(
            f"there are {len(names)} remotes and none is called origin", "`git remote rename` one of them to origin"
        )
    raise OkrsError("there is no remote to push to", "`git remote add origin ADDRESS` first, or leave out `--push`")


def _reason(told: str) -> str:
    """The line of git's that says why, without a password that may stand in an address."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote: error:", "ssh:"))]
    return _SECRET.sub("", (telling or lines or ["no reason was given"])[0])
