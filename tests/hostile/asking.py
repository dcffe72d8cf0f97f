"""All that can be asked: every method of the door, what is built on it, and every command that reads."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

from okrs_as_code.cli.main import run
from okrs_as_code.git import history
from okrs_as_code.git.client import Git
from okrs_as_code.git.commits import commits_between
from okrs_as_code.git.staged import staged_change
from okrs_as_code.review.revisions.protected_files import gate_files, gate_files_in_working_tree
from okrs_as_code.workspace.trees.tree import committed_files
from tests.cli.organisation import DAY, GOAL, files
from tests.hostile.configurations import ABSENT
from tests.hostile.repository import NOTES, OBJECTIVE

POSTS = f"{GOAL}/pillar-posts"

DOOR: dict[str, Callable[[Git], object]] = {
    "containing": lambda git: (Git.containing(git.top / "okrs/2026-Q4") or git).top == git.top,
    "folder": lambda git: (git.folder / "HEAD").is_file(),
    "common_folder": lambda git: (git.common_folder / "config").is_file(),
    "object_format": lambda git: git.object_format,
    "commit": lambda git: [git.commit(name) for name in ("HEAD", "base", "side", "HEAD~2^2")],
    "has": lambda git: [git.has(commit) for commit in (git.commit("base"), ABSENT)],
    "merge_base": lambda git: git.merge_base("side", "HEAD"),
    "merge_bases": lambda git: git.merge_bases("side", "HEAD"),
    "object_at": lambda git: [git.object_at("base", path) for path in (OBJECTIVE, "okrs", "absent")],
    "has_commits": lambda git: git.has_commits(),
    "heads": lambda git: git.heads(),
    "unmerged": lambda git: git.unmerged("okrs"),
    "staged": lambda git: list(git.staged("okrs", "vendor")),
    "tree": lambda git: [list(git.tree(name, "okrs/")) for name in ("base", "HEAD")],
    "listing": lambda git: list(git.listing("base", ["okrs/", "vendor"])),
    "blobs": lambda git: list(git.blobs([entry.id for entry in git.tree("base", "okrs/")])),
    "identity": lambda git: git.identity("user.name"),
    "remotes": lambda git: git.remotes()["origin"],
}
BUILT_ON_IT: dict[str, Callable[[Git], object]] = {
    "versions": lambda git: list(history.file_versions(git, OBJECTIVE)),
    "versions, renamed": lambda git: list(history.file_versions(git, NOTES)),
    "main_line": lambda git: history.first_parent_changes(git, ["okrs", "vendor"]),
    "writers": lambda git: history.writing_commits(git, ["okrs"]),
    "commit_on": lambda git: history.last_commit_on(git, date(2026, 10, 5)),
    "is_shallow": history.is_shallow,
    "commits": lambda git: commits_between(git, "base", "HEAD"),
    "staged": lambda git: [change := staged_change(git), sorted(change.paths(git))],
    "gate_files": lambda git: gate_files(git, "", "base"),
    "gate_files_on_disk": lambda git: _without_attributes(gate_files_in_working_tree(git.top, git)),
    "committed_files": lambda git: committed_files(git.top, git),
}
ANYTHING = {"run", "output", "run_as_user", "ignored", "ignores"}
"""They run what they are given, or tell what a configuration may decide: what git does not track and ignores."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "lint": ("lint", "--no-cache", *DAY),
    "lint, kept": ("lint", *DAY),
    "lint --since": ("lint", "--since", "base", *DAY),
    "lint --staged": ("lint", "--staged", *DAY),
    "status": ("status", *DAY),
    "status --as-of": ("status", "--as-of", "2026-10-05"),
    "report": ("report", "--out", "{root}/pages", *DAY),
    "history": ("history", POSTS, *DAY),
    "show": ("show", POSTS, *DAY),
    "terms": ("terms", POSTS, *DAY),
    "close": ("close", "2026-Q4", "--out", "{root}/pages", *DAY),
    "fmt --check": ("fmt", "--check"),
    "diff": ("diff", "base", *DAY),
    "diff HEAD": ("diff", "base", "HEAD", "--output-format", "json", *DAY),
    "approvals": ("approvals", "base", "--author", "bo-l", "--output-format", "json", *DAY),
    "codeowners --check": ("codeowners", "--check", *DAY),
}
DECIDING = ("lint, kept", "lint --since", "lint --staged", "status --as-of", "approvals")
"""Commands that read files, objects and the history, and that decide something."""


def _without_attributes(files: Mapping[str, str]) -> dict[str, str]:
    """The files of the gate but for attributes, of which the gate is meant to tell."""
    return {path: fingerprint for path, fingerprint in files.items() if not path.endswith(".gitattributes")}


def answers_of_methods(root: Path) -> dict[str, object]:
    """The answer of each method; what it is built of is read anew each time."""
    return {name: ask(Git(root)) for name, ask in {**DOOR, **BUILT_ON_IT}.items()}


def answers_of_commands(root: Path, folder: str = "", names: Collection[str] = tuple(COMMANDS)) -> dict[str, object]:
    """Exit status and output of each of the named commands, and the pages that it wrote."""
    answers: dict[str, object] = {}
    for name in names:
        arguments = COMMANDS[name]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(root / folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run([argument.replace("{root}", str(root)) for argument in arguments])
        output = [stream.getvalue().replace(str(root), "…") for stream in (out, err)]
        answers[name] = (status, *output, files(root / "pages") if (root / "pages").exists() else {})
        shutil.rmtree(root / "pages", ignore_errors=True)
    return answers
