"""The first days of somebody who knows nothing yet: what is meant is understood, or one line says what to write."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from tests.cli.organisation import DAY, GOAL, files
from tests.repositories import commit, git, make
from tests.terminal import Terminal

ALONE = {
    "okrs/people.yaml": "people:\n  ida: {name: Ida, emails: [ida@example.com]}\n  omar: {name: Omar}\n",
    "okrs/2026-Q4/company/first-customers.yaml": """\
title: Strangers trust us
owner: ida
key_results:
  - id: paying
    title: Win 10 paying customers
    owner: ida
    measure: {type: metric, baseline: 0, target: 10, unit: customers}
  - id: month-end
    title: Close the month in at most 2 hours
    owner: omar
    measure: {type: threshold, at_most: 2, unit: hours}
""",
}
PAYING = "2026-Q4/company/first-customers/paying"


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two people with a key result each."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)
    return make(tmp_path, ALONE)


@pytest.mark.parametrize("days", range(0, 92, 7))
def test_what_init_and_new_write_is_not_stale_on_its_first_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], days: int
) -> None:
    git(tmp_path, "init", "--quiet")
    day = date(2026, 10, 1) + timedelta(days)
    options = ("--root", str(tmp_path), "--today", str(day))
    person = ("--name", "Ida", "--email", "ida@example.com")
    assert cli.run(["init", "--minimal", *person, *options]) == 0
    numbers = ("--measure", "metric", "--baseline", "0", "--target", "9", "--unit", "posts")
    words = ("--title", "Be read", "--key-result", "Publish 9 posts", "--owner", "ida", "--key-result-owner", "ida")
    assert cli.run(["new", "company/read", *words, *numbers, *options]) == 0
    for cycle in api.open_repository(tmp_path).workspace.plan.cycles:
        status = api.status(api.open_repository(tmp_path), day, cycle=cycle.name)
        assert {str(standing.status) for standing in status.key_results} <= {"no status", "not started"}


def test_status_says_from_when_a_key_result_counts_that_has_no_start(
    two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hint = "  Counted from 1 Oct 2026; one that began later says so with `start: DAY`\n"
    out = run_okrs(capsys, "status", *DAY)[1]
    assert out.count(hint) == 1
    assert hint not in run_okrs(capsys, "status", "--today", "2026-10-11")[1]
    goal = two / "okrs/2026-Q4/company/first-customers.yaml"
    goal.write_text(goal.read_text().replace("    measure:", "    start: 2026-11-10\n    measure:"))
    out = run_okrs(capsys, "status", *DAY)[1]
    assert "stale" not in out
    assert hint not in run_okrs(capsys, "status", "--today", "2026-12-20")[1], "it says when it began"


def test_a_late_check_in_says_how_to_name_a_later_start(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run_okrs(capsys, "lint", "--select", "CHK001", "--output-format", "full", *DAY)[1]
    assert out.count("; if it began after 2026-10-01, write its first day as `start:`\n") == 2


def test_who_owns_one_key_result_need_not_name_it(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run_okrs(capsys, "check-in", "--by", "ida", "--value", "4", "--confidence", "0.7", *DAY)
    assert (status, err) == (0, f"note: {PAYING} is meant, the only one that ida owns\n")
    [record] = (two / "okrs/2026-Q4/check-ins").iterdir()
    assert "company/first-customers/paying:" in record.read_text()


def test_who_may_own_another_has_to_name_it(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goal = two / "okrs/2026-Q4/company/first-customers.yaml"
    goal.write_text(goal.read_text().replace("type: threshold", "type: guess").replace("owner: omar", "owner: ida"))
    before = files(two)
    status, _, err = run_okrs(capsys, "check-in", "--by", "ida", "--value", "4", *DAY)
    assert (status, files(two)) == (2, before)
    assert err.endswith(f"name it: `okrs check-in team/objective/key-result …`; ida owns {PAYING}\n")


def test_who_owns_none_is_told_so(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(two, {"okrs/people.yaml": f"{ALONE['okrs/people.yaml']}  bo: {{name: Bo}}\n"})
    for command in (("check-in", "--value", "4"), ("grade", "--score", "1")):
        status, _, err = run_okrs(capsys, *command, "--by", "bo", *DAY)
        assert (status, err.splitlines()[-1].rpartition("; ")[2]) == (2, "bo owns none that is open for it")


def test_a_grade_of_the_only_key_result_need_not_name_it(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ("--score", "0.4", "--because", "Four came.", "--decision", "keep")
    status, _, err = run_okrs(capsys, "grade", "--by", "ida", *said, "--today", "2026-12-30")
    assert status == 0
    assert err.startswith(f"note: {PAYING} is meant, the only one that ida owns\n")


def test_close_means_the_latest_that_ended_and_is_open(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run_okrs(capsys, "close", *DAY)
    assert (status, err) == (
        1,
        "note: `okrs close 2026-Q3` is meant, the latest cycle that waits for its grades\n",
    )
    assert out.startswith("2026-Q3: 1 of 1 key result waits for a grade\n")
    assert run_okrs(capsys, "close", "--today", "2027-01-04")[2].startswith("note: `okrs close 2026-Q4` is meant")


def test_close_asks_for_a_cycle_where_none_waits(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "close", *DAY) == (
        2,
        "",
        "error: no cycle waits for its grades\n  = help: name the one to look at: 2026-Q4\n",
    )
    assert not (two / "status").exists()
    status, out, err = run_okrs(capsys, "close", "--today", "2026-12-20")
    assert (status, err.split(",")[0]) == (1, "note: `okrs close 2026-Q4` is meant")
    assert out.startswith("2026-Q4: 2 of 2 key results wait for a grade")


def test_assign_says_what_to_add_where_nobody_can_be_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(root)
    assert run_okrs(capsys, "assign", "pillar-posts", *DAY) == (
        2,
        "",
        f"note: `pillar-posts` is 2026-Q4/{GOAL}/pillar-posts\n"
        f"error: who is to own `2026-Q4/{GOAL}/pillar-posts`?\n"
        "  = help: add `--to PERSON`, with an id of okrs/people.yaml\n",
    )
    assert files(root) == before


def test_assign_asks_until_it_is_somebody_who_can(root: Path) -> None:
    commit(root)
    terminal = Terminal(root, "assign", "pillar-posts", *DAY)
    terminal.answer("who owns it from now on, by id? ask them first", "")
    terminal.answer("who owns it from now on, by id? ask them first", "maar")
    terminal.answer("who owns it from now on, by id? ask them first", "mara")
    terminal.answer("All right? [Y/n]", "")
    assert terminal.end() == 0
    assert "an owner is needed; Ctrl-C leaves without writing anything" in terminal.output
    assert "`maar` is not in okrs/people.yaml" in terminal.output
    assert "title: Publish three in-depth posts\n    owner: mara\n" in (
        root / "okrs/2026-Q4/content/organic-pipeline.yaml"
    ).read_text(encoding="utf-8")


def test_a_rollover_says_whose_records_wait_for_whom(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = "{score: 0.5, because: So it is., decision: keep}"
    text = f"by: bo\ndate: 2026-12-28\nkey_results:\n  {GOAL}/pillar-posts: {entry}\n"
    make(root, {"okrs/2026-Q4/grades/2026-12-28-bo.yaml": text})
    arguments = ("rollover", "2026-Q4", "2027-Q1", "--by", "mara", "--diff", "--today", "2026-12-30")
    assert (
        "the records in the name of bo, who graded, are proposals: bo approves them in the pull request\n"
        in run_okrs(capsys, *arguments)[2]
    )


@pytest.mark.parametrize(
    ("written", "means"),
    [("pillar-posts", "2027-Q1/content/read/pillar-posts"), ("posts", "2027-Q1/content/read/pillar-posts")],
)
def test_carried_to_takes_a_last_part_of_the_next_cycle(
    root: Path, capsys: pytest.CaptureFixture[str], written: str, means: str
) -> None:
    goal = """\
