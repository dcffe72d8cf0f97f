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
        (b'[{"account": "mara-k", "state": "approved"}]', "reviews.json is no answer of a forge: `0.user` is missing"),
        (
            b'{"format": "okrs-reviews/1", "reviews": [{"account": "mara-k", "state": "approved", "sha": "x"}]}',
            "reviews.json is no answer of a forge: `reviews.0.sha` is a key that the form does not have",
        ),
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


@pytest.mark.parametrize(("forge", "finding"), [("none", 0), ("github", 1)])
def test_an_address_as_account_is_for_where_there_is_no_login(
    root: Path, forge: str, finding: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The form of no forge may name accounts by address; on a forge with logins that stays a finding."""
    git(root, "switch", "-q", "main")
    people = PEOPLE.replace("mara-k", "Mara@Example.com").replace("bo-l", "bo@example.com")
    commit(make(root, {"okrs/people.yaml": people, "okrs/config.yaml": f"forge: {forge}\n"}))
    git(root, "switch", "-q", "more")
    git(root, "merge", "-q", "main")
    assert run(["lint", "--select", "OWN016", "--today", "2026-09-28"]) == finding
    head = git(root, "rev-parse", "HEAD").strip()
    word = {"account": "mara@example.com", "state": "approved", "commit": head}
    make(root, {"reviews.json": json.dumps({"format": "okrs-reviews/1", "reviews": [word]})})
    options = ("--author", "BO@example.com", "--reviews", "reviews.json", "--today", "2026-09-28")
    assert run(["approvals", "main", *options]) == 0
    assert run(["agree", "--since", "main", *options, "--via", "https://example.com/41"]) == 0
    assert "mara" in capsys.readouterr().out


def test_what_counts_for_nothing_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    word = {"account": "mara-k", "state": "approved", "at": "2026-09-27T08:00:00.5Z"}
    push = {"commit": git(root, "rev-parse", "HEAD").strip(), "at": "2026-09-27T08:00:00Z"}
    make(root, {"reviews.json": json.dumps({"format": "okrs-reviews/1", "reviews": [word], "pushes": [push]})})
    assert run_approvals("--reviews", "reviews.json") == 1
    out = capsys.readouterr().out
    assert "mara-k approved, and does not count: no commit is named, and no push is known before it\n" in out


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
