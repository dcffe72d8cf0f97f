"""Findings where people cannot be read, and where a check-in has nothing in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli.main import run
from tests.repositories import GOAL, SMALL, make

DAY = date(2026, 10, 15)


def lint(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    run(["lint", "--root", str(root), "--today", "2026-10-15", "--output-format", "full"])
    return capsys.readouterr().out


def test_a_text_is_no_id_where_nobody_knows_who_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {**SMALL, GOAL: SMALL[GOAL].replace("    owner: bo", "    owner: CRO")}
    files |= {"okrs/people.yml": files.pop("okrs/people.yaml"), "okrs/config.yaml": "organization: Us\n"}
    out = lint(make(tmp_path, files), capsys)
    assert 'error[OWN003] "CRO", the owner of key result "pillar-posts", is no id of a person' in out
    assert "people.yaml" not in out.split("OWN003")[1].split("error[")[0]


@pytest.mark.parametrize(
    ("days", "note"),
    [
        (
            "2026-C6: {from: 2026-10-01, until: soon}",
            "the days of 2026-C6 in okrs/config.yaml make no cycle: what lies in okrs/2026-C6/ is not judged",
        ),
        (
            "2026-C6: {from: 2026-10-01}",
            "the days of 2026-C6 in okrs/config.yaml make no cycle: what lies in okrs/2026-C6/ is not judged",
        ),
        (
            "2026-C6: {from: 2026-11-01, until: 2026-10-01}",
            "the days of 2026-C6 in okrs/config.yaml make no cycle: what lies in okrs/2026-C6/ is not judged",
        ),
        (
            "2026-Q4: {from: 2026-10-05, until: soon}",
            "the days of 2026-Q4 in okrs/config.yaml make no cycle: 2026-10-01 to 2026-12-31 are taken for it",
        ),
        ("2026-C6: {from: 2026-10-01, until: 2026-11-11}", None),
    ],
)
def test_a_cycle_whose_days_cannot_be_read_is_named(days: str, note: str | None, tmp_path: Path) -> None:
    make(tmp_path, {**SMALL, "okrs/config.yaml": f"cycles:\n  {days}\n", "okrs/2026-C6/company/one.yaml": SMALL[GOAL]})
    assert api.lint(api.open_repository(tmp_path), DAY).notes == ((note,) if note is not None else ())


def test_a_title_is_known_where_the_rest_of_an_entry_does_not_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = SMALL["okrs/people.yaml"].replace("Bo,", "Bo, title: CRO, emails: [bo],")
    goal = SMALL[GOAL].replace("    owner: bo", "    owner: CRO")
    out = lint(make(tmp_path, {"okrs/people.yaml": people, GOAL: goal}), capsys)
    assert '"CRO" is the title of Bo, and the owner of key result "pillar-posts" is an id' in out
    assert "= help: write `owner: bo`" in out


def test_a_check_in_may_be_about_objectives_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = {"okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": "by: bo\ndate: 2026-10-12\n"}
    out = lint(make(tmp_path, {**SMALL, **empty}), capsys)
    assert "or `objectives:` with what you say of one as a whole" in out
