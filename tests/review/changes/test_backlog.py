"""A change of the backlog is shown and asks nobody; a move from or to a cycle asks as a removal or an addition."""

from __future__ import annotations

import json
from itertools import pairwise, product
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import commit, make

PEOPLE = """\
people:
  ana: {name: Ana, account: ana-d}
  mara: {name: Mara, manager: ana, account: mara-k}
  bo: {name: Bo, manager: mara, account: bo-l}
"""
GOAL = """\
title: Be heard where customers listen
owner: mara
key_results:
  - id: shows
    title: Speak in six shows
    owner: bo
    measure: {type: metric, baseline: 0, target: 6, unit: shows}
"""
BACKLOG, PLANNED = "okrs/backlog/company/podcast.yaml", "okrs/2026-Q4/company/podcast.yaml"
TEXTS = [
    None,
    GOAL,
    GOAL.replace("owner: bo", "owner: mara"),
    "title: [\n",
    "titel: Be heard\n",
    "title: TBD # okrs: ignore[KR006] until 2027-01-01: not known yet\n",
]
Captured = pytest.CaptureFixture[str]


def changed(root: Path, before: dict[str, str | None], after: dict[str, str | None]) -> str:
    """The commit before a change."""
    config = "repository: https://github.com/example/okrs\nstewards: [ana]\n"
    make(root, {"okrs/people.yaml": PEOPLE, "okrs/config.yaml": config, **_written(before)})
    base = commit(root)
    for path in before:
        (root / path).unlink(missing_ok=True)
    make(root, {**_written(after), "README.md": "x"})
    commit(root)
    return base


def _written(files: dict[str, str | None]) -> dict[str, str]:
    return {path: text for path, text in files.items() if text is not None}


def asked(root: Path, base: str, capsys: Captured) -> set[tuple[str, str]]:
    """Who is asked, and about what."""
    run(["approvals", base, "--root", str(root), "--today", "2026-11-16", "--output-format", "json"])
    return {(one["subject"], one["person"]) for one in json.loads(capsys.readouterr().out)["needed"]}


def shown(root: Path, base: str, capsys: Captured) -> list[tuple[str, str]]:
    run(["diff", base, "--root", str(root), "--today", "2026-11-16", "--output-format", "json"])
    changes = json.loads(capsys.readouterr().out)["changes"]
    return [(one["subject"], one["message"]) for one in changes if one["kind"] == "backlog"]


BY_DAY = [*pairwise([*TEXTS, TEXTS[0]]), (GOAL, GOAL)]
"""Each text comes and goes once, and one stays."""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *BY_DAY,
        *(pytest.param(*pair, marks=pytest.mark.nightly) for pair in product(TEXTS, TEXTS) if pair not in BY_DAY),
    ],
)
def test_a_change_of_the_backlog_asks_nobody(
    tmp_path: Path, before: str | None, after: str | None, capsys: Captured
) -> None:
    base = changed(tmp_path, {BACKLOG: before}, {BACKLOG: after})
    assert asked(tmp_path, base, capsys) == set()
    assert bool(shown(tmp_path, base, capsys)) is (before != after)


def test_it_is_shown_in_words(tmp_path: Path, capsys: Captured) -> None:
    edited, gone, broken = (BACKLOG.replace("podcast", name) for name in ("edited", "gone", "broken"))
    title = "title: Be heard\n"
    base = changed(
        tmp_path, {edited: title, gone: title, broken: title}, {BACKLOG: title, edited: GOAL, broken: "title: [\n"}
    )
    assert shown(tmp_path, base, capsys) == [
        (id_, f"{id_}: {words}")
        for id_, words in (
            ("backlog/company/broken", "edited and cannot be read: company/broken"),
            ("backlog/company/edited", "edited: Be heard where customers listen"),
            ("backlog/company/gone", "not in the backlog any more: Be heard"),
            ("backlog/company/podcast", "new: Be heard"),
        )
    ]


EVERYBODY = {
    ("2026-Q4/company/podcast", "mara"),
    ("2026-Q4/company/podcast/shows", "bo"),
    ("2026-Q4/company/podcast/shows", "mara"),
}


@pytest.mark.parametrize("left", [GOAL, None, "title: [\n"])
def test_a_goal_that_leaves_its_cycle_asks_as_one_that_is_removed(
    tmp_path: Path, left: str | None, capsys: Captured
) -> None:
    base = changed(tmp_path, {PLANNED: GOAL}, {BACKLOG: left})
    assert asked(tmp_path, base, capsys) == EVERYBODY


def test_a_goal_that_is_scheduled_asks_as_a_new_one(tmp_path: Path, capsys: Captured) -> None:
    base = changed(tmp_path, {BACKLOG: GOAL}, {PLANNED: GOAL})
    assert asked(tmp_path, base, capsys) == EVERYBODY


def test_a_backlog_that_nobody_read_while_a_team_had_its_name(tmp_path: Path, capsys: Captured) -> None:
    teams = "teams:\n  company: {name: Example}\n"
    before: dict[str, str | None] = {"okrs/teams.yaml": f"{teams}  backlog: {{name: Crew}}\n", BACKLOG: GOAL}
    base = changed(tmp_path, before, {"okrs/teams.yaml": teams, BACKLOG: GOAL})
    assert asked(tmp_path, base, capsys) == {("okrs/teams.yaml", "ana")}
