"""A small organisation with a hub on this machine, and what a runner does there, before a stand-in of GitHub's API."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from okrs_as_code.cli.main import run
from tests.forge.forge import StandInGitHub
from tests.okrs_program import okrs_program
from tests.repositories import head
from tests.scenarios.playing import GIT

WORKFLOWS = Path(__file__).parents[2] / "templates/init/github"
PEOPLE = """\
people:
  ana: {name: Ana Moreno, account: ana-m}
  mara: {name: Mara Keller, account: mara-k, manager: ana}
  bo: {name: Bo Lindqvist, emails: [bo@example.com], account: bo-l, manager: mara}
"""
CONFIG = """\
repository: https://github.com/example/okrs
stewards: [ana]
example: {today: 2026-10-20}
"""
OBJECTIVE = """\
title: Make organic search our best source of qualified pipeline
why: Paid acquisition doubled in price.
owner: mara
key_results:
  - id: pillar-posts
    title: Publish in-depth posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
"""
REPOSITORY = "example/okrs"
FILE = "okrs/2026-Q4/company/organic-pipeline.yaml"


class World:
    """A hub, the work tree of somebody who proposes, and a runner's checkout of the default branch."""

    def __init__(self, folder: Path, forge: StandInGitHub) -> None:
        self.folder, self.forge = folder, forge
        self.hub, self.work = folder / "hub.git", folder / "work"

    @staticmethod
    def make(folder: Path) -> Path:
        """The hub and the work tree with the first commit, of which each test has a copy."""
        world = World(folder, StandInGitHub())
        world.git("init", "--quiet", "--bare", "--initial-branch=main", str(world.hub), at=folder)
        world.git("config", "uploadpack.allowAnySHA1InWant", "true", at=world.hub)
        (world.hub / "hooks").mkdir()
        world.git("init", "--quiet", "--initial-branch=main", str(world.work), at=folder)
        (world.hub / "objects/info/alternates").write_text("../../work/.git/objects\n", encoding="utf-8")
        world.git("remote", "add", "origin", f"../{world.hub.name}")
        world.write({"okrs/people.yaml": PEOPLE, "okrs/config.yaml": CONFIG})
        world.commit("People")
        world.push("main")
        return folder

    def git(self, *command: str, at: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *command], cwd=at or self.work, env={**os.environ, **GIT}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            target = self.work / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")

    def commit(self, subject: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", subject)
        return head(self.work)

    def push(self, ref: str) -> None:
        """Moves a branch of the hub to HEAD. As the hub shares the objects of the work tree, that is all of a push."""
        self._set(f"refs/heads/{ref}")

    def _set(self, ref: str) -> None:
        target = self.hub / ref
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"{head(self.work)}\n", encoding="utf-8")

    def propose(self, number: int, branch: str, files: dict[str, str], author: str = "bo-l") -> str:
        self.git("switch", "--quiet", "--create", branch, "main")
        self.write(files)
        commit = self.commit(f"Propose {branch}")
        self.published(number, branch)
        self.forge.open(number, commit, branch, author)
        return commit

    def published(self, number: int, branch: str) -> None:
        self.push(branch)
        self._set(f"refs/pull/{number}/head")

    def run(self, workflow: str, event: str, payload: dict[str, Any], **more: str) -> str:
        """Runs every `run:` block of a shipped workflow that is not about installing, in a fresh checkout of main."""
        runner, environment = self.runner(event, payload)
        printed = ""
        for step in _steps(WORKFLOWS / workflow):
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=runner,
                env={**os.environ, **environment, **more},
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            printed += done.stdout
        return printed

    def runner(self, event: str, payload: dict[str, Any]) -> tuple[Path, dict[str, str]]:
        """A fresh checkout of main, and the environment of a job that an event started."""
        runner, event_file = self.folder / "runner", self.folder / "event.json"
        shutil.rmtree(runner, ignore_errors=True)
        self.git("clone", "--quiet", "--branch=main", str(self.hub), str(runner), at=self.folder)
        event_file.write_text(json.dumps(payload), encoding="utf-8")
        return runner, {
            **GIT,
            "PATH": f"{okrs_program(self.folder / 'programs').parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.forge.address,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": "7",
            "GITHUB_SHA": head(runner),
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(event_file),
            "GITHUB_TOKEN": "secret",
        }

    def wake(self, branch: str, head: str, kind: str = "pull_request", *, script: bool = False) -> str:
        """The gate is asked about a branch: by the script of the workflow, or by its last line alone."""
        woken = {"event": kind, "head_sha": head, "head_branch": branch, "head_repository": {"full_name": REPOSITORY}}
        event: tuple[str, dict[str, Any]] = ("workflow_run", {"workflow_run": woken})
        if script:
            return self.run("okrs-approvals.yml", *event)
        status, printed = gate(*self.runner(*event))
        assert status == 0, printed
        return printed

    def pushed(self, before: str, after: str) -> str:
        return self.run("okrs-agreements.yml", "push", {"before": before, "after": after}, BRANCH="main")


def gate(folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Runs `okrs gate` in this process; its exit status, and what it prints."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with contextlib.chdir(folder), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            status = run(["gate"])
    return status, printed.getvalue()


def read_template(template: Path) -> Any:
    """The data of a template for a forge's jobs, as `okrs init` writes it at the top of a repository."""
    return YAML(typ="safe").load(template.read_text(encoding="utf-8").replace("@ROOT_OPTION@", ""))


def _steps(workflow: Path) -> list[dict[str, Any]]:
    jobs = read_template(workflow)["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"] if "run" in step]
    return [step for step in steps if not step["run"].startswith("pip install")]
