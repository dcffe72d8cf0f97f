"""Fixtures of the tests of hostile repositories."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.repository import copy, template

Made = Callable[..., Path]


@pytest.fixture(autouse=True)
def _nobodys_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of which each test has its own copy."""
    return template(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a mark beside it when it runs."""
    path = tmp_path / "trap"
    path.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    """A copy of the repository."""
    return copy(original, tmp_path / "work")


def ran(trap: Path) -> bool:
    """Whether the trap ran."""
    return trap.with_name("ran").exists()
