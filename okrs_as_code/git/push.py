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
_BRANCH_TAKEN = ("stale info", "already exists", "cannot lock ref", "failed to lock")
"""Parts of git's message where somebody else pushed a branch of that name first."""
_NO_IDENTITY = ("Please tell me who you are", "no email was given", "no name was given", "empty ident name")
"""Parts of git's message where it does not know in whose name to commit."""
_BRANCH_NAME = re.compile(r"[^\s:+*?^~\\[]+")
"""The remote's name of its default branch becomes part of a refspec: nothing in it may mean something there."""
_OFFERED_LINK = re.compile(r"https://[^\s<>\"]+/(?:pull/new|merge_requests/new|compare)[^\s<>\"]*")
"""The part of a remote's message that is the address of its page for a new pull request."""
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


@dataclass(frozen=True)
class RemoteBase:
    """A remote's default branch; `taken` are the names that branches have already, without their folder."""

    remote: str
    branch: str
    commit: str
    taken: frozenset[str]


@dataclass(frozen=True)
class PushedBranch:
    """A branch that was pushed, with one commit that adds the file at `path`, from the root."""

    remote: str
    branch: str
    into: str
    commit: str
    path: str
    offered_link: str | None = None
    """The address that the remote itself names for opening the pull request."""


@dataclass(frozen=True)
class PushResult:
    """The branch that was pushed, and the address that opens its pull request, where the forge is known."""

    pushed: PushedBranch
    link: str | None


