"""A repository to import into, and commands in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run

BASE = Path(__file__).parent / "base"
Imported = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def imported(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Imported:
    """Imports a text as goals.csv, or as the file that is named first, and returns the report."""
    monkeypatch.chdir(root)

    def play(text: str, *options: str, status: int = 0, today: str = "2026-10-05", file: str = "goals.csv") -> str:
        (root / file).write_text(text, encoding="utf-8")
        words = [option for option in options if option == "people"]
        rest = [option for option in options if option != "people"]
        capsys.readouterr()
        assert run(["import", *words, file, *rest, "--today", today, "--yes"]) == status
        captured = capsys.readouterr()
        return captured.out + captured.err

    return play
