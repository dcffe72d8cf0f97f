"""No check-in for long is a question, shown once on each page, and never about a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from tests.repositories import SMALL, make

TODAY = date(2026, 11, 16)
PEOPLE = SMALL["okrs/people.yaml"]
ASKED = "Does it need support, or a new owner?"


def pages(root: Path, **more: str) -> dict[str, str]:
    """The pages of the fourth quarter, by name."""
    make(root, {**SMALL, **{f"okrs/{path}": text for path, text in more.items()}})
    folder = api.report(api.open_repository(root), TODAY).folder / "2026-Q4"
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}


def test_it_is_asked_where_it_helps(tmp_path: Path) -> None:
    check_in = "by: mara\ndate: 2026-10-12\nkey_results: {company/organic-pipeline/subscribers: {value: 250}}\n"
    texts = pages(tmp_path, **{"2026-Q4/check-ins/2026-10-12-mara.yaml": check_in})
    assert texts["index"].count("No check-in for long: does it need support, or a new owner?") == 1
    assert "no data; last check-in: none yet\n" in texts["index"]
    assert "## No news for too long" not in texts["index"]
    assert f"> 💬 Last check-in: 12 Oct 2026. {ASKED}" in texts["organic-pipeline"]
    assert texts["mara"].count("No check-in for long: does it need support, or a new owner?") == 2
    assert "(bo.md), no check-in yet\n" in texts["mara"]
    assert "200 to 500**: last check-in: 12 Oct 2026. Is this still yours?" in texts["mara"]
    assert ASKED not in texts["bo"]


def test_who_has_left_is_not_asked_whether_it_is_still_theirs(tmp_path: Path) -> None:
    people = PEOPLE.replace("bo: {name: Bo,", "bo: {name: Bo, left: 2026-11-01,")
    assert people != PEOPLE
    texts = pages(tmp_path, **{"people.yaml": people})
    assert f"**Publish three in-depth posts**: last check-in: none yet. {ASKED}" in texts["bo"]
    assert "Is this still yours?" not in texts["bo"]


def test_who_asked_for_help_is_not_asked_what_they_need(tmp_path: Path) -> None:
    check_in = "by: bo\ndate: 2026-10-12\nkey_results: {company/organic-pipeline/pillar-posts: {help: A designer.}}\n"
    texts = pages(tmp_path, **{"2026-Q4/check-ins/2026-10-12-bo.yaml": check_in})
    assert "💬" not in texts["bo"]
    assert "### Help is asked for" in texts["index"]
    assert "[Publish three in-depth posts]" in texts["index"].partition("## No news for too long")[2]


def test_the_terminal_asks_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path)
    assert cli.run(["status", "--root", str(tmp_path), "--today", str(TODAY)]) == 0
    output = capsys.readouterr().out
    assert output.count("No check-in for long: does it need support, or a new owner?") == 1
    assert "No news for too long" not in output
