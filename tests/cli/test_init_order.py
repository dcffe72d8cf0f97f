"""The steps that `okrs init` names next: people's accounts come before the check that needs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.repositories import git


@pytest.mark.parametrize(("forge", "check"), [("github", "okrs approvals"), ("gitlab", "Pipelines must succeed")])
def test_accounts_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], forge: str, check: str
) -> None:
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    options = ("--forge", forge, "--name", "Mara Jones", "--email", "mara@example.com", "--today", "2026-09-28")
    assert cli.run(["init", *options]) == 0
    steps = capsys.readouterr().out.partition("\nnext:\n")[2].splitlines()
    accounts = next(number for number, step in enumerate(steps) if "`account`" in step and "`stewards`" in step)
    required = next(number for number, step in enumerate(steps) if f"then require `{check}`" in step)
    assert accounts <= required
