"""The commits of a change, and what they say about themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.errors import RevisionError
from okrs_as_code.git.client import Git
from okrs_as_code.git.commits import SignOff, commits_between, sign_offs
from tests.repositories import GOAL, commit, git, make
from tests.scenarios.playing import GIT


def test_what_a_branch_brings_in_the_order_in_which_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = commit(make(tmp_path))
    git(tmp_path, "checkout", "-q", "-b", "branch")
    monkeypatch.setitem(GIT, "GIT_AUTHOR_NAME", "Chen é\u202e <x")
    monkeypatch.setitem(GIT, "GIT_AUTHOR_EMAIL", "chen@example.com")
    monkeypatch.setitem(GIT, "GIT_COMMITTER_EMAIL", "forge@example.com")
    first = commit(make(tmp_path, {GOAL: "1\n"}), "one\n\nbody\n\nSigned-off-by: Bo <bo@example.com>\n")
    monkeypatch.setitem(GIT, "GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
    second = commit(make(tmp_path, {GOAL: "2\n"}), "two")
    git(tmp_path, "checkout", "-q", "main")
    commit(make(tmp_path, {"README.md": "elsewhere"}))
    git(tmp_path, "checkout", "-q", "branch")
    git(tmp_path, "merge", "-q", "--no-edit", "main")
    earlier, later, elsewhere, merge = commits_between(Git(tmp_path), base, "HEAD")
    assert [earlier.id, later.id] == [first, second], "whatever the clocks say"
    assert merge.parents == (second, elsewhere.id)
    assert (earlier.author, earlier.email, earlier.committer_email) == (
        "Chen é\u202e x",
        "chen@example.com",
        "forge@example.com",
    )
    assert (earlier.time, earlier.parents) == (1792065600, (base,))
    assert earlier.signed_off_by == (SignOff("Bo", "bo@example.com"),)
    assert [listed.id for listed in commits_between(Git(tmp_path), "main", "HEAD")] == [first, second, merge.id]
    assert commits_between(Git(tmp_path), "HEAD", base) == []


def test_a_mailmap_of_the_change_makes_nobody_somebody_else(tmp_path: Path) -> None:
    base = commit(make(tmp_path))
    commit(make(tmp_path, {".mailmap": "Mara <mara@example.com> <bo@example.com>\n"}))
    git(tmp_path, "config", "log.mailmap", "true")
    [change] = commits_between(Git(tmp_path), base, "HEAD")
    assert (change.author, change.email, change.committer_email) == ("Bo", "bo@example.com", "bo@example.com")


def test_a_commit_that_is_not_here(tmp_path: Path) -> None:
    commit(make(tmp_path))
    with pytest.raises(RevisionError, match="git knows no revision `nope`"):
        commits_between(Git(tmp_path), "nope", "HEAD")


MARA = SignOff("Mara K.", "mara@example.com")
LINE = "Signed-off-by: Mara K. <mara@example.com>"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (f"title\n\n{LINE}", (MARA,)),
        (f"title\n\nbody\n\n\n{LINE}\nCo-authored-by: x <x@example.com>\n\n", (MARA,)),
        (f"title\r\n\r\n{LINE}\r\n", (MARA,)),
        (f"title\n\n{LINE.lower()}", (SignOff("mara k.", "mara@example.com"),)),
        (f"title\n \t\n{LINE}  \n", (MARA,)),
        (f"title\n\n{LINE}\nSigned-off-by: <bo@example.com>", (MARA, SignOff("", "bo@example.com"))),
        (LINE, ()),
        (f"title\n{LINE}", ()),
        (f"title\n\nit said\n\n{LINE}\n\nand more", ()),
        (f"title\n\n> {LINE}", ()),
        (f"title\n\n {LINE}", ()),
        (f"title\n\n{LINE} and more", ()),
        ("title\n\nSigned-off-by: Mara mara@example.com", ()),
        ("", ()),
    ],
)
def test_sign_offs_are_lines_of_the_last_paragraph(message: str, expected: tuple[SignOff, ...]) -> None:
    assert sign_offs(message) == expected


def test_git_reads_a_plain_sign_off_as_we_do(tmp_path: Path) -> None:
    base = commit(make(tmp_path))
    git(tmp_path, "commit", "-q", "--allow-empty", "-s", "-m", "title\n\nbody")
    [change] = commits_between(Git(tmp_path), base, "HEAD")
    trailer = git(tmp_path, "log", "-1", "--format=%(trailers:key=Signed-off-by,valueonly)").strip()
    assert [f"{sign.name} <{sign.email}>" for sign in change.signed_off_by] == [trailer]


def test_neither_trailers_nor_comments_of_a_configuration_count(tmp_path: Path) -> None:
    base = commit(make(tmp_path))
    commit(make(tmp_path, {GOAL: "1\n"}), f"title\n\n{LINE}\n")
    for key, value in {
        "trailer.separators": "#",
        "trailer.signed-off-by.key": "Nobody",
        "trailer.signed-off-by.command": "echo x",
        "core.commentChar": "S",
        "i18n.logOutputEncoding": "UTF-16",
    }.items():
        git(tmp_path, "config", key, value)
    [change] = commits_between(Git(tmp_path), base, "HEAD")
    assert change.signed_off_by == (MARA,)
