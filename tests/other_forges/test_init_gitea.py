"""`okrs init` for Gitea and Forgejo: the lint alone, in the folder that the server reads; its steps run in bash."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.okrs_program import okrs_program
from tests.other_forges.recipes import DAY
from tests.repositories import GOAL, OBJECTIVE, commit, git, make

GITEA, CODEBERG = "https://gitea.example.com/example/okrs", "https://codeberg.org/example/okrs"
ME = ("--name", "Mara Jones", "--email", "mara@example.com", "--today", "2026-11-16")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def workflows(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.glob(".*/workflows/*"))


@pytest.mark.parametrize(
    ("remote", "there", "folder"),
    [
        (GITEA, None, ".gitea"),
        (CODEBERG, None, ".forgejo"),
        ("https://code.example.com/example/okrs", None, ".gitea"),
        ("https://code.example.com/example/okrs", ".forgejo", ".forgejo"),
        (CODEBERG, ".forgejo", ".forgejo"),
        (GITEA, ".gitea", ".gitea"),
        (GITEA, ".forgejo", ".forgejo"),
    ],
)
def test_the_folder_is_the_one_that_the_server_reads(
    root: Path, remote: str, there: str | None, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "remote", "add", "origin", remote)
    if there is not None:
        make(root, {f"{there}/workflows/build.yml": "on: push\n"})
    assert cli.run(["init", "--forge", "gitea", *ME]) == 0
    assert f"{folder}/workflows/okrs.yml" in workflows(root)
    assert len({path.partition("/")[0] for path in workflows(root)}) == 1
    text = (root / folder / "workflows/okrs.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"\.(?:gitea|forgejo)\b", text)) == {folder}
    out = capsys.readouterr().out
    assert "no server was tried with it" in out
    assert f"name in {folder}/okrs-requirements.txt what CI installs" in out
    assert cli.run(["init", "--forge", "gitea", *ME]) == 0
    assert "everything was there already" in capsys.readouterr().out


def test_workflows_that_may_stop_are_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A server runs the workflows of one folder."""
    make(root, {".github/workflows/build.yml": "on: push\n"})
    assert cli.run(["init", "--forge", "gitea", *ME]) == 0
    assert "finds .gitea/workflows may run no workflow in .github/workflows any more" in capsys.readouterr().err
    assert cli.run(["init", "--forge", "gitea", *ME]) == 0
    assert ".github" not in capsys.readouterr().err


def test_approvals_are_no_gate_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["init", "--forge", "gitea", "--gate", "approvals", *ME]) == 2
    assert "for Gitea and Forgejo there is a gate of the lint alone" in capsys.readouterr().err
    assert workflows(root) == []
    assert cli.run(["init", "--forge", "gitea", "--gate", "lint", *ME]) == 0
    assert workflows(root) == [".gitea/workflows/okrs.yml"]


@pytest.mark.parametrize("remote", [GITEA, CODEBERG])
def test_two_audits_find_nothing(root: Path, remote: str) -> None:
    git(root, "remote", "add", "origin", remote)
    assert cli.run(["init", *ME]) == 0
    [workflow] = workflows(root)
    programs = [["zizmor", "--offline", "--no-config", "--persona", "pedantic", workflow]]
    if sys.platform == "linux":
        # It does not know the labels of other people's runners.
        programs.append(["actionlint", "-ignore", 'label ".+" is unknown', workflow])
    for name, *arguments in programs:
        program = shutil.which(name, path=Path(sys.executable).parent)
        assert program is not None, f"{name} is missing: pip install -e .[dev]"
        done = subprocess.run([program, *arguments], capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr


STEP = re.compile(r"- name: (.*)\n(?:.*\n)*? {8}run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)")


@pytest.mark.skipif(sys.platform != "linux", reason="the workflow runs in a container of Linux")
@pytest.mark.parametrize("is_broken", [False, True])
def test_its_steps_judge_the_change_alone(
    root: Path, is_broken: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The target moved on and has an error of its own; neither that nor a tag of its name is the change's."""
    assert cli.run(["init", "--forge", "gitea", *ME]) == 0
    steps = {name: textwrap.dedent(block or line) for name, block, line in STEP.findall(_workflow(root))}
    make(root, {GOAL: OBJECTIVE.replace("owner: bo", "owner: mara")})
    commit(root)
    git(root, "switch", "-q", "-c", "more")
    changed = OBJECTIVE.replace("owner: bo", "owner: nobody" if is_broken else "owner: mara").replace("three", "four")
    make(root, {GOAL: changed})
    git(root, "update-ref", "refs/pull/41/head", commit(root))
    head = git(root, "rev-parse", "HEAD").strip()
    git(root, "switch", "-q", "main")
    make(root, {GOAL.replace("organic", "other"): "title: X\n"})
    git(root, "tag", "refs/okrs/target", commit(root))
    folder = tmp_path_factory.mktemp("runner")
    okrs_program(folder, *DAY)
    work = folder / "work"
    work.mkdir()
    environment = {
        **os.environ,
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "TOKEN": "secret",
        "REPOSITORY": f"file://{root}",
        "NUMBER": "41",
        "TARGET": "main",
        "HEAD": head,
    }
    statuses = []
    for name in ("Fetch the pull request and its target", "Judge what this change breaks"):
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps[name]]
        done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True)
        statuses.append((done.returncode, done.stdout + done.stderr))
    assert statuses[0][0] == 0, statuses
    assert statuses[1][0] == (1 if is_broken else 0), statuses
    assert ("OWN003" in statuses[1][1]) is is_broken


def _workflow(root: Path) -> str:
    [path] = workflows(root)
    return (root / path).read_text(encoding="utf-8")
