"""The wheel works without the checkout: templates, schema, rules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import git

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.checkout


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
    return {**kept, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}


COMMANDS = """
import contextlib, io, json, sys
import okrs_as_code
from okrs_as_code.cli.main import run

printed = [okrs_as_code.__file__]
for command in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as stream:
        assert run(command.split(" ")) == 0, command
    printed.append(stream.getvalue())
print(json.dumps(printed))
"""


def test_it_sets_up_lints_and_reports(installed: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", "https://github.com/example/okrs")
    init = "init --name Mara --email mara@example.com"
    commands = [init, "lint", "status", "report", "schema --check", "explain OWN001"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", COMMANDS, json.dumps(commands)],
        cwd=tmp_path, env=only(installed), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    place, _, findings, status, _, schema, rule = json.loads(done.stdout)
    assert Path(place).is_relative_to(installed)
    assert findings == ""
    assert "Mara" in status
    assert (tmp_path / "status" / "index.md").is_file()
    assert "is current" in schema
    assert rule.startswith("# OWN001")


def test_its_command_is_a_program(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, installed / "bin" / "okrs", "--version"],
        cwd=tmp_path, env=only(installed), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("okrs")