@dataclass(frozen=True)
class ProposedFile:
    """A new file for a branch of its own: `BRANCHES/NAME` adds `FOLDER/NAME.yaml`, with `folder` from the root.

    `free_name` chooses the name; it is called with the names that are taken: in the folder, by branches of `branches`,
    and by those of `branches_beside`, as they bring files of the same folder.
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
        self._remote = _choose_remote(git)

    def base(self, *branches: str) -> RemoteBase:
        """The default branch as it is now, with its commit fetched; `branches` are the folders of branches to look at.

        Raises OkrsError where the remote cannot be reached, or has no default branch.
        """
        patterns = (ref for folder in branches for ref in (f"refs/heads/{folder}", f"refs/heads/{folder}/*"))
        refs = self._remote_refs("HEAD", *patterns)
        branch, commit = refs.get("HEAD ->", "").removeprefix("refs/heads/"), refs.get("HEAD", "")
        if not _BRANCH_NAME.fullmatch(branch) or not commit:
            raise OkrsError(f"{self._remote} has no default branch to build upon", "push your default branch first")
        clash = next((folder for folder in branches if f"refs/heads/{folder}" in refs), None)
        if clash is not None:
            raise OkrsError(
                f"{self._remote} has a branch called {clash}, so that none can be called {clash}/…",
                f"let whoever needs that branch rename it, or `git push {self._remote} :{clash}` if nobody does",
            )
        if self._git.run("cat-file", "-e", f"{commit}^{{tree}}")[0] != 0:
            options = ("--no-tags", "--no-write-fetch-head", "--refmap=")
            self._output("fetch", "--quiet", *options, "--", self._remote, f"refs/heads/{branch}")
        self._fetch_missing_blobs(commit)
        prefixes = [f"refs/heads/{folder}/" for folder in branches]
        # A branch below another name takes that name, too, as a folder.
        taken = frozenset(
            ref.removeprefix(prefix).partition("/")[0] for ref in refs for prefix in prefixes if ref.startswith(prefix)
        )
        return RemoteBase(self._remote, branch, commit, taken)

    def _remote_refs(self, *patterns: str) -> dict[str, str]:
        """Commits of the remote's refs that match; the target of a symbolic ref is under its name with ` ->` behind."""
        out = self._output("ls-remote", "--symref", "--", self._remote, *patterns)
        refs: dict[str, str] = {}
        for line in out.decode(errors="replace").splitlines():
            value, _, ref = line.partition("\t")
            refs.setdefault(f"{ref} ->" if value.startswith("ref: ") else ref, value.removeprefix("ref: "))
        return refs

    def _fetch_missing_blobs(self, commit: str) -> None:
        """Fetches the contents that a partial clone lacks in a commit: git does so, all at once, to compare them."""
        if self._git.run("config", "--get-regexp", r"^remote\..*\.promisor$")[0] == 0:
            self._output(
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
            output = self._push_commit(commit, branch)
            if output is not None:
                return PushedBranch(base.remote, branch, base.branch, commit, path, _offered_link(output))
        raise OkrsError(f"{self._remote} has others pushing all the time", "try again")

    def _commit(self, base: RemoteBase, path: str, text: str, message: str) -> str:
        """Makes a commit upon the base that adds one file, and returns its id."""
        git = self._git
        blob = git.output("hash-object", "-w", "--no-filters", "--stdin", stdin=text.encode()).decode().strip()
        tree = _tree_with_file(git, f"{base.commit}^{{tree}}", os.fsencode(path), blob)
        status, out, err = git.run_as_user("commit-tree", tree, "-p", base.commit, "-m", message)
        if status != 0 and any(words in err for words in _NO_IDENTITY):
            raise OkrsError(
                "git does not know in whose name to commit",
                "say it with `git config user.name` and `git config user.email`",
            )
        if status != 0:
            raise OkrsError(f"git commit-tree failed: {_failure_reason(err)}")
        return out.decode().strip()

    def _push_commit(self, commit: str, branch: str) -> str | None:
        """Pushes a commit as a new branch, and returns what the remote says; None where that name was taken first."""
        ref = f"refs/heads/{branch}"
        lease = f"--force-with-lease={ref}:"
        command = ("push", "--porcelain", "--no-verify", lease, "--", self._remote, f"{commit}:{ref}")
        status, out, err = self._git.run_as_user(*command, may_ask=self._may_ask)
        output = f"{out.decode(errors='replace')}\n{err}"
        if status == 0:
            return output
        if any(words in output for words in _BRANCH_TAKEN):
            return None
        lines = output.splitlines()
        rejections = [line.rpartition("\t")[2] for line in lines if line.startswith("!\t")]
        remarks = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
        reason = ": ".join([*rejections, *filter(None, remarks)][:2]) if rejections else _failure_reason(err)
        raise OkrsError(f"{self._remote} did not take the branch: {reason}")

    def _output(self, *command: str) -> bytes:
        """Returns the output of a command that needs the user's own configuration; raises OkrsError where it fails."""
        status, out, err = self._git.run_as_user(*command, may_ask=self._may_ask)
        if status != 0:
            raise OkrsError(f"git {command[0]} failed: {_failure_reason(err)}")
        return out


def _tree_with_file(git: Git, tree: str | None, path: bytes, blob: str) -> str:
    """Makes a tree with one file more, and returns its id. It needs no index, as writing one runs a hook."""
    name, _, rest = path.partition(b"/")
    lines = git.output("ls-tree", "-z", "--full-tree", tree).split(b"\0")[:-1] if tree is not None else []
    entries = {line.partition(b"\t")[2]: line.partition(b"\t")[0] for line in lines}
    if rest:
        _, kind, below = entries[name].decode().split() if name in entries else ("", "tree", None)
        if kind != "tree":
            raise OkrsError(f"{os.fsdecode(name)} is no folder on the default branch")
        entries[name] = f"040000 tree {_tree_with_file(git, below, rest, blob)}".encode()
    else:
        entries[name] = f"100644 blob {blob}".encode()
    listing = b"".join(b"%s\t%s\0" % (meta, entry) for entry, meta in entries.items())
    return git.output("mktree", "-z", "--missing", stdin=listing).decode().strip()


def _offered_link(output: str) -> str | None:
    """The address in what a remote says after a push, as GitHub, GitLab and Gitea do; None where there is none."""
    said = (line for line in output.splitlines() if line.startswith("remote:"))
    return next((match[0] for line in said if (match := _OFFERED_LINK.search(line)) is not None), None)


def _choose_remote(git: Git) -> str:
    """`origin`, or the only remote; raises OkrsError where there is neither."""
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


def _failure_reason(stderr: str) -> str:
    """The line of git's that says why, without a password that may stand in an address."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("fatal:", "error:", "remote: error:", "ssh:"))]
    return _CREDENTIALS.sub("", (errors or lines or ["no reason was given"])[0])
