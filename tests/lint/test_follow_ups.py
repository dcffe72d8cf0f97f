"""The lint says in one line how many follow-ups there are, and lists none that nobody asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code import processes
from okrs_as_code.cli import main as cli
from okrs_as_code.lint import run
from tests.repositories import SMALL, make

DAY = ("--today", "2026-11-16")


def test_every_check_in_is_overdue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make(tmp_path, SMALL)
    assert cli.run(["lint", "--root", str(root), *DAY]) == 0
    out, err = capsys.readouterr()
    line = "2 follow-ups on how things go, such as check-ins that are due: `okrs lint --select CHK001` lists them"
    assert (out, err) == ("", f"no findings in 2 files\n{line}\n")
    assert cli.run(["lint", "--root", str(root), "--ignore", "CHK001", *DAY]) == 0
    assert "follow-up" not in capsys.readouterr().err
    assert cli.run(["lint", "--root", str(root), "--select", "CHK001", "--output-format", "concise", *DAY]) == 0
    out, err = capsys.readouterr()
    assert (out.count("CHK001"), "such as" in err) == (2, False)


@pytest.mark.parametrize("options", [("-q",), ("--today", "2026-10-02")])
def test_nothing_is_said_where_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert cli.run(["lint", "--root", str(make(tmp_path, SMALL)), *DAY, *options]) == 0
    assert "follow-up" not in capsys.readouterr().err


def test_a_process_of_their_own_counts_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["lint", "--root", str(make(tmp_path, SMALL)), "--no-cache", *DAY]
    assert cli.run(command) == 0
    alone = capsys.readouterr()
    monkeypatch.setattr(run, "_FEWEST_FOR_PROCESSES", 0)
    monkeypatch.setattr(processes, "processors", lambda: 2)
    assert cli.run(command) == 0
    assert capsys.readouterr() == alone
    assert "2 follow-ups" in alone.err


def test_policy_makes_warnings_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = {"okrs/config.yaml": "lint: {severity: {CHK001: warning}}\n"}
    root = make(tmp_path, {**SMALL, **config})
    assert cli.run(["lint", "--root", str(root), "--output-format", "concise", *DAY]) == 0
    out, err = capsys.readouterr()
    assert (out.count("warning[CHK001]"), "follow-up" in err) == (2, False)
