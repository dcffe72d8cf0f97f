"""Where things are, and how our own command is started."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = HERE / "work"
"""Corpora, peers and caches; git ignores it, and it can be deleted at any time."""
RESULTS = HERE / "results.json"
PICTURE = HERE / "growth.svg"
PAGE = ROOT / "docs" / "performance.md"
SCHEMA = ROOT / "schema" / "objective.schema.json"


PROGRAM = Path(sys.executable).with_name("okrs")


def okrs() -> tuple[str, ...]:
    """The installed command, else the module of this checkout."""
    return (str(PROGRAM),) if PROGRAM.exists() else (sys.executable, "-m", "okrs_as_code.cli.main")


def environment(work: Path) -> dict[str, str]:
    """For our own commands: a cache folder of our own; modules from this checkout only where nothing is installed."""
    own = {"XDG_CACHE_HOME": str(work / "cache"), "PYTHONDONTWRITEBYTECODE": ""}
    return own if PROGRAM.exists() else own | from_checkout(work)


def from_checkout(work: Path) -> dict[str, str]:
    """For modules of the benchmarks that are started as processes."""
    return {"XDG_CACHE_HOME": str(work / "cache"), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(ROOT)}
