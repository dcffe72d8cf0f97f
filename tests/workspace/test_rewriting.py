"""Several files change together, or none of them does."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.workspace import staging
from okrs_as_code.workspace.rewriting import FileChange, write_changes
from tests.cli.organisation import files
from tests.repositories import make

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


@pytest.mark.parametrize("fails_at", range(4))
def test_a_full_disk_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    make(tmp_path, BEFORE)
    was, real, calls = folders(tmp_path), staging.temporary_file, iter(range(9))

    def full(path: Path, data: bytes, mode: int | None) -> Path:
        if next(calls) == fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, data, mode)

    monkeypatch.setattr(staging, "temporary_file", full)
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

    monkeypatch.setattr("okrs_as_code.workspace.staging.os.link", link)
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
