"""Findings where people cannot be read, and where a check-in has nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import GOAL, SMALL, make


def lint(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    run(["lint", "--root", str(root), "--today", "2026-10-15", "--output-format", "full"])
    return capsys.readouterr().out


def test_a_text_is_no_id_where_nobody_knows_who_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {**SMALL, GOAL: SMALL[GOAL].replace("    owner: bo", "    owner: CRO")}
    files |= {"okrs/people.yml": files.pop("okrs/people.yaml"), "okrs/config.yaml": "organization: Us\n"}
    out = lint(make(tmp_path, files), capsys)
    assert 'error[OWN003] "CRO", the owner of key result "pillar-posts", is no id of a person' in out
    assert "people.yaml" not in out.split("OWN003")[1].split("error[")[0]


def test_a_check_in_may_be_about_objectives_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = {"okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": "by: bo\ndate: 2026-10-12\n"}
    out = lint(make(tmp_path, {**SMALL, **empty}), capsys)
    assert "or `objectives:` with what you say of one as a whole" in out
