"""A command imports only what it needs: nobody waits for a library that is not used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import commit, git, make

HEAVY = {"pydantic", "subprocess", "jinja2", "ruamel", "_ruamel_yaml", "importlib.metadata"}


def loaded(root: Path, *arguments: str) -> set[str]:
    """Heavy modules that a command loads."""
    return HEAVY & modules_of([(root, arguments)])


def modules_of(commands: Iterable[tuple[Path, Sequence[str]]]) -> set[str]:
    """All modules that one process loads which runs commands, each in a folder."""
    code = ["import os, sys", "from okrs_as_code.cli.main import run"]
    for root, arguments in commands:
        code += [f"os.chdir({str(root)!r})", f"run({list(arguments)!r})"]
    code.append("print('loaded:', *sorted(sys.modules), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", "\n".join(code)], capture_output=True, text=True, check=True)
    return set(done.stderr.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_loads_nothing_heavy(tmp_path: Path, argument: str) -> None:
    assert loaded(tmp_path, argument) == set()


def test_a_lint_loads_neither_templates_nor_git(tmp_path: Path) -> None:
    modules = loaded(make(tmp_path), "lint", "--today", "2026-10-15")
    assert modules.isdisjoint({"jinja2", "subprocess"})


def test_where_nothing_is_staged_a_hook_is_back_at_once(tmp_path: Path) -> None:
    commit(make(tmp_path))
    make(tmp_path, {"README": "x"})
    git(tmp_path, "add", "README")
    assert loaded(tmp_path, "lint", "--staged") == {"subprocess"}


def test_only_imports_and_exports_load_what_they_need(tmp_path: Path) -> None:
    root, day = make(tmp_path), ("--today", "2026-10-15")
    dated = {"lint", "status", "report", "list", "inbox", "site"}
    others = ["lint", "status", "report", "list", "fmt", "inbox --person bo", "site", "explain OWN001"]
    others += ["fmt --check", "new --help", "import --help", "schema --check"]
    commands = [(root, [*words.split(), *(day if words.partition(" ")[0] in dated else ())]) for words in others]
    modules = modules_of(commands)
    assert modules.isdisjoint({"openpyxl", "markdown_it", "et_xmlfile"})
    assert exporting(modules) == set()
    assert run(["export", "json", "--out", str(tmp_path / "out.json"), "--root", str(root), *day]) == 0
    assert exporting(set(sys.modules)), "that is what an export loads"


def exporting(modules: set[str]) -> set[str]:
    return {module for module in modules if module.startswith("okrs_as_code.export")}
