"""Fixtures of the tests of exports."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.export.organisation import copy_of, organisation


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The organisation, which no test changes."""
    return organisation(tmp_path_factory.mktemp("export") / "repository")


@pytest.fixture
def root(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the organisation, with nobody's own git configuration."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return copy_of(original, tmp_path / "repository")
