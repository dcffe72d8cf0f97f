"""The branch that links on pages lead to: never the one that is checked out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import SMALL, commit, git, make

DAY = ("--today", "2026-11-16")
CONFIG = "repository: https://github.com/example/okrs\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("GITHUB_EVENT_PATH", "CI_DEFAULT_BRANCH"):
        monkeypatch.delenv(variable, raising=False)
    folder = make(tmp_path / "okrs", {**SMALL, "okrs/config.yaml": CONFIG})
    commit(folder)
    return folder


def linked(root: Path) -> str:
    """The one branch that pages link to, as a cached report writes them."""
    assert run(["report", "--root", str(root), *DAY]) == 0
    pages = "".join(path.read_text("utf-8") for path in (root / "status").rglob("*.md"))
    [branch] = {match[1] for match in re.finditer(r"example/okrs/(?:new|edit)/([^/?]+(?:/x)?)[/?]", pages)}
    return branch


@pytest.mark.parametrize("name", ["main", "master", "trunk"])
def test_the_only_usual_one(root: Path, name: str) -> None:
    git(root, "branch", "-m", name)
    git(root, "switch", "-q", "-c", "goals")
    assert linked(root) == name


def test_the_only_usual_one_of_a_remote(root: Path) -> None:
    git(root, "remote", "add", "origin", "https://github.com/example/okrs")
    git(root, "update-ref", "refs/remotes/origin/trunk", "HEAD")
    git(root, "branch", "-m", "goals")
    assert linked(root) == "trunk"


def test_who_has_several_gets_main(root: Path) -> None:
    git(root, "branch", "trunk")
    git(root, "switch", "-q", "trunk")
    assert linked(root) == "main"


def test_the_remote_s_own_before_all_others(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert linked(root) == "main"
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "event")
    assert linked(root) == "event"
    git(root, "remote", "add", "origin", "https://github.com/example/okrs")
    git(root, "update-ref", "refs/remotes/origin/team/x", "HEAD")
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/team/x")
    assert linked(root) == "team/x"
    make(root, {"okrs/config.yaml": f"{CONFIG}branch: goals\n"})
    assert linked(root) == "goals"


@pytest.mark.parametrize("event", ["{}", "[]", "no JSON", '{"repository": {"default_branch": 7}}', None])
def test_an_event_that_names_none(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str | None
) -> None:
    if event is not None:
        (tmp_path / "event.json").write_text(event)
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    assert linked(root) == "main"


def test_the_event_of_ci(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = {"repository": {"default_branch": "trunk"}}
    (tmp_path / "event.json").write_text(json.dumps(event))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    assert linked(root) == "trunk"


def test_the_record_to_add_goes_there_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(root, "branch", "-m", "master")
    assert run(["terms", "--record", "company/organic-pipeline/pillar-posts", "--root", str(root), *DAY]) == 0
    assert "https://github.com/example/okrs/new/master?" in capsys.readouterr().err


@pytest.mark.parametrize("branch", ["-x", "a b", "x..y/../z:q", "refs^", ".hidden", "/x"])
def test_a_name_that_is_no_branch_is_refused(root: Path, capsys: pytest.CaptureFixture[str], branch: str) -> None:
    make(root, {"okrs/config.yaml": f"{CONFIG}branch: {json.dumps(branch)}\n"})
    assert run(["lint", "--root", str(root), *DAY]) == 1
    assert "expected the name of a branch, such as `main`" in capsys.readouterr().out


def test_without_git_it_is_main(tmp_path: Path) -> None:
    assert linked(make(tmp_path, {**SMALL, "okrs/config.yaml": CONFIG})) == "main"
