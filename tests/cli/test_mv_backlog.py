"""`okrs mv` asks on a terminal who owns what is scheduled, and takes options in the place of questions."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.cli.organisation import organisation
from tests.repositories import make

GOAL = """\
title: Be heard where customers listen
key_results:
  - {id: shows, title: Speak in six shows, measure: {type: metric, baseline: 0, target: 6, unit: shows}}
  - {id: press, title: Win 40 quotes, measure: {type: metric, baseline: 0, target: 40, unit: quotes}}
"""
MOVE = ("mv", "backlog/content/podcast-2", "2027-Q1", "--today", "2026-11-16")
PLANNED = "okrs/2027-Q1/content/podcast-2.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(organisation(tmp_path), {"okrs/backlog/content/podcast-2.yaml": GOAL})


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_it_asks_for_each_owner_who_is_not_given(root: Path) -> None:
    from tests.terminal import Terminal

    terminal = Terminal(root, *MOVE, "--owner", "press=mara")
    terminal.until("Speak in six shows (shows)")
    terminal.answer("who owns it", "nobody")
    terminal.until("`nobody` is not in okrs/people.yaml")
    terminal.answer("who owns it", "bo")
    terminal.answer("All right?")
    assert terminal.end() == 0
    text = (root / PLANNED).read_text()
    assert "owner: bo" in text
    assert "owner: mara" in text


def test_without_a_terminal_owners_are_options(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*MOVE, "--owner", "press=mara", "--root", str(root)]) == 2
    assert 'key result "shows" has no owner' in capsys.readouterr().err
    assert run([*MOVE, "--owner", "press=mara", "--owner", "shows=bo", "--root", str(root)]) == 0
    assert f"moved okrs/backlog/content/podcast-2.yaml to {PLANNED}" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["press", "press=", "=bo"])
def test_an_owner_without_a_key_result_or_a_person(root: Path, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*MOVE, "--owner", option, "--root", str(root)]) == 2
    assert "write `--owner KEY_RESULT=PERSON`" in capsys.readouterr().err


def test_a_diff_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*MOVE, "--owner", "press=mara", "--owner", "shows=bo", "--diff", "--root", str(root)]) == 0
    assert f"rename to {PLANNED}" in capsys.readouterr().out
    assert not (root / PLANNED).exists()
