"""The page of dependencies names all that an installation brings, and that stays small."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
MOST_BYTES = 24_000_000


@pytest.fixture(autouse=True)
def docs_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))


def test_the_page_has_every_package_with_its_reason() -> None:
    from dependencies import dependencies, named

    page = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z][\w-]*) \| [\d.]+ MB \| \d+ ms \| (.+) \|$", page, re.MULTILINE)
    assert dict(rows) == {one.name: one.reason or f"needed by {one.needed_by}" for one in dependencies()}
    assert all(named().values())


@pytest.mark.skipif(sys.platform != "linux", reason="wheels of other systems have other sizes")
def test_an_installation_is_small() -> None:
    from dependencies import dependencies

    folders = (DOCS.parent / name for name in ("okrs_as_code", "templates", "schema"))
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")
    own = sum(file.stat().st_size for file in files)
    assert own + sum(one.size for one in dependencies()) < MOST_BYTES
