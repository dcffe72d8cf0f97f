"""`okrs approvals` and `okrs agree --since` at their edges: where reviews come from, and what cannot be one."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from okrs_as_code.cli.main import run
from okrs_as_code.review.forge_reviews.reader import MAX_BYTES
from tests.repositories import GOAL, OBJECTIVE, commit, git, make
from tests.review.playing import review

PEOPLE = "people:\n  mara: {name: Mara, account: mara-k}\n  bo: {name: Bo, account: bo-l, manager: mara}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A branch on which Bo asks for more posts."""
    commit(make(tmp_path, {"okrs/people.yaml": PEOPLE, GOAL: OBJECTIVE, ".gitignore": "/reviews.json\n"}))
    git(tmp_path, "switch", "-q", "-c", "more")
    commit(make(tmp_path, {GOAL: OBJECTIVE.replace("target: 3", "target: 4")}))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_approvals(*more: str) -> int:
    return run(["approvals", "main", "--author", "bo-l", "--today", "2026-09-28", *more])


def test_reviews_from_standard_input(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = json.dumps([review("mara-k", commit=git(root, "rev-parse", "HEAD").strip())]).encode()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert run_approvals("--reviews", "-") == 0
    assert run_approvals() == 1


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"[" + b" " * MAX_BYTES + b"]", "reviews.json is larger than 16 MiB"),
        (b"[" * 100_000, "reviews.json is no answer of a forge: it is nested too deep"),
        (b"nope", "reviews.json is no answer of a forge: it is no JSON from line 1 on"),
        (b'{"approvals": {}}', "reviews.json is no answer of a forge: `versions` is missing"),
        (b"\xff", "reviews.json is no answer of a forge: it is not UTF-8"),
    ],
)
@pytest.mark.parametrize("command", ["approvals", "agree"])
def test_what_is_no_answer_is_one_clear_error(
    root: Path, raw: bytes, why: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make(root, {"reviews.json": raw})
    words = ["approvals", "main"] if command == "approvals" else ["agree", "--since", "main"]
    assert run([*words, "--reviews", "reviews.json", "--today", "2026-09-28"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.splitlines()[0] == f"error: {why}"
    assert git(root, "status", "--porcelain") == ""


def test_a_folder_is_no_answer(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_approvals("--reviews", "okrs") == 2
    assert capsys.readouterr().err.startswith("error: okrs cannot be read: ")


def test_without_git_there_is_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make(tmp_path))
    assert run_approvals() == 2


def test_an_option_is_no_revision(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["approvals", "--today", "2026-09-28", "--", "--all", "HEAD"]) == 2
    assert "git knows no revision `--all` here" in capsys.readouterr().err
    assert root.is_dir()


@pytest.mark.parametrize(
    "more", [["--via", "https://example.com/7"], ["--author", "bo-l"], ["--head", "HEAD"], ["--since", "main"]]
)
def test_options_of_a_merged_change_go_together(root: Path, more: list[str]) -> None:
    assert run(["agree", "company/organic-pipeline/pillar-posts", "--yes", *more]) == 2
    assert git(root, "status", "--porcelain") == ""
