"""The programs that a run of the pipelines needs from outside, and a folder to work in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.scenarios.playing import GIT

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates/init"
PYTHON_VERSION = "3.13"
"""The version of Python that the pipelines ask for."""


@dataclass(frozen=True)
class Tools:
    """The programs, the snapshots of actions by `OWNER/NAME` below a folder, and GitHub's description of its API."""

    act: str
    gitlab_ci_local: str
    node: Path
    python: str
    actions: Path
    description: Path


@dataclass(frozen=True)
class Place:
    """A folder with all that a run writes: homes of runners, the hub, and the wheel that pipelines install."""

    folder: Path
    tools: Tools

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a runner: nothing of ours but the path, and where pip finds the wheel."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        passed = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "PIP_INDEX_URL", "PIP_CONFIG_FILE")
        return {
            "HOME": str(home),
            "PATH": f"{self.tools.node.parent}{os.pathsep}{os.environ['PATH']}",
            "PIP_FIND_LINKS": str(self.folder / "wheel"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            **{name: os.environ[name] for name in passed if name in os.environ},
        }

    def build_wheel(self) -> str:
        """Builds the tool of this checkout, and returns the requirement that installs it."""
        source, wheels = self.folder / "source", self.folder / "wheel"
        ignored = shutil.ignore_patterns(".venv", ".git", "__pycache__", "tests", "docs", "benchmarks", ".*_cache")
        shutil.copytree(ROOT, source, ignore=ignored)
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(source)]
        subprocess.run(build, check=True, capture_output=True)
        [wheel] = wheels.glob("*.whl")
        return f"okrs-as-code=={wheel.name.split('-')[1]}"

    def make_python(self, folder: Path) -> None:
        """Makes the Python that pipelines ask for, in a folder of its own."""
        subprocess.run([self.tools.python, "-m", "venv", str(folder)], check=True)
        shown = subprocess.run([str(folder / "bin/python"), "--version"], capture_output=True, text=True, check=True)
        if not shown.stdout.startswith(f"Python {PYTHON_VERSION}."):
            raise SystemExit(f"--python: {shown.stdout.strip()} is not {PYTHON_VERSION}")

    def initialise(self, folder: Path, forge: str, address: str, requirement: str) -> None:
        """Sets up a repository with `okrs init`, with the tool of this checkout in its requirements."""
        git(folder.parent, "init", "--quiet", "--initial-branch=trunk", str(folder))
        git(folder, "remote", "add", "origin", address)
        me = ["--name", "Bo Lindqvist", "--email", "bo@example.com"]
        init = [sys.executable, "-m", "okrs_as_code.cli.main", "init", "--forge", forge, *me]
        subprocess.run(init, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
        requirements = folder / f".{forge}/okrs-requirements.txt"
        named = re.sub(r"(?m)^okrs-as-code.*\n", "", requirements.read_text("utf-8"))
        requirements.write_text(f"{named}{requirement}\n", encoding="utf-8")


def git(folder: Path, *command: str, more: Mapping[str, str] | None = None) -> str:
    """Runs git as a fixed person, now."""
    person = {name: value for name, value in GIT.items() if not name.endswith("_DATE")}
    environment = {**os.environ, **person, **(more or {})}
    done = subprocess.run(["git", *command], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"git {' '.join(command)}: {done.stderr}")
    return done.stdout.strip()


def commit(work: Path, subject: str) -> str:
    """Commits everything in a work tree; returns the commit."""
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", subject)
    return git(work, "rev-parse", "HEAD")


def push(work: Path, hub: Path, branch: str) -> None:
    """Makes a branch of the hub what is checked out."""
    git(work, "push", "--quiet", "--force", str(hub), f"HEAD:refs/heads/{branch}")
