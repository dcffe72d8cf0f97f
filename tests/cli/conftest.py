"""Fixtures of the tests of commands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.organisation import organisation


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small organisation in the current folder, with nobody's own git configuration."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.chdir(tmp_path)
    return organisation(tmp_path)
