"""A write takes the place of an ordinary file, and of nothing else."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.storage.atomic_write import replace_bytes


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_a_device_or_a_pipe_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OkrsError, match="is no ordinary file"):
        replace_bytes(pipe, b"x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]
