"""A write takes the place of an ordinary file, and of nothing else."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.storage.atomic_write import replace_bytes, replace_text


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_a_device_or_a_pipe_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OkrsError, match="is no ordinary file"):
        replace_bytes(pipe, b"x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.parametrize("synced", [True, False])
def test_a_write_that_fails_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, synced: bool
) -> None:
    file = tmp_path / "file"
    file.write_text("before")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OkrsError, match="No space left on device"):
        replace_text(file, "after", synced=synced)
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_an_interruption_right_after_the_file_is_made_leaves_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = os.open

    def interrupted(*arguments: Any, **options: Any) -> int:
        os.close(make(*arguments, **options))
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_text(tmp_path / "page.md", "page", synced=False)
    assert not list(tmp_path.iterdir())


def test_only_what_is_synced_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[int] = []
    monkeypatch.setattr(os, "fsync", waits.append)
    replace_text(tmp_path / "new/page.md", "page", synced=False)
    assert not waits
    replace_text(tmp_path / "record.yaml", "record")
    assert len(waits) == 1
    assert (tmp_path / "new/page.md").read_text() == "page"
