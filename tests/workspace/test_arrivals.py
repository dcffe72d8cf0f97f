"""The days on which records came to the main line: by commits along the first parents, as far as they say anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code.workspace.arrivals import arrivals
from okrs_as_code.workspace.repository import Repository
from tests.repositories import commit, git, make
from tests.scenarios.playing import GIT

SINCE = date(2026, 11, 9)
FOLDER = "okrs/2026-Q4/check-ins"
CHECK_IN = "by: bo\ndate: {}\nkey_results:\n  company/organic-pipeline/pillar-posts: {{value: 1}}\n"


class History:
    """A repository whose commits have days."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root, self._patch = root, patch
        make(root)
        self.commit("2026-10-01")

    def commit(self, day: str) -> None:
        self.set_day(day)
        commit(self.root)

    def set_day(self, day: str) -> None:
        self._patch.setitem(GIT, "GIT_COMMITTER_DATE", f"{day}T12:00:00Z")

    def check_in(self, day: str, committed: str) -> None:
        make(self.root, {f"{FOLDER}/{day}-bo.yaml": CHECK_IN.format(day)})
        self.commit(committed)

    def arrivals(self) -> dict[str, str]:
        found = arrivals(Repository.find(self.root), SINCE)
        return {path.removeprefix(f"{FOLDER}/")[:10]: str(day) for path, day in found.items()}


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    return History(tmp_path / "repository", monkeypatch)


def test_a_record_came_with_the_first_commit_that_has_it(history: History) -> None:
    history.check_in("2026-11-02", "2026-11-09")
    history.check_in("2026-11-06", "2026-11-10")
    history.check_in("2026-11-07", "2026-11-12")
    assert history.arrivals() == {"2026-11-06": "2026-11-10", "2026-11-07": "2026-11-12"}


def test_a_record_of_a_branch_came_with_its_merge(history: History) -> None:
    git(history.root, "checkout", "-q", "-b", "side")
    history.check_in("2026-11-06", "2026-11-06")
    git(history.root, "checkout", "-q", "main")
    history.set_day("2026-11-11")
    git(history.root, "merge", "-q", "--no-ff", "-m", "x", "side")
    assert history.arrivals() == {"2026-11-06": "2026-11-11"}


def test_a_record_that_moved_was_there_before(history: History) -> None:
    history.check_in("2026-11-02", "2026-11-02")
    folder = history.root / FOLDER
    (folder / "2026-11-02-bo.yaml").rename(folder / "2026-11-02-bo.again.yaml")
    history.commit("2026-11-12")
    assert history.arrivals() == {}


def test_what_was_imported_with_its_goals_says_nothing(history: History) -> None:
    goal = (history.root / "okrs/2026-Q4/company/organic-pipeline.yaml").read_text()
    make(history.root, {"okrs/2026-Q4/company/more.yaml": goal})
    history.check_in("2026-11-06", "2026-11-12")
    assert history.arrivals() == {}


def test_a_clone_that_is_cut_off_says_what_it_reaches(history: History, tmp_path: Path) -> None:
    history.check_in("2026-11-06", "2026-11-10")
    history.check_in("2026-11-07", "2026-11-12")
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{history.root}", "shallow")
    found = arrivals(Repository.find(tmp_path / "shallow"), SINCE)
    assert [path[-18:-8] for path in found] == ["2026-11-07"]


def test_a_plain_folder_has_none(tmp_path: Path) -> None:
    assert arrivals(Repository.find(make(tmp_path)), SINCE) == {}
