"""With OKRS_CACHE=off nothing is kept, and the output is that with a cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import commit, make

COMMANDS = (("lint",), ("lint", "--since", "main"), ("status",), ("report", "--check"), ("diff", "main"))


def printed(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run([*arguments, "--today", "2026-10-15", "--root", str(root)])
    return status, *capsys.readouterr()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_is_kept_and_the_same_is_said(
    tmp_path: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(tmp_path)
    commit(root)
    monkeypatch.setenv("OKRS_CACHE", "off")
    without = printed(root, capsys, *command)
    assert not (root / ".git" / "okrs-cache").exists()
    monkeypatch.delenv("OKRS_CACHE")
    assert printed(root, capsys, *command) == without
    assert (root / ".git" / "okrs-cache").is_dir()
