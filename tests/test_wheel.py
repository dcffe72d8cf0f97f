"""The wheel works without the checkout: templates, schema, rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import git

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing in it but what the wheel brings."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns(
        ".venv", ".git", "__pycache__", "tests", "docs", "benchmarks", ".*_cache", ".coverage*", "status"
    )
    shutil.copytree(ROOT, source, ignore=ignored)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    target = folder / "installed"
    options = ["--no-deps", "--no-index", "--no-compile", "--quiet", "--target", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(wheel)], check=True, capture_output=True)
    shutil.rmtree(source)
    return target


def only(installed: Path) -> dict[str, str]:
    """An environment in which the wheel's package comes first, and whose lines are not measured as ours."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
    return {**kept, "PYTHONPATH": str(installed)}


def okrs(installed: Path, folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-P", "-m", "okrs_as_code.cli.main", *arguments]
    done = subprocess.run(command, cwd=folder, env=only(installed), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    code = "import okrs_as_code; print(okrs_as_code.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env=only(installed), capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(installed)


def test_it_sets_up_lints_and_reports(installed: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", "https://github.com/example/okrs")
    okrs(installed, tmp_path, "init", "--name", "Mara Jones", "--email", "mara@example.com")
    assert okrs(installed, tmp_path, "lint") == ""
    assert "Mara Jones" in okrs(installed, tmp_path, "status")
    okrs(installed, tmp_path, "report")
    assert (tmp_path / "status" / "index.md").is_file()
    assert "is current" in okrs(installed, tmp_path, "schema", "--check")
    assert okrs(installed, tmp_path, "explain", "OWN001").startswith("# OWN001")