title: Be read
owner: mara
key_results:
  - id: pillar-posts
    title: Publish five posts
    owner: bo
    formerly: [posts]
    measure: {type: metric, baseline: 0, target: 5, unit: posts}
"""
    make(root, {"okrs/2027-Q1/content/read.yaml": goal})
    said = ("--score", "0.5", "--because", "So it is.", "--decision", "keep", "--carried-to", written)
    status, _, err = run_okrs(capsys, "grade", f"{GOAL}/pillar-posts", "--by", "bo", *said, "--today", "2026-12-30")
    assert status == 0
    assert f"note: `{written}` is {means}\n" in err
    [record] = (root / "okrs/2026-Q4/grades").glob("2026-12-30-bo*")
    assert f"    carried_to: {means}\n" in record.read_text(encoding="utf-8")


def test_carried_to_refuses_a_last_part_that_may_mean_several(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goal = """\
title: Be read
owner: mara
key_results:
  - {id: posts, title: Publish five posts, owner: bo, measure: {type: binary}, success: They are out.}
"""
    make(root, {f"okrs/2027-Q1/content/{name}.yaml": goal for name in ("read", "heard")})
    said = ("--score", "0.5", "--because", "So it is.", "--decision", "keep", "--carried-to", "posts")
    before = files(root)
    status, _, err = run_okrs(capsys, "grade", f"{GOAL}/pillar-posts", "--by", "bo", *said, "--today", "2026-12-30")
    assert (status, files(root)) == (2, before)
    assert "`posts` may mean 2 key results of 2027-Q1" in err
