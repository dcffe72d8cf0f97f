"""The organisation as each test finds it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge.forge import StandInGitHub, serving
from tests.forge.world import World


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return World.make(tmp_path_factory.mktemp("begun"))


@pytest.fixture
def world(begun: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    with serving(StandInGitHub()) as forge:
        yield World(tmp_path, forge)
