"""Every `*.txt` beside this file is a scenario; see playing.py for how they read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.scenarios.playing import played

SCENARIOS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    text = path.read_text(encoding="utf-8")
    output = played(text, tmp_path)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(output, encoding="utf-8")
        return
    assert output == text, "if this is meant, run: UPDATE_GOLDEN=1 python run.py pytest tests/scenarios"
