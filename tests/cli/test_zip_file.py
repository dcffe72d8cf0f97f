"""A zip file has no templates and schemas on the disk, and cannot hold the extensions of what we need."""

from __future__ import annotations

import os
import subprocess
import sys
import zipapp
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import okrs_as_code
from tests.nightly import at_night


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zip")
    source = folder / "source"
    copytree(Path(okrs_as_code.__file__).parent, source / "okrs_as_code", ignore=ignore_patterns("__pycache__"))
    zipapp.create_archive(source, folder / "okrs.pyz", main="okrs_as_code.cli.main:main")
    return folder / "okrs.pyz"


@pytest.mark.parametrize("command", ["report", "init --forge github", *at_night("--version", "lint", "schema", "")])
def test_a_zip_file_says_that_it_has_to_be_installed(archive: Path, tmp_path: Path, command: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, str(archive), *command.split()],
        cwd=tmp_path, env={**environment, "PYTHONPATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: okrs cannot run out of a zip file\n  = help: install it, as with `pip install`, and run `okrs`\n"
    )
