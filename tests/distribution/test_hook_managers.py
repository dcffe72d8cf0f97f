"""The hooks of `.pre-commit-hooks.yaml`, installed and run by pre-commit and by prek. They need the network.

The hooks are those of this checkout, made a repository. What is installed comes from the package index.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests import repositories
from tests.distribution.checkout import repository
from tests.repositories import GOAL, git, make
from tests.scenarios.playing import GIT

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(sys.platform == "win32", reason="the managers are tried where they are installed as programs"),
]
SMALL = {path: text.replace("{", "{ ").replace("}", " }") for path, text in repositories.SMALL.items()}
"""A repository as `okrs fmt` would write it."""
OBJECTIVE = SMALL[GOAL]
WITHOUT_OWNER = OBJECTIVE.replace("    owner: bo\n", "")
EQUAL = OBJECTIVE.replace("target: 500", "target: 200")
OTHER_GOAL = "okrs/2026-Q4/company/quality.yaml"
CONFIG = """\
repos:
  - repo: {address}
    rev: {commit}
    hooks:
      - id: okrs-lint
        args: [{arguments}]
      - id: okrs-fmt
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return repository(tmp_path_factory.mktemp("tool"))


class Manager:
    """A manager of hooks, with a home of its own in which it keeps the environments of hooks."""

    def __init__(self, name: str, home: Path) -> None:
        found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        assert found is not None, f"{name} is missing: pip install -e .[dev]"
        self.name, self.program = name, found
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("COVERAGE", "PYTHON", "GIT_"))}
        homes = {"PRE_COMMIT_HOME": str(home), "PREK_HOME": str(home)}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # prek makes environments with uv
        self.environment = {**kept, **GIT, **homes, "PATH": path}

    def run(self, root: Path, *command: str) -> tuple[bool, str]:
        done = subprocess.run(command, cwd=root, env=self.environment, capture_output=True, text=True, check=False)
        return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module", params=["pre-commit", "prek"])
def manager(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Manager:
    return Manager(request.param, tmp_path_factory.mktemp(request.param))


def hooked(manager: Manager, root: Path, address: tuple[Path, str], *arguments: str) -> None:
    """Makes a repository whose hooks the manager has installed; its first commit is still to come."""
    git(root, "init", "-q", "-b", "main")
    options = ", ".join(["--today", '"2026-10-15"', *arguments])
    make(root, {".pre-commit-config.yaml": CONFIG.format(address=address[0], commit=address[1], arguments=options)})
    done, out = manager.run(root, manager.program, "install", "-t", "pre-commit", "-t", "pre-merge-commit")
    assert done, out


def commits(manager: Manager, root: Path, *arguments: str) -> tuple[bool, str]:
    return manager.run(root, "git", "commit", "-m", "x", *arguments)


def test_commits_and_merges(manager: Manager, address: tuple[Path, str], tmp_path: Path) -> None:
    root = tmp_path
    hooked(manager, root, address)
    make(root, {**SMALL, GOAL: WITHOUT_OWNER})
    manager.run(root, "git", "add", ".")
    done, out = commits(manager, root)
    assert not done, "the first commit"
    assert "error[OWN001]" in out
    make(root, SMALL)
    git(root, "add", ".")
    done, out = commits(manager, root)
    assert done, out

    make(root, {GOAL: EQUAL, "README": "x"})
    git(root, "add", "README")
    done, out = commits(manager, root)
    assert done, f"an error that is not staged: {out}"
    assert "KR002" not in out
    for arguments in (["-a"], [GOAL]):
        done, out = commits(manager, root, *arguments)
        assert not done, arguments
        assert "error[KR002]" in out, arguments
    git(root, "add", ".")
    make(root, SMALL)
    done, out = commits(manager, root)
    assert not done, "an error that is staged, and mended in the folder"
    assert "error[KR002]" in out

    git(root, "reset", "-q", "--hard")
    git(root, "mv", GOAL, OTHER_GOAL)
    assert commits(manager, root)[0], "a rename"
    assert commits(manager, root, "--amend", "--allow-empty")[0]
    git(root, "rm", "-q", OTHER_GOAL)
    assert commits(manager, root)[0], "a commit that only deletes"
    make(root, {GOAL: OBJECTIVE.replace("owner: mara", "owner:   mara", 1)})
    git(root, "add", ".")
    done, out = commits(manager, root)
    assert not done, "it is formatted, and not staged like that"
    assert f"formatted {GOAL}" in out
    git(root, "add", ".")
    assert commits(manager, root)[0]
    git(root, "rm", "-q", "okrs/people.yaml")
    done, out = commits(manager, root)
    assert not done, "no file is given to the hook, and it runs all the same"
    assert "the head has no okrs/" in out
    git(root, "reset", "-q", "--hard")

    git(root, "switch", "-q", "-c", "theirs")
    make(root, {GOAL: WITHOUT_OWNER})
    git(root, "add", ".")
    assert manager.run(root, "git", "commit", "--no-verify", "-m", "x")[0]
    git(root, "switch", "-q", "main")
    make(root, {"README": "y"})
    git(root, "add", ".")
    assert commits(manager, root)[0]
    done, out = manager.run(root, "git", "merge", "-m", "x", "theirs")
    assert done, f"what somebody else broke: {out}"


def test_a_root_below_the_top(manager: Manager, address: tuple[Path, str], tmp_path: Path) -> None:
    hooked(manager, tmp_path, address, "--root", "sub")
    make(tmp_path / "sub", {**SMALL, GOAL: WITHOUT_OWNER.replace("owner: mara", "owner:   mara", 1)})
    git(tmp_path, "add", ".")
    done, out = commits(manager, tmp_path)
    assert not done
    assert "error[OWN001]" in out
    assert "formatted okrs/" in out, "fmt finds the root by itself"
    make(tmp_path, {"README": "x"})
    git(tmp_path, "read-tree", "--empty")
    git(tmp_path, "add", "README", ".pre-commit-config.yaml")
    done, out = commits(manager, tmp_path)
    assert done, out


def test_code_owners_are_current(manager: Manager, address: tuple[Path, str], tmp_path: Path) -> None:
    hooked(manager, tmp_path, address)
    config = tmp_path / ".pre-commit-config.yaml"
    config.write_text(
        config.read_text().replace("id: okrs-fmt", "id: okrs-codeowners\n        args: [--today, '2026-10-15']")
    )
    people = "people:\n  ana: {name: Ana, account: ana-m}\n  mara: {name: Mara, account: mara-k, manager: ana}\n"
    people += "  bo: {name: Bo, account: bo-l, manager: mara}\n"
    make(
        tmp_path,
        {**SMALL, "okrs/people.yaml": people, "okrs/config.yaml": "repository: https://github.com/example/okrs\n"},
    )
    git(tmp_path, "add", ".")
    done, out = commits(manager, tmp_path)
    assert not done
    assert ".github/CODEOWNERS is not current; run `okrs codeowners`" in out
    assert run(["codeowners", "--today", "2026-10-15", "--root", str(tmp_path)]) == 0
    git(tmp_path, "add", ".")
    done, out = commits(manager, tmp_path)
    assert done, out
