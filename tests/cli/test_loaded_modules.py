"""The modules that everyday commands may load: a newcomer is named, as somebody waits for it at every start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.repositories import GOAL, OBJECTIVE, commit, make

HERE = Path(__file__).with_name("loaded_modules")
DAY = ("--today", "2026-10-15")
COMMANDS: dict[str, tuple[str, ...]] = {
    "version": ("--version",),
    "help": ("--help",),
    "lint": ("lint", "--no-cache", *DAY),
    "lint-unchanged": ("lint", *DAY),
    "lint-since": ("lint", "--since", "main", *DAY),
    "lint-since-unchanged": ("lint", "--since", "main", *DAY),
    "status": ("status", "--no-cache", *DAY),
    "status-unchanged": ("status", *DAY),
    "report-unchanged": ("report", *DAY),
}
SLOW_STANDARD = frozenset(
    """
    asyncio concurrent.futures csv decimal difflib email http importlib.metadata ipaddress json logging multiprocessing
    pathlib pickle random shutil socket sqlite3 ssl statistics subprocess tempfile textwrap unittest urllib.request uuid
    xml zipfile
    """.split()  # noqa: SIM905  words, not a list of them
)
"""Modules of the standard library that take long to load; which others there are is up to the version of Python."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a change of one objective and its pages, all long enough ago to be relied upon."""
    root = make(tmp_path_factory.mktemp("root"))
    commit(root)
    make(root, {GOAL: OBJECTIVE.replace("target: 3", "target: 4")})
    loaded_by(root, COMMANDS["report-unchanged"])
    time.sleep(2.1)
    return root


@pytest.mark.parametrize("name", COMMANDS)
def test_an_everyday_command_loads_no_newcomer(root: Path, name: str) -> None:
    shutil.rmtree(root / ".git/okrs-cache", ignore_errors=True)
    if name.endswith("-unchanged"):
        loaded_by(root, COMMANDS[name])
    loaded = loaded_by(root, COMMANDS[name])
    listed = HERE / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        listed.write_text("".join(f"{module}\n" for module in sorted(loaded)), encoding="utf-8")
    allowed = set(listed.read_text(encoding="utf-8").split())
    assert sorted(loaded - allowed) == [], f"`okrs {name}` loads these; UPDATE_GOLDEN=1 allows them"
    gone = {module for module in allowed - loaded if module.startswith("okrs_as_code")}
    assert sorted(gone) == [], f"`okrs {name}` does not load these any more; UPDATE_GOLDEN=1 says so"


def loaded_by(root: Path, arguments: Sequence[str]) -> set[str]:
    """Our modules, slow ones of the standard library, and packages of others that a command loads."""
    code = f"import atexit, sys; atexit.register(lambda: print('loaded:', *sys.modules, file=sys.stderr))\n{MAIN}"
    command = [sys.executable, "-c", code, *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # it loads, too
    environment["OKRS_CACHE"] = "on"
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert "loaded:" in done.stderr, done.stderr
    modules = done.stderr.rpartition("loaded:")[2].split()
    ours = {module for module in modules if module.partition(".")[0] == "okrs_as_code"}
    others = {module.partition(".")[0] for module in modules} - {"okrs_as_code", "__main__", "sitecustomize"}
    of_others = {name for name in others if name not in sys.stdlib_module_names and not name.startswith("_")}
    return ours | of_others | SLOW_STANDARD.intersection(modules)


MAIN = "from okrs_as_code.__main__ import main; main()"
