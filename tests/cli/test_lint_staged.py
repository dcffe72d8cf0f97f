"""`okrs lint --staged`: what the next commit brings, in the hook of a real `git commit` and `git merge`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from okrs_as_code.errors import OkrsError
from okrs_as_code.git.client import Git
from okrs_as_code.git.staged import staged_change
from tests.okrs_program import okrs_program
from tests.repositories import GOAL, OBJECTIVE, SMALL, commit, git, make
from tests.scenarios.playing import GIT

DAY = ("--today", "2026-10-15")
WITHOUT_OWNER = OBJECTIVE.replace("    owner: bo\n", "")
EQUAL = OBJECTIVE.replace("target: 500", "target: 200")
OTHER_GOAL = "okrs/2026-Q4/company/quality.yaml"
CHECKOUT = Path(__file__).parent.parent.parent

Lint = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=["on", "off"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OKRS_CACHE", request.param)
    commit(make(tmp_path))
    return tmp_path


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    def lint(root: Path, *arguments: str) -> tuple[int, str, str]:
        status = run(["lint", "--staged", *DAY, "--root", str(root), *arguments])
        return status, *capsys.readouterr()

    return lint


def test_before_the_first_commit_all_that_is_staged_is_new(tmp_path: Path, lint: Lint) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    make(tmp_path, {**SMALL, GOAL: WITHOUT_OWNER})
    assert lint(tmp_path) == (0, "", "nothing is staged below okrs/\n")
    git(tmp_path, "add", ".")
    status, out, err = lint(tmp_path)
    assert status == 1
    assert f"{GOAL}:5:9: error[OWN001]" in out
    assert "in what is staged" in err


def test_only_what_is_staged_counts(root: Path, lint: Lint) -> None:
    make(root, {GOAL: WITHOUT_OWNER})
    assert lint(root) == (0, "", "nothing is staged below okrs/\n")
    git(root, "add", ".")
    make(root)
    status, out, _ = lint(root)
    assert status == 1
    assert "OWN001" in out
    git(root, "add", ".")
    make(root, {GOAL: EQUAL})
    git(root, "add", "--intent-to-add", ".")
    assert lint(root)[0] == 0


def test_a_file_that_is_only_intended_to_be_added_is_in_no_commit(root: Path, lint: Lint) -> None:
    make(root, {OTHER_GOAL: WITHOUT_OWNER, "README": "x"})
    git(root, "add", "README")
    git(root, "add", "--intent-to-add", OTHER_GOAL)
    assert lint(root) == (0, "", "nothing is staged below okrs/\n")


def test_what_was_wrong_in_head_is_not_this_commits_fault(root: Path, lint: Lint) -> None:
    make(root, {GOAL: WITHOUT_OWNER})
    commit(root)
    make(root, {GOAL: WITHOUT_OWNER.replace("200, target", "250, target").replace("from 200", "from 250")})
    git(root, "add", ".")
    status, out, _ = lint(root)
    assert status == 0
    assert "OWN001" not in out


def test_renamed_and_deleted_files(root: Path, lint: Lint) -> None:
    make(root, {GOAL: WITHOUT_OWNER})
    commit(root)
    git(root, "mv", GOAL, OTHER_GOAL)
    assert lint(root)[:2] == (0, ""), "the same goal in another place is no worse there"
    make(root, {OTHER_GOAL: EQUAL.replace("    owner: bo\n", "")})
    git(root, "add", ".")
    status, out, _ = lint(root)
    assert status == 1
    assert f"{OTHER_GOAL}:11:52: error[KR002]" in out
    assert "OWN001" not in out
    git(root, "reset", "-q", "--hard")
    git(root, "rm", "-q", GOAL)
    assert lint(root)[:2] == (0, "")
    git(root, "rm", "-q", "okrs/people.yaml")
    status, out, err = lint(root)
    assert (status, out) == (2, "")
    assert "the head has no okrs/, and the base has" in err


def test_a_program_gets_its_format_where_nothing_is_staged_too(root: Path, lint: Lint) -> None:
    assert json.loads(lint(root, "--output-format", "json")[1]) == []


def test_okrs_in_a_subfolder_need_a_root(tmp_path: Path, lint: Lint) -> None:
    commit(make(tmp_path, {"README": "x"}))
    make(tmp_path / "sub", {**SMALL, GOAL: WITHOUT_OWNER})
    git(tmp_path, "add", ".")
    status, out, err = lint(tmp_path)
    assert (status, out) == (2, "")
    assert "neither HEAD nor what is staged has OKRs in" in err
    assert "name the folder that holds okrs/ with `--root`" in err
    assert lint(tmp_path / "sub")[0] == 1
    commit(tmp_path)
    make(tmp_path, {"sub/okrs.txt": "x", "okrs": "a file elsewhere"})
    git(tmp_path, "add", ".")
    assert lint(tmp_path / "sub") == (0, "", "nothing is staged below okrs/\n")


def test_the_day_is_that_of_head(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {"okrs/config.yaml": "example: {today: 2026-10-15}\n"})
    git(root, "add", ".")
    run(["lint", "--staged", "--root", str(root)])
    assert "example organisation" not in capsys.readouterr().err
    commit(root)
    make(root, {GOAL: OBJECTIVE.replace("three", "3")})
    git(root, "add", ".")
    run(["lint", "--staged", "--root", str(root)])
    assert "example organisation: today is taken to be 2026-10-15" in capsys.readouterr().err


def diverged(root: Path, ours: dict[str, str], theirs: dict[str, str]) -> None:
    """Commits on `main` and on `theirs`, which was made from what `main` was before."""
    git(root, "switch", "-q", "-c", "theirs")
    commit(make(root, theirs))
    git(root, "switch", "-q", "main")
    commit(make(root, ours))


def test_a_merge_answers_only_for_what_neither_side_has(root: Path, lint: Lint) -> None:
    diverged(root, {"notes": "ours"}, {GOAL: WITHOUT_OWNER})
    git(root, "merge", "-q", "--no-commit", "theirs")
    assert lint(root) == (0, "", "no findings in what is staged\n")
    make(root, {GOAL: WITHOUT_OWNER.replace("target: 500", "target: 200")})
    git(root, "add", ".")
    status, out, _ = lint(root)
    assert status == 1
    assert "KR002" in out
    assert "OWN001" not in out


def test_two_sides_that_are_right_may_be_wrong_together(root: Path, lint: Lint) -> None:
    people = SMALL["okrs/people.yaml"]
    diverged(
        root,
        {
            "okrs/people.yaml": people.replace("  bo: {name: Bo, manager: mara}\n", ""),
            GOAL: OBJECTIVE.replace("bo", "ana"),
        },
        {OTHER_GOAL: OBJECTIVE.replace("Make organic search our", "Make our writing the")},
    )
    git(root, "merge", "-q", "--no-commit", "theirs")
    status, out, _ = lint(root)
    assert status == 1
    assert f"{OTHER_GOAL}:7:12: error[OWN003]" in out


def test_a_conflict_is_not_judged(root: Path, lint: Lint) -> None:
    diverged(root, {GOAL: EQUAL}, {GOAL: OBJECTIVE.replace("target: 500", "target: 600")})
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "-q", "theirs")
    status, out, err = lint(root)
    assert (status, out) == (2, "")
    assert err.startswith("error: a merge has left conflicts, so nothing can be committed\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--since", "HEAD"), "`--staged` is compared with HEAD; leave `--since` out"),
        (("--head", "HEAD"), "say with `--since` where it begins"),
        (("--fix",), "leave `--staged` out"),
        (("--diff",), "leave `--staged` out"),
    ],
)
def test_requests_that_make_no_sense(root: Path, lint: Lint, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = lint(root, *arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_a_plain_folder_has_nothing_staged(tmp_path: Path, lint: Lint) -> None:
    status, _, err = lint(make(tmp_path))
    assert status == 2
    assert "is not in a git repository" in err
    assert "`--staged` needs git" in err


# In the hook of a real git.


@pytest.fixture
def hooked(tmp_path: Path) -> Path:
    """A repository whose hooks are `okrs lint --staged`, as a manager of hooks would install it."""
    git(tmp_path, "init", "-q", "-b", "main")
    okrs = okrs_program(tmp_path / ".git/programs").as_posix() if sys.platform != "win32" else "okrs"
    for name in ("pre-commit", "pre-merge-commit"):
        hook = make(
            tmp_path,
            {f".git/hooks/{name}": f'#!/bin/sh\nexec "{okrs}" lint --staged {" ".join(DAY)}\n'},
        )
        (hook / ".git/hooks" / name).chmod(0o755)
    return tmp_path


def attempt(root: Path, *arguments: str) -> tuple[bool, str]:
    """Whether git does as it is told, and what it and its hook print."""
    environment = {**os.environ, **GIT, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(["git", *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def test_commits_of_all_kinds(hooked: Path) -> None:
    make(hooked, {**SMALL, GOAL: WITHOUT_OWNER})
    git(hooked, "add", ".")
    assert "OWN001" in attempt(hooked, "commit", "-m", "first")[1]
    make(hooked)
    git(hooked, "add", ".")
    assert attempt(hooked, "commit", "-m", "first")[0]
    make(hooked, {GOAL: EQUAL, "README": "x"})
    git(hooked, "add", "README")
    assert attempt(hooked, "commit", "-m", "without the goal")[0]
    for arguments in (("-a",), (GOAL,)):
        done, out = attempt(hooked, "commit", "-m", "with the goal", *arguments)
        assert not done, arguments
        assert "KR002" in out, arguments
    assert attempt(hooked, "commit", "--amend", "-m", "another message")[0]
    assert git(hooked, "rev-list", "--count", "HEAD") == "2\n"


def test_merges_and_what_is_merged_twice(hooked: Path) -> None:
    make(hooked)
    git(hooked, "add", ".")
    git(hooked, "commit", "-q", "--no-verify", "-m", "first")
    diverging = {"one": {GOAL: WITHOUT_OWNER}, "two": {OTHER_GOAL: EQUAL}}
    for branch, files in diverging.items():
        git(hooked, "switch", "-q", "-c", branch, "main")
        make(hooked, files)
        git(hooked, "add", ".")
        git(hooked, "commit", "-q", "--no-verify", "-m", branch)
    git(hooked, "switch", "-q", "main")
    make(hooked, {"README": "x"})
    git(hooked, "add", ".")
    git(hooked, "commit", "-q", "--no-verify", "-m", "main")
    for branch in diverging:
        done, out = attempt(hooked, "merge", "-m", branch, branch)
        assert done, out
        assert "no findings in what is staged" in out


def test_another_repositorys_index_is_not_taken(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    commit(make(other, {"okrs/people.yaml": "people: {}\n"}))
    expected = staged_change(Git(root))
    for name in (other / ".git/index", other / ".git/../.git/index", root / "okrs/people.yaml", ""):
        monkeypatch.setenv("GIT_INDEX_FILE", str(name))
        assert staged_change(Git(root)) == expected
    monkeypatch.setenv("GITHEAD_" + "1" * 40, "x")
    monkeypatch.setenv("GITHEAD_--all", "x")
    assert staged_change(Git(root)) == expected


def test_a_linked_work_tree_has_an_index_of_its_own(root: Path, tmp_path: Path, lint: Lint) -> None:
    linked = tmp_path / "linked"
    git(root, "worktree", "add", "-q", "-b", "linked", str(linked))
    make(linked, {GOAL: WITHOUT_OWNER})
    git(linked, "add", ".")
    assert lint(linked)[0] == 1
    assert lint(root) == (0, "", "nothing is staged below okrs/\n")


def test_a_lock_that_stays_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrs_as_code.git.staged._LOCK_PAUSE", 0)
    (root / ".git/index.lock").touch()
    with pytest.raises(OkrsError, match=r"git write-tree failed"):
        staged_change(Git(root))
