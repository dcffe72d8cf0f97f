"""Several files change together, or none of them does."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.storage import journal, transaction
from okrs_as_code.storage.lock import exclusive_lock
from okrs_as_code.storage.rewrite import undo_interrupted, write_changes
from okrs_as_code.workspace.trees.file_change import FileChange
from tests.cli.organisation import files
from tests.repositories import commit, git, make

BEFORE = {"okrs/people.yaml": "people: {}\n", "okrs/2026-Q4/web/a.yaml": "a: 1\n", "okrs/2026-Q4/web/b.yaml": "b: 1\n"}
CHANGES = [
    FileChange("okrs/2027-Q1/web/new.yaml", None, b"new: 1\n"),
    FileChange("okrs/people.yaml", b"people: {}\n", b"people: {bo: {name: Bo}}\n"),
    FileChange("okrs/2026-Q4/web/a.yaml", b"a: 1\n", b"a: 2\n", "okrs/2026-Q4/shop/a.yaml"),
    FileChange("okrs/2026-Q4/web/b.yaml", b"b: 1\n", b"b: 1\n", "okrs/2026-Q4/shop/b.yaml"),
]


def folders(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir()}


def test_files_change_move_and_are_new(tmp_path: Path) -> None:
    make(tmp_path, BEFORE)
    (tmp_path / "okrs/2026-Q4/web/a.yaml").chmod(0o640)
    write_changes(tmp_path, None, CHANGES)
    assert files(tmp_path) == {
        "okrs/people.yaml": b"people: {bo: {name: Bo}}\n",
        "okrs/2026-Q4/shop/a.yaml": b"a: 2\n",
        "okrs/2026-Q4/shop/b.yaml": b"b: 1\n",
        "okrs/2027-Q1/web/new.yaml": b"new: 1\n",
    }
    assert (tmp_path / "okrs/2026-Q4/shop/a.yaml").stat().st_mode & 0o777 == 0o640
    assert "okrs/2026-Q4/web" not in folders(tmp_path)


@pytest.mark.parametrize("fails_at", range(5))
def test_a_full_disk_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    make(tmp_path, BEFORE)
    was, real, calls = folders(tmp_path), transaction.temporary_file, iter(range(9))

    def full(path: Path, data: bytes, mode: int | None) -> Path:
        if next(calls) == fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, data, mode)

    for module in (transaction, journal):
        monkeypatch.setattr(module, "temporary_file", full)
    with pytest.raises(OkrsError, match="No space left on device"):
        write_changes(tmp_path, None, CHANGES)
    assert files(tmp_path) == {path: text.encode() for path, text in BEFORE.items()}
    assert folders(tmp_path) == was


@pytest.mark.parametrize("fails_at", range(8))
@pytest.mark.parametrize("failure", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_what_fails_half_way_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, failure: BaseException
) -> None:
    make(tmp_path, BEFORE)
    was, real, calls = folders(tmp_path), os.link, iter(range(99))

    def link(source: Path, target: Path) -> None:
        if next(calls) == fails_at:
            raise failure
        real(source, target)

    monkeypatch.setattr(os, "link", link)
    if fails_at >= 6:  # three new names, and three that are kept until all is done
        write_changes(tmp_path, None, CHANGES)
        return
    with pytest.raises(OkrsError if isinstance(failure, OSError) else KeyboardInterrupt):
        write_changes(tmp_path, None, CHANGES)
    assert files(tmp_path) == {path: text.encode() for path, text in BEFORE.items()}
    assert folders(tmp_path) == was


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    make(tmp_path, {**BEFORE, "okrs/2026-Q4/shop/b.yaml": "mine\n"})
    was = files(tmp_path)
    with pytest.raises(OkrsError, match=r"shop/b.yaml is there already"):
        write_changes(tmp_path, None, CHANGES)
    with pytest.raises(OkrsError, match=r"okrs/people.yaml is there already"):
        write_changes(tmp_path, None, [FileChange("okrs/people.yaml", None, b"")])
    assert files(tmp_path) == was


PLACE = "okrs/.unfinished"


def cut_off(root: Path, monkeypatch: pytest.MonkeyPatch, after: int = 4) -> dict[str, bytes]:
    """Leaves what a process leaves that is killed after so many links; all files, without what waits."""
    real, calls = os.link, iter(range(99))

    def killed(*_: object) -> None:
        raise OSError

    def link(source: Path, target: Path) -> None:
        if next(calls) == after:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", link)
        patch.setattr(journal, "undo", killed)
        with pytest.raises(KeyboardInterrupt):
            write_changes(root, None, CHANGES)
    return own_files(root)


def own_files(root: Path) -> dict[str, bytes]:
    return {path: raw for path, raw in files(root).items() if not path.startswith(PLACE)}


@pytest.mark.parametrize("after", range(7))
def test_what_was_cut_off_is_undone_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    before = files(make(tmp_path, BEFORE))
    was = folders(tmp_path)
    if after == 6:  # all links are made, and it ends well
        write_changes(tmp_path, None, CHANGES)
        assert not undo_interrupted(tmp_path)
        return
    left = cut_off(tmp_path, monkeypatch, after)
    assert undo_interrupted(tmp_path) == (left != before)
    assert files(tmp_path) == before
    assert folders(tmp_path) == was
    assert not undo_interrupted(tmp_path)


def test_another_change_undoes_it_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(make(tmp_path, BEFORE))
    cut_off(tmp_path, monkeypatch)
    with pytest.raises(OkrsError, match="is undone now"):
        write_changes(tmp_path, None, CHANGES[:1])
    assert files(tmp_path) == before
    write_changes(tmp_path, None, CHANGES)
    assert files(tmp_path)["okrs/2026-Q4/shop/a.yaml"] == b"a: 2\n"


def test_git_does_not_see_what_waits_and_can_restore_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(make(tmp_path, BEFORE))
    commit(tmp_path)
    cut_off(tmp_path, monkeypatch)
    assert PLACE not in git(tmp_path, "status", "--porcelain", "--untracked-files=all")
    git(tmp_path, "restore", "okrs")
    git(tmp_path, "clean", "-fdq", "okrs")
    assert not undo_interrupted(tmp_path)
    assert files(tmp_path) == before


def test_what_somebody_changed_since_is_left_to_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(make(tmp_path, BEFORE), monkeypatch)
    make(tmp_path, {"okrs/people.yaml": "people: {chen: {name: Chen}}\n"})
    was = files(tmp_path)
    for command in (lambda: undo_interrupted(tmp_path), lambda: write_changes(tmp_path, None, CHANGES)):
        with pytest.raises(OkrsError, match="files have changed since") as refused:
            command()
        assert PLACE in (refused.value.remedy or "")
    assert files(tmp_path) == was


@pytest.mark.parametrize(
    "steps",
    [
        "[{",
        "{}",
        '[{"path": "okrs/people.yaml"}]',
        '[{"path": ["okrs"], "before": null, "after": null}]',
        '[{"path": "okrs/../mine.txt", "before": null, "after": "SUM"}, {"path": "x", "before": null, "after": null}]',
        '[{"path": "mine.txt", "before": null, "after": "SUM"}, {"path": "okrs/x", "before": null, "after": "SUM"}]',
        '[{"path": "okrs/link/mine.txt", "before": null, "after": "SUM"}]',
    ],
)
def test_what_is_under_way_may_come_from_anybody(tmp_path: Path, steps: str) -> None:
    make(
        tmp_path,
        {**BEFORE, "mine.txt": "mine", f"{PLACE}/steps.json": steps.replace("SUM", journal.checksum(b"mine"))},
    )
    (tmp_path / "okrs/link").symlink_to(tmp_path)
    with pytest.raises(OkrsError):
        undo_interrupted(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_what_waits_is_never_behind_a_link(tmp_path: Path) -> None:
    make(tmp_path, {**BEFORE, "elsewhere/mine.txt": "mine"})
    (tmp_path / PLACE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OkrsError, match="is a link"):
        write_changes(tmp_path, None, CHANGES)
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["mine.txt"]


def test_only_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(make(tmp_path, BEFORE))
    with exclusive_lock(tmp_path), pytest.raises(OkrsError, match="another command is changing files"):
        write_changes(tmp_path, None, CHANGES)
    assert files(tmp_path) == before
    cut_off(tmp_path, monkeypatch)
    with exclusive_lock(tmp_path), pytest.raises(OkrsError, match="another command is changing files"):
        undo_interrupted(tmp_path)
