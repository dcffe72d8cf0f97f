"""The history of files, read from real repositories."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code.git.client import Git
from okrs_as_code.git.history import file_versions, first_parent_changes, is_shallow, last_commit_on, writing_commits
from tests.repositories import GOAL, commit, git, make
from tests.scenarios.playing import GIT


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
    versions = list(file_versions(Git(tmp_path), GOAL))
    assert [version.commit for version in versions] == made[::-1]
    assert [version.content for version in versions][:3] == [b"title: back\n", None, b"title: second\n"]
    assert versions[0].time == 1792065600


def test_a_file_that_never_was(tmp_path: Path) -> None:
    commit(make(tmp_path))
    assert list(file_versions(Git(tmp_path), "okrs/nothing.yaml")) == []


def test_versions_up_to_a_revision(tmp_path: Path) -> None:
    first = commit(make(tmp_path), "first")
    make(tmp_path, {GOAL: "title: second\n"})
    commit(tmp_path, "second")
    assert [version.commit for version in file_versions(Git(tmp_path), GOAL, "HEAD~1")] == [first]


def test_a_merge_that_differs_from_all_parents_is_a_version(tmp_path: Path) -> None:
    merged = _merged(tmp_path)
    versions = list(file_versions(Git(tmp_path), GOAL))
    assert len(versions) == 4
    assert versions[0].commit == merged
    assert versions[0].content == b"a2\nb\nc\nd\ne\nf2\n"


def _merged(root: Path) -> str:
    """A branch, the main line and their merge each leave a version of their own."""
    commit(make(root, {"okrs/people.yaml": "people: {}\n", GOAL: "a\nb\nc\nd\ne\nf\n"}), "first")
    git(root, "checkout", "-q", "-b", "branch")
    make(root, {GOAL: "a2\nb\nc\nd\ne\nf\n"})
    commit(root, "on the branch")
    git(root, "checkout", "-q", "main")
    make(root, {GOAL: "a\nb\nc\nd\ne\nf2\n"})
    commit(root, "on main")
    git(root, "merge", "-q", "--no-edit", "branch")
    return git(root, "rev-parse", "HEAD").strip()


def test_along_the_main_line_each_change_starts_where_the_last_one_ended(tmp_path: Path) -> None:
    merged = _merged(tmp_path)
    changes = first_parent_changes(Git(tmp_path), [GOAL, "okrs/people.yaml"])
    assert [len(change.files) for change in changes] == [2, 1, 1]
    blobs = [next(file for file in change.files if file.path == GOAL) for change in changes]
    assert [blob.before for blob in blobs] == [None, *(blob.after for blob in blobs[:-1])]
    assert changes[-1].commit.id == merged
    assert str(changes[-1].commit.day) == "2026-10-15"


def test_who_wrote_exactly_this_content(tmp_path: Path) -> None:
    commit(make(tmp_path, {GOAL: "1\n"}), "first")
    git(tmp_path, "checkout", "-q", "-b", "branch")
    make(tmp_path, {GOAL: "2\n"})
    written = commit(tmp_path, "second")
    git(tmp_path, "checkout", "-q", "main")
    git(tmp_path, "merge", "-q", "--no-ff", "--no-edit", "branch")
    [_, last] = first_parent_changes(Git(tmp_path), [GOAL])
    [file] = last.files
    assert file.after is not None
    assert last.commit.id != written
    assert [writing.id for writing in writing_commits(Git(tmp_path), [GOAL])[GOAL, file.after]] == [written]


def test_the_last_commit_of_a_day_is_dated_where_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for number, when in enumerate(("2026-10-12T23:30:00-08:00", "2026-10-13T08:00:00+02:00", "2026-10-12T12:00:00Z")):
        monkeypatch.setitem(GIT, "GIT_COMMITTER_DATE", when)
        made.append(commit(make(tmp_path, {GOAL: f"{number}\n"})))
    git_ = Git(tmp_path)
    assert last_commit_on(git_, date(2026, 10, 11)) is None
    first = last_commit_on(git_, date(2026, 10, 12))
    assert first is not None
    assert first.id == made[2], "a clock that went wrong: the last in order counts"
    monkeypatch.setitem(GIT, "GIT_COMMITTER_DATE", "2026-10-14T12:00:00Z")
    commit(make(tmp_path, {GOAL: "3\n"}))
    assert last_commit_on(git_, date(2026, 10, 13)) == first


def test_a_name_made_to_confuse_is_only_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GIT, "GIT_AUTHOR_NAME", "x :100644 \x01 M")
    made = commit(make(tmp_path, {GOAL: "1\n"}))
    [change] = first_parent_changes(Git(tmp_path), [GOAL])
    assert (change.commit.id, change.commit.author) == (made, "x :100644 \x01 M")
    assert len(change.files) == 1


def test_a_clone_that_is_cut_off(tmp_path: Path) -> None:
    commit(make(tmp_path / "whole"))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/whole", "cut")
    assert is_shallow(Git(tmp_path / "cut"))
    assert not is_shallow(Git(tmp_path / "whole"))
