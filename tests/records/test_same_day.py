"""Two check-ins of one person on one day: on two branches they do not meet, and of one clone the later one counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from okrs_as_code.model.timeline import suffix_order
from tests.repositories import GOAL, PEOPLE, commit, git, make

DAY = date(2026, 11, 16)
POSTS, SUBSCRIBERS = "2026-Q4/company/organic-pipeline/pillar-posts", "2026-Q4/company/organic-pipeline/subscribers"
CHECK_INS = "okrs/2026-Q4/check-ins"
OBJECTIVE = """\
title: Make organic search our best source of qualified pipeline
owner: mara
key_results:
  - id: pillar-posts
    title: Publish three in-depth posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
  - id: subscribers
    title: Raise newsletter subscribers from 200 to 500
    owner: bo
    measure: {type: metric, baseline: 200, target: 500, unit: people}
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    commit(make(tmp_path, {"okrs/people.yaml": PEOPLE, GOAL: OBJECTIVE}))
    return tmp_path


def check_in(key_result: str, value: int) -> None:
    options = ("--by", "bo", "--value", str(value), "--confidence", "0.7", "--yes", "--today", str(DAY))
    assert cli.run(["check-in", key_result, *options]) == 0


def value(root: Path, key_result: str) -> object:
    repository = api.open_repository(root)
    return api.assess(repository, DAY).key_result(repository.workspace.plan.key_results[key_result]).progress.value


def test_two_branches_merge(root: Path) -> None:
    for branch, key_result, number in (("x", POSTS, 1), ("y", SUBSCRIBERS, 300)):
        git(root, "checkout", "-q", "-b", branch, "main")
        check_in(key_result, number)
        commit(root)
    git(root, "checkout", "-q", "main")
    for branch in ("x", "y"):
        git(root, "merge", "-q", "-m", "Merge", branch)
    assert (value(root, POSTS), value(root, SUBSCRIBERS)) == (1, 300)


@pytest.mark.parametrize("first", range(1, 8))
def test_the_later_of_one_clone_counts_in_a_fresh_one(root: Path, tmp_path: Path, first: int) -> None:
    """Whatever the digits of their content are, and also after a page's or an older tool's name without a number."""
    for number in (first, 3 - first, first + 10):
        check_in(POSTS, number)
    assert value(root, POSTS) == first + 10
    commit(root)
    git(tmp_path, "clone", "-q", str(root), "fresh")
    assert value(tmp_path / "fresh", POSTS) == first + 10


def test_the_order_of_names() -> None:
    stem = "2026-11-16-bo"
    names = [stem, f"{stem}.3f9c2a", f"{stem}.2", f"{stem}.2.123456", f"{stem}.3.000000", f"{stem}.10", f"{stem}.late"]
    assert sorted({*names}, key=suffix_order) == names
    assert suffix_order(f"{stem}.123456") < suffix_order(f"{stem}.2.000000"), "six digits are those of a content"
