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


def okrs() -> tuple[str, ...]:
    """The installed command, else the module of this checkout."""
    program = Path(sys.executable).with_name("okrs")
    return (str(program),) if program.exists() else (sys.executable, "-m", "okrs_as_code.cli.main")


def environment(work: Path) -> dict[str, str]:
    """For our own commands: a cache folder of our own, and modules from this checkout."""
    return {"XDG_CACHE_HOME": str(work / "cache"), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
