"""The door to git: what it takes from the environment, and what it reports where git has no answer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError, RevisionError
from okrs_as_code.git.client import Git
from okrs_as_code.git.history import file_versions, first_parent_changes
from okrs_as_code.workspace.repository import Repository
from tests.repositories import GOAL, OBJECTIVE, SMALL, commit, git, make


def answers(root: Path) -> tuple[object, ...]:
    """Everything that depends on where git looks: refs, objects, history, index and configuration."""
    door = Git(root)
    return (
        door.commit("HEAD"),
        list(door.tree("HEAD", "okrs/")),
        list(door.staged("okrs")),
        door.ignored("okrs"),
        door.remotes(),
        list(file_versions(door, GOAL)),
        first_parent_changes(door, ["okrs"]),
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make(tmp_path / "work", {**SMALL, ".gitignore": "*.bak\n"})
    commit(root, "first")
    make(root, {GOAL: OBJECTIVE.replace("three", "four")})
    commit(root, "second")
    make(root, {"okrs/x.bak": "x"})
    git(root, "remote", "add", "origin", "https://example.com/okrs")
    return root


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another repository, which is not read."""
    other = make(tmp_path / "other", {"okrs/people.yaml": "people: {}\n", ".gitignore": "*\n"})
    git(other, "init", "-q", "-b", "main")
    git(other, "add", "-f", "-A")
    commit(other, "elsewhere")
    git(other, "config", "user.name", "Somebody else")
    return other


def of_a_hook(other: Path) -> dict[str, str]:
    """Variables of another repository that a hook, or a command that a hook runs, may have in its environment."""
    folder = other / ".git"
    (folder / "elsewhere").write_text(f"{git(other, 'rev-parse', 'HEAD')}", encoding="utf-8")
    return {
        "GIT_DIR": str(folder),
        "GIT_WORK_TREE": str(other),
        "GIT_COMMON_DIR": str(folder),
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_OBJECT_DIRECTORY": str(folder / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(folder / "objects"),
        "GIT_NAMESPACE": "x",
        "GIT_PREFIX": "okrs/",
        "GIT_SHALLOW_FILE": str(folder / "elsewhere"),
        "GIT_GRAFT_FILE": str(folder / "elsewhere"),
        "GIT_CONFIG": str(folder / "config"),
        "GIT_QUARANTINE_PATH": str(folder),
        "GIT_INTERNAL_SUPER_PREFIX": "okrs/",
        "GIT_ICASE_PATHSPECS": "1",
        "GIT_GLOB_PATHSPECS": "1",
        "GIT_REPLACE_REF_BASE": "refs/heads/",
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "log.showRoot",
        "GIT_CONFIG_VALUE_0": "false",
        "GIT_CONFIG_PARAMETERS": "'log.showroot=false'",
        "GIT_EXEC_PATH": str(other),
        "GIT_TRACE": str(other / "trace"),
        "GIT_TRACE2_EVENT": str(other / "trace"),
    }


