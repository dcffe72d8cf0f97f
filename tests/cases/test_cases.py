"""Every folder beside this file is a case that once went wrong: files of a team, what is typed, and what it prints.

`scenario.txt` is played in a copy of the folder; see tests/scenarios/playing.py for how it reads.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.scenarios.playing import played

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/scenario.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    folder = tmp_path / "team"
    shutil.copytree(case, folder, ignore=shutil.ignore_patterns("scenario.txt"))
    scenario = case / "scenario.txt"
    text = scenario.read_text(encoding="utf-8")
    output = played(text, folder)
    if os.environ.get("UPDATE_GOLDEN"):
        scenario.write_text(output, encoding="utf-8")
        return
    assert output == text, "if this is meant, run: UPDATE_GOLDEN=1 python run.py pytest tests/cases"
