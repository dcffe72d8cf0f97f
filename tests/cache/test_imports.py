"""Output that is kept is printed at once: nothing is imported that only working it out needs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.cli.test_imports import loaded
from tests.repositories import commit, make


@pytest.mark.parametrize(
    "command", [("lint",), ("lint", "--output-format", "json"), ("status",), ("report",)], ids=" ".join
)
def test_kept_output_loads_nothing_heavy(tmp_path: Path, command: tuple[str, ...]) -> None:
    root = make(tmp_path)
    commit(root)
    asked = (*command, "--today", "2026-10-15")
    assert "pydantic" in loaded(root, *asked)
    time.sleep(2.1)  # what changed just now is not relied upon yet
    loaded(root, *asked)  # and the pages that a report wrote are something new
    time.sleep(2.1)
    loaded(root, *asked)
    assert loaded(root, *asked) == set()
