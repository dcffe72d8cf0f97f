"""The last readable state in a real history: along the first parents of the base, and not where a branch wandered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from tests.repositories import commit, git, make
from tests.review.playing import BASE, PIPELINE, rows_of

TODAY = date(2026, 10, 15)
READABLE = BASE[PIPELINE]
BROKEN = READABLE.replace("owner: bo\n", "owner: bo\n    note: kept from the spreadsheet\n")


def asked(root: Path, base: str = "main", head: str = "change") -> list[str]:
    """Who is asked about the change, with the reading that the command has, first without what it then keeps."""
    repository = api.open_change(root, base)
    rows = rows_of(api.approvals(repository, base, head, TODAY, account="dee-d"))
    assert rows_of(api.approvals(api.open_change(root, base), base, head, TODAY, account="dee-d")) == rows
    return [row.partition("/")[2].rpartition(" ")[0] for row in rows[:-1]]


def write(root: Path, text: str, message: str = "x") -> None:
    make(root, {PIPELINE: text})
    commit(root, message)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """On main it was readable, then broken by a merged branch on which dee owned it for a while."""
    commit(make(tmp_path, dict(BASE)))
    git(tmp_path, "switch", "-q", "-c", "side")
    write(tmp_path, READABLE.replace("owner: bo", "owner: dee"))
    write(tmp_path, BROKEN)
    git(tmp_path, "switch", "-q", "main")
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "Merge it", "side")
    git(tmp_path, "switch", "-q", "-c", "change")
    return tmp_path


def test_another_owner(root: Path) -> None:
    write(root, BROKEN.replace("owner: bo", "owner: dee"))
    assert asked(root) == [
        "pipeline/posts: old owner bo",
        "pipeline/posts: old manager mara",
        "pipeline/posts: owner dee",
        "pipeline/posts: manager ana",
    ]


def test_a_repair_to_what_main_had_and_to_what_the_branch_had(root: Path) -> None:
    write(root, READABLE)
    assert asked(root) == []
    write(root, READABLE.replace("owner: bo", "owner: dee"))
    assert "pipeline/posts: old owner bo" in asked(root)


def test_a_branch_that_left_main_before_the_repair(root: Path) -> None:
    write(root, BROKEN.replace("target: 3", "target: 4"))
    git(root, "switch", "-q", "main")
    write(root, READABLE.replace("owner: bo", "owner: chen"))
    assert "pipeline/posts: old owner chen" in asked(root)


def test_without_a_history_whom_it_names(root: Path, tmp_path: Path) -> None:
    write(root, BROKEN.replace("target: 3", "target: many"))
    clone = tmp_path / "clone"
    git(root, "clone", "-q", "--no-local", "--depth", "2", "--branch", "change", f"file://{root}", str(clone))
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main:main")
    rows = asked(clone)
    assert "pipeline/posts: owner bo" in rows
    assert "pipeline/posts: manager mara" in rows


def test_an_objective_that_was_renamed(root: Path) -> None:
    git(root, "switch", "-q", "main")
    search = PIPELINE.replace("pipeline", "search")
    git(root, "mv", PIPELINE, search)
    make(root, {search: f"formerly: [company/pipeline]\n{BROKEN}"})
    commit(root)
    git(root, "switch", "-q", "-C", "change")
    make(root, {search: f"formerly: [company/pipeline]\n{READABLE}"})
    commit(root)
    assert asked(root) == []


def test_a_file_that_is_no_yaml(root: Path) -> None:
    git(root, "switch", "-q", "main")
    write(root, f"{READABLE}  - [\n")
    git(root, "switch", "-q", "-C", "change")
    write(root, READABLE)
    assert asked(root) == []
    git(root, "rm", "-q", PIPELINE)
    git(root, "commit", "-q", "-m", "Take it away")
    assert asked(root) == [
        "pipeline: objective owner mara",
        "pipeline/leads: owner chen",
        "pipeline/leads: manager dee",
        "pipeline/posts: owner bo",
        "pipeline/posts: manager mara",
    ]
