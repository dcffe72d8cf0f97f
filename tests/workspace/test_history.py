"""Every version of a file, the newest first."""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.history import versions
from tests.repositories import GOAL, commit, git, make


def test_versions_of_a_file(tmp_path: Path) -> None:
    made = [commit(make(tmp_path), "first")]
    make(tmp_path, {"okrs/2026-Q4/company/other.yaml": "x"})
    commit(tmp_path, "something else")
    make(tmp_path, {GOAL: "title: second\n"})
    made.append(commit(tmp_path, "second"))
    git(tmp_path, "rm", "-q", GOAL)
    made.append(commit(tmp_path, "removed"))
    make(tmp_path, {GOAL: "title: back\n"})
    made.append(commit(tmp_path, "back"))
    found = list(versions(Git(tmp_path), GOAL))
    assert [one.commit for one in found] == made[::-1]
    assert [one.content for one in found][:3] == [b"title: back\n", None, b"title: second\n"]
    assert found[0].time == 1792065600


def test_a_file_that_never_was(tmp_path: Path) -> None:
    commit(make(tmp_path))
    assert list(versions(Git(tmp_path), "okrs/nothing.yaml")) == []


def test_versions_up_to_a_revision(tmp_path: Path) -> None:
    first = commit(make(tmp_path), "first")
    make(tmp_path, {GOAL: "title: second\n"})
    commit(tmp_path, "second")
    assert [one.commit for one in versions(Git(tmp_path), GOAL, "HEAD~1")] == [first]
