"""The steps of the action, run as a runner runs them: what they install, say, and never run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.distribution import pins
from tests.distribution.checkout import ROOT
from tests.nightly import more_at_night
from tests.repositories import GOAL, OBJECTIVE, SMALL, commit, git, make

ACTION = ROOT / ".github/actions/okrs-lint"
INPUTS = {"ROOT": ".", "SINCE": "", "ERROR_ON_WARNING": "false", "EXIT_ZERO": "false", "MERGE_GROUP_BASE": ""}
WITHOUT_OWNER = OBJECTIVE.replace("    owner: bo\n", "")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a runner's bash on Windows is not that of the system")


class Step:
    """A step of the action in a repository, with the files in which a runner takes what it says."""

    def __init__(self, repository: Path, runner: Path) -> None:
        self.repository, self.runner = repository, runner
        runner.mkdir(exist_ok=True)
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("COVERAGE", "PYTHON", "GITHUB_"))
        }
        self.environment = {
            **kept,
            "PYTHON": sys.executable,
            "RUNNER_TEMP": str(runner),
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(runner / "output"),
            "GITHUB_STEP_SUMMARY": str(runner / "summary.md"),
        }

    def run(self, script: str, **variables: str) -> tuple[int, str]:
        environment = {**self.environment, **variables}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(ACTION / script)]
        done = subprocess.run(
            command, cwd=self.repository, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def lint(self, **given: str) -> tuple[int, str]:
        return self.run("lint.sh", **{**INPUTS, **given})

    @property
    def outputs(self) -> dict[str, str]:
        path = self.runner / "output"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def step(tmp_path: Path) -> Step:
    config = {"okrs/config.yaml": "example: {today: 2026-10-15}\n"}
    repository = make(tmp_path / "repository", {**SMALL, **config})
    commit(repository)
    return Step(repository, tmp_path / "runner")


def test_what_is_found_is_said_and_counted(step: Step) -> None:
    make(step.repository, {GOAL: WITHOUT_OWNER})
    status, log = step.lint()
    assert status == 1
    assert f"::error file={GOAL},line=5," in log
    assert step.outputs["errors"] == "1"
    assert int(step.outputs["warnings"]) >= 0
    sarif = json.loads(Path(step.outputs["sarif-file"]).read_text(encoding="utf-8"))
    assert "OWN001" in {result["ruleId"] for result in sarif["runs"][0]["results"]}
    assert "OWN001" in (step.runner / "summary.md").read_text(encoding="utf-8")
    assert step.lint(EXIT_ZERO="true")[0] == 0


def test_a_pull_request_answers_for_itself(step: Step) -> None:
    make(step.repository, {GOAL: WITHOUT_OWNER})
    commit(step.repository)
    git(step.repository, "switch", "-q", "-c", "change", "HEAD^")
    make(step.repository, {"README": "x"})
    commit(step.repository)
    git(step.repository, "switch", "-q", "main")
    git(step.repository, "merge", "-q", "--no-edit", "change")
    assert step.lint(GITHUB_EVENT_NAME="pull_request")[0] == 0
    base = git(step.repository, "rev-parse", "HEAD~2").strip()
    assert step.lint(GITHUB_EVENT_NAME="merge_group", MERGE_GROUP_BASE=base)[0] == 1
    assert step.lint(GITHUB_EVENT_NAME="push")[0] == 1
    assert step.lint(SINCE="HEAD^1")[0] == 0


SHELL = ('"; touch x; "', "$(touch x)", "`touch x`", "'; touch x; '", "x\ntouch x", "../x", "\\")
OTHERS = ("--help", "-o x", "a=b\nerrors=0", "${{ x }}", "%0A::error::x")


ALL = (*SHELL, *OTHERS)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("ROOT", ALL[::3]),
        ("SINCE", ALL[1::3]),
        *more_at_night(*((name, ALL) for name in INPUTS)),
    ],
)
def test_inputs_are_values_and_never_code(step: Step, name: str, values: tuple[str, ...]) -> None:
    before = sorted(path.name for path in step.repository.iterdir())
    for value in values:
        given = {name: value, **({"GITHUB_EVENT_NAME": "merge_group"} if name == "MERGE_GROUP_BASE" else {})}
        status, log = step.lint(**given)
        assert status == 2, (value, log)
        assert "Traceback" not in log
        assert step.outputs == {}, value
        assert sorted(path.name for path in step.repository.iterdir()) == before, value


def test_nothing_in_the_repository_is_imported(step: Step) -> None:
    trap = "import pathlib\npathlib.Path('ran').touch()\n"
    names = ("click.py", "json.py", "okrs_as_code/__init__.py", "okrs_as_code/__main__.py", "sitecustomize.py")
    make(step.repository, dict.fromkeys(names, trap))
    assert step.lint()[0] == 0
    assert not (step.repository / "ran").exists()


def test_a_python_that_is_too_old_is_named(step: Step, tmp_path: Path) -> None:
    for name in ("python3", "python"):
        program = make(tmp_path / "old", {name: "#!/bin/sh\nexit 1\n"}) / name
        program.chmod(0o755)
    status, log = step.run("install.sh", PATH=f"{tmp_path / 'old'}:{os.environ['PATH']}")
    assert status == 1
    assert "::error::okrs lint needs Python 3.11 or newer" in log


@pytest.mark.nightly
@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_it_installs_what_is_pinned_and_lints(step: Step, installer: str, tmp_path: Path) -> None:
    """It needs the network."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "python3").symlink_to(getattr(sys, "_base_executable", sys.executable))
    if installer == "uv":
        (programs / "uv").symlink_to(Path(sys.executable).parent / "uv")
    path = f"{programs}:/usr/bin:/bin"
    status, log = step.run("install.sh", PATH=path)
    assert status == 0, log
    assert list(step.outputs) == ["python"]
    status, log = step.lint(PATH=path, PYTHON=step.outputs["python"])
    assert status == 0, log
    assert step.outputs["errors"] == "0"


def test_it_installs_what_ci_installs_without_what_builds() -> None:
    remedy = "python3 run.py python -m tests.distribution.pins"
    assert pins.TARGET.read_text(encoding="utf-8") == pins.text(), remedy


def test_no_step_has_a_value_in_its_script() -> None:
    text = (ACTION / "action.yml").read_text(encoding="utf-8")
    runs = re.findall(r"\n +run: (.*)", text)
    assert len(runs) == 2
    assert not any("${{" in run for run in runs)
