"""Kept output loads nothing that is heavy: nobody waits for a library that only its making needed."""

from __future__ import annotations

import time
from pathlib import Path

from tests.cli.test_imports import loaded_by_all
from tests.repositories import commit, make

COMMANDS = (("lint",), ("lint", "--output-format", "json"), ("status",), ("report",))


def test_kept_output_loads_nothing_heavy(tmp_path: Path) -> None:
    commands = {make(tmp_path / str(at)): (*words, "--today", "2026-10-15") for at, words in enumerate(COMMANDS)}
    for root in commands:
        commit(root)
    assert "pydantic" in loaded_by_all(commands)
    for _ in range(2):
        time.sleep(2.1)  # what changed just now is not relied upon yet, and the pages of a report are new
        loaded_by_all(commands)
    assert loaded_by_all(commands) == set()
