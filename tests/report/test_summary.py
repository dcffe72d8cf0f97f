"""The summary of a job: the page of the running cycle, with links that lead on from anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import GOAL, SMALL, commit, git, make

DAY = ("--today", "2026-11-16")
CONFIG = {"okrs/config.yaml": "repository: https://github.com/example/okrs\nbranch: trunk\n"}
VIEW = "https://github.com/example/okrs/blob/trunk"


def summary(root: Path, *arguments: str) -> str:
    target = root.parent / "summary.md"
    assert run(["report", "--summary", str(target), "--root", str(root), *DAY, *arguments]) == 0
    return target.read_text("utf-8")


def targets(text: str) -> set[str]:
    return set(re.findall(r"\]\(([^)]*)\)", text))


def test_what_is_not_written_as_a_page_leads_to_its_file(tmp_path: Path) -> None:
    text = summary(make(tmp_path / "goals", {**SMALL, **CONFIG}))
    assert (
        f"[Publish three in\\-depth posts]({VIEW}/{GOAL}#pillar-posts)" in text
        or f"({VIEW}/{GOAL}#pillar-posts)" in text
    )
    assert targets(text) == {f"{VIEW}/{GOAL}", f"{VIEW}/{GOAL}#pillar-posts", f"{VIEW}/{GOAL}#subscribers"}
    assert "Mara" in text


def test_what_is_written_leads_to_its_page(tmp_path: Path) -> None:
    root = make(tmp_path / "goals", {**SMALL, **CONFIG})
    assert run(["report", "--root", str(root), *DAY]) == 0
    text = summary(root)
    pages = f"{VIEW}/status/2026-Q4"
    assert f"[Mara]({pages}/people/mara.md)" in text
    assert all(target.startswith(f"{VIEW}/status/") for target in targets(text))
    assert f"{pages}/objectives/company/organic-pipeline.md#pillar-posts" in targets(text)


def test_the_address_of_the_remote_is_known(tmp_path: Path) -> None:
    root = make(tmp_path / "goals")
    commit(root)
    git(root, "remote", "add", "origin", "git@gitlab.com:example/okrs.git")
    assert f"https://gitlab.com/example/okrs/-/blob/main/{GOAL}" in targets(summary(root))


def test_without_a_forge_the_words_stay(tmp_path: Path) -> None:
    text = summary(make(tmp_path / "goals"))
    assert targets(text) == set()
    assert "Publish three" in text


def test_a_root_below_the_top(tmp_path: Path) -> None:
    top = tmp_path / "top"
    make(top / "sub", {**SMALL, **CONFIG})
    commit(top)
    assert f"{VIEW}/sub/{GOAL}" in targets(summary(top / "sub"))


def test_a_title_makes_no_link(tmp_path: Path) -> None:
    goal = SMALL[GOAL].replace("Publish three in-depth posts", '"[x](y.md)"')
    text = summary(make(tmp_path / "goals", {**SMALL, **CONFIG, GOAL: goal}))
    assert f"[\\[x\\](y.md)]({VIEW}/{GOAL}#pillar-posts)" in text


def test_before_the_first_objective_it_says_so(tmp_path: Path) -> None:
    root = make(tmp_path / "goals", {"okrs/people.yaml": SMALL["okrs/people.yaml"]})
    text = summary(root)
    assert "There are no objectives yet." in text
    assert summary(root) == text + text, "a summary has parts of other steps, which stay"


@pytest.mark.parametrize("more", [["--check"], ["--out", "x"], ["--cycle", "2026-Q4"]])
def test_it_writes_no_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]) -> None:
    root = make(tmp_path / "goals")
    assert run(["report", "--summary", str(tmp_path / "s.md"), "--root", str(root), *DAY, *more]) == 2
    assert "`--summary` writes no pages" in capsys.readouterr().err
    summary(root)
    assert not (root / "status").exists()


def test_a_file_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make(tmp_path / "goals")
    assert run(["report", "--summary", str(tmp_path / "no/s.md"), "--root", str(root), *DAY]) == 2
    assert "s.md cannot be written: No such file or directory" in capsys.readouterr().err
