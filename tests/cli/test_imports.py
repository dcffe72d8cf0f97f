"""A command imports only what it needs: nobody waits for a library that is not used."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.repositories import commit, make

HEAVY = {"pydantic", "git", "jinja2", "rich", "ruamel", "_ruamel_yaml", "importlib.metadata"}


def loaded(root: Path, *arguments: str) -> set[str]:
    """Which of the heavy modules a command loads."""
    return loaded_by_all({root: arguments})


def loaded_by_all(asked: Mapping[Path, Sequence[str]]) -> set[str]:
    """Which of them one process loads that runs commands, each in a folder."""
    code = ["import os, sys", "from okrs_as_code.cli.main import run"]
    for root, arguments in asked.items():
        code += [f"os.chdir({str(root)!r})", f"run({list(arguments)!r})"]
    code.append("print('loaded:', *sorted(sys.modules), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", "\n".join(code)], capture_output=True, text=True, check=True)
    return HEAVY & set(done.stderr.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_loads_nothing_heavy(tmp_path: Path, argument: str) -> None:
    assert loaded(tmp_path, argument) == set()


def test_a_remembered_answer_loads_nothing_heavy(tmp_path: Path) -> None:
    commands = (("lint",), ("lint", "--output-format", "json"), ("status",), ("report",))
    asked = {make(tmp_path / str(at)): (*words, "--today", "2026-10-15") for at, words in enumerate(commands)}
    for root in asked:
        commit(root)
    assert "pydantic" in loaded_by_all(asked)
    for _ in range(2):
        time.sleep(2.1)  # what changed just now is not relied upon yet, and the pages of a report are new
        loaded_by_all(asked)
    for root, words in asked.items():
        assert loaded(root, *words) == set(), words


def test_a_lint_loads_neither_templates_nor_tables_nor_git(tmp_path: Path) -> None:
    found = loaded(make(tmp_path), "lint", "--today", "2026-10-15")
    assert found.isdisjoint({"jinja2", "rich", "git"})
