"""`okrs lint --since BASE --head HEAD` reads both sides from commits, as approvals do."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import GOAL, SMALL, commit, git, make

DAY = ("--today", "2026-10-15")
FULL_WIDTH_OWNER = SMALL[GOAL].replace("owner: bo", "owner: ｂｏ")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    commit(make(tmp_path))
    git(tmp_path, "switch", "-q", "-c", "change")
    return tmp_path


@pytest.fixture(params=["on", "off"])
def _cache(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRS_CACHE", request.param)


def lint(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(["lint", *arguments, *DAY, "--root", str(root)])
    return status, *capsys.readouterr()


@pytest.mark.usefixtures("_cache")
def test_attributes_that_change_the_checkout_change_no_finding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {GOAL: FULL_WIDTH_OWNER})
    commit(root)
    make(root, {".gitattributes": "*.yaml working-tree-encoding=ASCII//TRANSLIT\n"})
    git(root, "add", ".gitattributes")
    git(root, "commit", "-q", "-m", "Attributes")
    (root / GOAL).write_text(SMALL[GOAL], encoding="utf-8")  # what glibc makes of it at a checkout
    for _ in range(2):
        assert lint(root, capsys, "--since", "main")[:2] == (0, "")
        status, out, _ = lint(root, capsys, "--since", "main", "--head", "HEAD")
        assert status == 1
        assert f"{GOAL}:7:12: error[OWN003]" in out


@pytest.mark.usefixtures("_cache")
def test_a_head_that_is_not_checked_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {GOAL: SMALL[GOAL].replace("    owner: bo\n", "")})
    commit(root)
    git(root, "switch", "-q", "main")
    make(root, {GOAL: SMALL[GOAL].replace("target: 3", "target: 0")})
    status, out, err = lint(root, capsys, "--since", "main", "--head", "change")
    assert status == 1
    assert "OWN001" in out
    assert "KR002" not in out, "the working tree has no part in it"
    assert err == "1 error in what changed since main\n"
    assert lint(root, capsys, "--since", "change", "--head", "main")[:2] == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--head", "HEAD"), "`--head` is the end of a change; say with `--since` where it begins"),
        (("--since", "main", "--head", "HEAD", "--fix"), "`--fix` and `--diff` are about the files"),
        (("--since", "main", "--head", "HEAD", "--diff"), "`--fix` and `--diff` are about the files"),
        (("--since", "main", "--head", "nope"), "git knows no revision `nope` here"),
    ],
)
def test_requests_that_make_no_sense(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    status, out, err = lint(root, capsys, *arguments)
    assert (status, out) == (2, "")
    assert message in err
