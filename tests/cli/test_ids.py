"""Ids of key results: where they are shown, and where the last part of one is enough."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.cli.organisation import CHECK_INS, DAY, GOAL, files
from tests.repositories import commit, git, make

AFTER = ("--today", "2027-01-05")


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_list_names_every_key_result_on_one_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run_okrs(capsys, "list", *DAY)
    assert (status, err) == (0, "note: 2026 runs, too: `okrs list --cycle 2026`\n")
    assert out.splitlines()[0] == f"{GOAL}/guide         bo    A style guide that everybody uses"
    names = ("guide", "leads", "partner", "pillar-posts", "podcast", "speed")
    assert [line.split()[0] for line in out.splitlines()] == [f"{GOAL}/{name}" for name in names]


def test_list_names_the_cycle_where_it_is_another(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "list", "--cycle", "2026-Q3", *DAY)[1].startswith("2026-Q3/content/voice/letters  bo  ")
    data = json.loads(run_okrs(capsys, "list", "--owner", "mara", "--output-format", "json", *DAY)[1])
    title = "Raise leads from 120 to 200"
    leads = {"id": f"2026-Q4/{GOAL}/leads", "title": title, "owner": "mara"}
    assert data == {"cycle": "2026-Q4", "key_results": [leads], "unreadable": []}


def test_list_says_why_it_is_empty(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "list", "--owner", "dee", *DAY)[1] == "Dee Okafor owns no key result in 2026-Q4 or 2026\n"


@pytest.mark.parametrize("command", ["list", "status"])
def test_mine_is_whose_address_git_has(root: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    commit(root)
    git(root, "config", "user.email", "bo@example.com")
    status, out, err = run_okrs(capsys, command, "--mine", "--no-cache", *DAY)
    also = f"note: 2026 runs, too, and has what fits: `okrs {command} --cycle 2026 --owner bo`\n"
    assert (status, err) == (0, f"by git's user.email, bo@example.com, you are bo\n{also}")
    assert "Publish three in-depth posts" in out
    assert "Raise leads" not in out
    git(root, "config", "user.email", "mara-k@users.noreply.github.com")
    assert "Raise leads" in run_okrs(capsys, command, "--mine", *DAY)[1]
    assert run_okrs(capsys, command, "--mine", "--owner", "bo", *DAY)[0] == 2


def test_mine_needs_somebody(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root)
    git(root, "config", "user.email", "nobody@example.com")
    status, out, err = run_okrs(capsys, "list", "--mine", *DAY)
    assert (status, out) == (2, "")
    assert "nobody in okrs/people.yaml has that address" in err


def test_status_shows_ids_unbroken(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = run_okrs(capsys, "status", "--ids", *DAY)[1].splitlines()
    assert f"    {GOAL}/pillar-posts" in lines
    assert f" {GOAL}" in lines
    assert f"    {GOAL}/pillar-posts" not in run_okrs(capsys, "status", *DAY)[1].splitlines()
    assert "    2026-Q3/content/voice/letters" in run_okrs(capsys, "status", "--ids", "--cycle", "2026-Q3", *DAY)[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check-in", "pillar-posts", "--value", "2", "--by", "bo"),
        ("drop", "pillar-posts", "--because", "Nobody reads them.", "--by", "bo"),
        ("assign", "pillar-posts", "--to", "mara", "--yes"),
        ("agree", "pillar-posts", "--by", "bo", "--yes"),
        ("mv", "pillar-posts", "articles", "--yes"),
    ],
)
def test_a_last_part_is_told_in_full_before_anything_is_written(
    root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    before = files(root)
    order: list[str] = []
    import click

    real = click.echo

    def echo(message: object = None, *rest: object, **options: object) -> None:
        order.append(str(message) if files(root) == before else "after")
        real(message, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(click, "echo", echo)
    assert cli.run([*arguments, *DAY]) == 0
    assert any(f"`pillar-posts` is 2026-Q4/{GOAL}/pillar-posts" in line for line in order)
    assert "after" in order
    assert files(root) != before


@pytest.mark.parametrize("command", ["show", "terms", "history"])
def test_a_last_part_is_enough_to_look(root: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    status, out, err = run_okrs(capsys, command, "pillar-posts", *DAY)
    assert status == 0
    assert f"2026-Q4/{GOAL}/pillar-posts" in out
    assert f"note: `pillar-posts` is 2026-Q4/{GOAL}/pillar-posts\n" in err


def test_a_last_part_in_a_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {"said.yaml": "pillar-posts: {value: 2}\nspeed: {value: 280}\n"})
    status, _, err = run_okrs(capsys, "check-in", "--from", "said.yaml", "--by", "bo", *DAY)
    assert (status, err) == (
        0,
        f"note: `pillar-posts` is 2026-Q4/{GOAL}/pillar-posts\nnote: `speed` is 2026-Q4/{GOAL}/speed\n",
    )


def test_a_last_part_of_the_cycle_that_is_graded(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(
        root,
        {
            "okrs/2027-Q1/content/organic-pipeline.yaml": (
                root / "okrs/2026-Q4/content/organic-pipeline.yaml"
            ).read_text(encoding="utf-8")
        },
    )
    options = ("--score", "0.5", "--because", "Half.", "--decision", "stop", "--by", "bo", "--yes")
    status, _, err = run_okrs(capsys, "grade", "partner", *options, *AFTER)
    assert status == 0
    assert f"note: `partner` is 2026-Q4/{GOAL}/partner\n" in err
    assert f"`partner` is 2027-Q1/{GOAL}/partner" in run_okrs(capsys, "show", "partner", *AFTER)[2]


def test_a_last_part_that_may_mean_two_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = "title: A voice\nowner: mara\nkey_results:\n  - id: guide\n    title: A guide\n    owner: bo\n"
    make(root, {"okrs/2026-Q4/content/voice.yaml": f"{other}    measure: {{type: binary}}\n"})
    before = files(root)
    status, out, err = run_okrs(capsys, "check-in", "guide", "--done", "draft", "--by", "bo", *DAY)
    assert (status, out) == (2, "")
    assert err == (
        "error: `guide` may mean 2 key results of 2026-Q4\n"
        f"  = help: write which: 2026-Q4/{GOAL}/guide, 2026-Q4/content/voice/guide\n"
    )
    assert files(root) == before


def test_a_last_part_of_what_cannot_be_read(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "okrs/2026-Q4/content/organic-pipeline.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("target: 3", "target: three"), encoding="utf-8")
    status, _, err = run_okrs(capsys, "show", "pillar-posts", *DAY)
    assert status == 2
    assert f"key result `2026-Q4/{GOAL}/pillar-posts` could not be read" in err


def test_the_running_year_is_looked_at_next(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run_okrs(capsys, "check-in", "references", "--value", "3", "--by", "bo", *DAY)
    assert (status, err) == (0, "note: `references` is 2026/company/trusted/references\n")
    assert run_okrs(capsys, "show", "letters", *DAY)[0] == 2


def test_a_team_of_that_name_is_the_team(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run_okrs(capsys, "mv", "content", "editorial", "--yes", *DAY)
    assert (status, "editorial" in out) == (0, True)
    assert not list((root / CHECK_INS).glob("*.lock"))