def test_what_a_hook_of_another_repository_says_is_ignored(
    root: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = answers(root)
    everything = of_a_hook(elsewhere)
    for name, value in everything.items():
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert answers(root) == clean, name
    for name, value in everything.items():
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    assert answers(root) == clean
    assert dict(os.environ) == before
    assert not (elsewhere / "trace").exists()


def _known_to_git() -> Iterator[str]:
    """Every variable whose name stands in the program git itself."""
    program = shutil.which("git")
    assert program is not None
    for name in set(re.findall(rb"\bGIT_[A-Z0-9_]+\b", Path(program).read_bytes())):
        yield name.decode()


def test_no_variable_that_git_knows_runs_anything_or_changes_an_answer(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = answers(root)
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n", encoding="utf-8")
    trap.chmod(0o755)
    names = [*_known_to_git(), "PAGER", "EDITOR", "VISUAL", "SSH_ASKPASS"]
    assert len(names) > 50 or sys.platform == "win32", "a small program that starts the real one"
    for value in (str(trap), "1", ""):
        for name in names:
            monkeypatch.setenv(name, value)
        assert answers(root) == clean
    assert not (tmp_path / "ran").exists()


def test_the_users_own_configuration_is_not_read(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = answers(root)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"):
        monkeypatch.delenv(name, raising=False)
    make(
        tmp_path / "home",
        {".gitconfig": "[core\n", ".config/git/config": "[core\n", ".config/git/attributes": "* -diff\n"},
    )
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert answers(root) == clean


@pytest.mark.parametrize("name", ["go[a]ls", ":(top)x", "*"])
def test_a_path_is_only_a_path(tmp_path: Path, name: str) -> None:
    make(tmp_path / "goals", {"okrs/people.yaml": "people: {}\n", ".gitignore": "*.bak\n", "okrs/x.bak": "x"})
    make(tmp_path / name, {"okrs/teams.yaml": "x"})
    head = commit(tmp_path)
    door, inside = Git(tmp_path), [f"{name}/okrs/teams.yaml"]
    assert [entry.path for entry in door.tree(head, f"{name}/okrs/")] == inside
    assert [entry.path for entry in door.staged(f"{name}/okrs")] == inside
    assert [file.path for change in first_parent_changes(door, [f"{name}/okrs"]) for file in change.files] == inside
    assert door.ignored(f"{name}/okrs") == frozenset()


def test_no_git_of_a_repository_is_run(root: Path, tmp_path: Path) -> None:
    trap = root / "bin" / ("git.exe" if sys.platform == "win32" else "git")
    trap.parent.mkdir()
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n", encoding="utf-8")
    trap.chmod(0o755)
    for folder in ("bin", ".", ""):
        path = os.pathsep.join([folder, os.environ["PATH"]])
        done = _in_a_process(root, {**os.environ, "PATH": path}, cwd=trap.parent if folder != "bin" else root)
        assert (done.returncode, done.stderr.splitlines()[1:]) == (0, [])
    assert not (tmp_path / "ran").exists()


def test_without_git_one_line_says_so(root: Path, tmp_path: Path) -> None:
    done = _in_a_process(root, {**os.environ, "PATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr == "error: git is not installed or not on the PATH\n  = help: install git\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for git")
@pytest.mark.parametrize(("script", "message"), [("garbage", "cannot be run: "), ("#!/bin/sh\nkill -9 $$\n", "git ")])
def test_a_git_that_does_not_work_is_named(root: Path, tmp_path: Path, script: str, message: str) -> None:
    broken = tmp_path / "git"
    broken.write_text(script, encoding="utf-8")
    broken.chmod(0o755)
    done = _in_a_process(root, {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"})
    assert done.returncode == 2
    assert message in done.stderr.splitlines()[0]
    assert "knows no revision" not in done.stderr


def _in_a_process(root: Path, environment: dict[str, str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "okrs_as_code.cli.main", "status", "--as-of", "2026-10-20", "--root", str(root)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_user_is_whom_the_repository_here_knows(
    root: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(root, "config", "user.name", "Bo")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name, value in of_a_hook(elsewhere).items():
        if not name.startswith("GIT_CONFIG_"):
            monkeypatch.setenv(name, value)
    assert Git(root).identity("user.name") == "Bo"


def test_a_commit_is_here_or_not(root: Path) -> None:
    door, head = Git(root), git(root, "rev-parse", "HEAD").strip()
    git(root, "tag", "-a", "v1", "-m", "x")
    assert door.has(head)
    tree, tag = git(root, "rev-parse", "HEAD^{tree}", "v1").split()
    for other in (tree, tag, head[:-1], head.upper(), "HEAD", "main", "v1", "", "--all", f"{head}\n", "1" * 40):
        assert not door.has(other), other


def _partial(root: Path, *, worktree: bool = True) -> Path:
    git(root, "config", "uploadpack.allowFilter", "true")
    git(root.parent, "clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{root}", "partial")
    if worktree:
        git(root.parent / "partial", "checkout", "-q")
    return root.parent / "partial"


def test_what_a_partial_clone_lacks_is_not_fetched_but_reported(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD~1").strip()
    here = _partial(root)
    packs = sorted((here / ".git/objects/pack").iterdir())
    with pytest.raises(RevisionError) as caught:
        _ = Repository.find(here).at(first).files
    assert caught.value.remedy is not None
    assert "--filter" in caught.value.remedy
    with pytest.raises(RevisionError):
        list(file_versions(Git(here), GOAL))
    assert not Git(here).has("1" * 40)
    with pytest.raises(RevisionError):
        Git(here).commit("1" * 40)
    assert sorted((here / ".git/objects/pack").iterdir()) == packs


def test_history_and_listings_of_a_partial_clone_need_no_contents(root: Path) -> None:
    here = _partial(root, worktree=False)
    assert [change.files for change in first_parent_changes(Git(here), ["okrs"])] == [
        change.files for change in first_parent_changes(Git(root), ["okrs"])
    ]
    assert [entry.path for entry in Git(here).listing("HEAD", ["okrs"], deep=True)] == sorted(SMALL)


@pytest.mark.parametrize("broken", ["[core]\n\trepositoryFormatVersion = 99\n", "[core\n"])
def test_a_broken_configuration_is_no_missing_commit(root: Path, broken: str) -> None:
    make(root, {".git/config": broken})
    for ask in (Git(root).has_commits, Git(root).heads, lambda: Git(root).commit("HEAD")):
        with pytest.raises(OkrsError, match=r"git rev-parse failed: fatal: ") as caught:
            ask()
        assert not isinstance(caught.value, RevisionError)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("ssh://git@ssh.github.com:443/example/okrs.git", "https://github.com/example/okrs"),
        ("ssh://git@altssh.gitlab.com:443/example/okrs.git", "https://gitlab.com/example/okrs"),
        ("https://ssh.github.com/example/okrs", "https://ssh.github.com/example/okrs"),
        ("https://git.example.com:8443/okrs.git", "https://git.example.com:8443/okrs"),
        ("ssh://git.example.com:2222/okrs", "https://git.example.com/okrs"),
        ("https://bo:secret@git.example.com/okrs", "https://git.example.com/okrs"),
        ("https://git.example.com:port/okrs", None),
        ("https://[git/okrs", None),
        ("https://git.example.com/a b", None),
        ("../hub.git", None),
    ],
)
def test_the_address_of_a_remote(tmp_path: Path, remote: str, address: str | None) -> None:
    from okrs_as_code.git.remote import forge_of_remote, repository_address

    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", remote)
    repository = Git(tmp_path)
    assert repository_address(repository) == address
    assert forge_of_remote(repository) in ("github", "gitlab", "none")


def test_a_commit_without_a_common_one_is_named_as_it_was_asked_for(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "other")
    commit(root)
    door = Git(root)
    with pytest.raises(OkrsError, match="`main` and `HEAD` have no commit in common here"):
        door.merge_base(door.commit("main"), "HEAD")
