"""Writes docs/dependencies.md: what an installation is made of, how large that is, and how long it takes to import.

`python3 run.py python docs/dependencies.py` measures and writes. Names and reasons come from `pyproject.toml` and from
the installed packages; the tests check that the page has them all.
"""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "dependencies.md"
REQUIREMENT = re.compile(r'^  "(?P<requirement>[^"]+)",\s+# (?P<reason>.+)$', re.MULTILINE)
_HEADER = 16
"""The bytes in front of the code in a file of bytecode."""
TRIES = 5
"""Number of imports, of which the fastest counts."""


@dataclass(frozen=True)
class Dependency:
    """A package that is installed with the tool; `needed_by` is empty for those that the tool names itself."""

    name: str
    reason: str = ""
    needed_by: str = ""

    @cached_property
    def _distribution(self) -> Distribution:
        return distribution(self.name)

    @cached_property
    def files(self) -> list[Path]:
        """The files that it brings."""
        places = (Path(str(file.locate())) for file in self._distribution.files or [])
        return [place for place in places if place.suffix != ".pyc" and place.is_file()]

    @property
    def module(self) -> str:
        """The module that is imported: its outermost package, else its only module."""
        files = self._distribution.files or []
        packages = [file.parent for file in files if file.name == "__init__.py"]
        if packages:
            return ".".join(min(packages, key=lambda package: len(package.parts)).parts)
        return next(
            file.name.split(".")[0] for file in files if len(file.parts) == 1 and file.suffix in (".py", ".so", ".pyd")
        )

    @property
    def import_time(self) -> float:
        """Seconds that a Python takes to import it, with all that it imports itself; the fastest of some."""
        return max(0.0, min(_seconds(f"import {self.module}") for _ in range(TRIES)))


def own_files() -> list[Path]:
    """The files of the tool itself, as a wheel has them."""
    folders = (ROOT / name for name in ("okrs_as_code", "templates", "schema"))
    return [file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"]


def size(files: Iterable[Path]) -> int:
    """The bytes of files."""
    return sum(file.stat().st_size for file in files)


def bytecode_size(files: Iterable[Path]) -> int:
    """The bytes that an installer which compiles, as pip does, adds to files."""
    return sum(_bytecode(file) for file in files if file.suffix == ".py")


def _bytecode(file: Path) -> int:
    try:
        return _HEADER + len(marshal.dumps(compile(file.read_bytes(), str(file), "exec", dont_inherit=True)))
    except SyntaxError:
        return 0  # for another Python, or a template


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _seconds(statement: str) -> float:
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def named() -> dict[str, str]:
    """The packages that `pyproject.toml` names for the tool, with the reason that stands behind each."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [\n")[2].partition("\n]\n")[0]
    return {canonical(Requirement(match["requirement"]).name): match["reason"] for match in REQUIREMENT.finditer(block)}


def dependencies() -> list[Dependency]:
    """All packages that an installation on this machine brings, those that others need behind them."""
    reasons = named()
    found = {name: Dependency(name, reason) for name, reason in reasons.items()}
    waiting = list(found)
    while waiting:
        parent = waiting.pop(0)
        for name in _required(parent):
            if name not in found:
                found[name] = Dependency(name, needed_by=parent)
                waiting.append(name)
    return list(found.values())


def _required(name: str) -> Iterator[str]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonical(requirement.name)


def page() -> str:
    """The page, with what is measured now."""
    found = dependencies()
    lines = [
        "# What is installed with it",
        "",
        "Each package is here for a reason, only one folder imports it, and nothing is imported before it is needed.",
        "pip and pipx compile what they install, which adds bytecode; uv, `pip install --no-compile` and the action do",
        "not. Import times are the fastest of some on the machine that wrote this page, with all that the package",
        "imports itself: read them against each other.",
        "",
        "| package | size | bytecode | import | why |",
        "|---|---:|---:|---:|---|",
    ]
    own = own_files()
    lines.append(f"| okrs-as-code | {_megabytes(size(own))} | {_megabytes(bytecode_size(own))} | | the tool itself |")
    for one in found:
        why = one.reason or f"needed by {one.needed_by}"
        sizes = f"{_megabytes(size(one.files))} | {_megabytes(bytecode_size(one.files))}"
        lines.append(f"| {one.name} | {sizes} | {one.import_time * 1000:.0f} ms | {why} |")
    everything = [*own, *(file for one in found for file in one.files)]
    sizes = f"**{_megabytes(size(everything))}** | **{_megabytes(bytecode_size(everything))}**"
    lines += [
        f"| **all {len(found) + 1}** | {sizes} | | |",
        "",
        "`python3 run.py python docs/dependencies.py` writes this page.",
        "",
    ]
    return "\n".join(lines)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.2f} MB"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
