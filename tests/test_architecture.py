"""The folders are the architecture, and `[tool.importlinter]` says who may import whom; a name means one thing."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrs_as_code import api

ROOT = Path(__file__).parent.parent


def test_imports_keep_to_the_contracts() -> None:
    program = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert program is not None, "import-linter is missing: pip install -e .[dev]"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_name_of_a_class_or_type_has_two_meanings() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for file in (ROOT / "okrs_as_code").rglob("*.py"):
        for name in _types(ast.parse(file.read_text(encoding="utf-8"))):
            places[name].append(str(file.relative_to(ROOT)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_docstrings_begin_with_the_noun_or_verb_of_what_they_describe() -> None:
    begin = re.compile(r'^ *"""(?:What|The same)\b.*', re.MULTILINE)
    begun = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for folder in ("okrs_as_code", "tests", "benchmarks")
        for file in (ROOT / folder).rglob("*.py")
        if "work" not in file.parts[len(ROOT.parts) :]  # the benchmarks' own, with other programs in it
        for match in begin.finditer(file.read_text(encoding="utf-8"))
    ]
    assert begun == []


def _types(module: ast.Module) -> Iterator[str]:
    """The names of classes and of other types that a module defines: aliases, and whatever is written like them."""
    for statement in module.body:
        match statement:
            case ast.ClassDef(name):
                yield name
            case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)) if (
                name[0].isupper() and not name.isupper()
            ):
                yield name


@pytest.mark.parametrize("name", sorted(api._MODULES))
def test_a_public_name_is_where_the_api_looks_for_it(name: str) -> None:
    assert hasattr(api, name)
