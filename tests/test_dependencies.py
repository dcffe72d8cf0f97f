"""The page of dependencies names all that an installation brings, and that stays small."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
MOST_BYTES, MOST_COMPILED_BYTES = 18_000_000, 27_000_000
"""The most that an installation may have, without bytecode, and with all that an installer adds of it."""


@pytest.fixture(autouse=True)
def docs_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))


def test_the_page_has_every_package_with_its_reason() -> None:
    from dependencies import dependencies, named

    page = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z][\w-]*) \| [\d.]+ MB \| [\d.]+ MB \| (?:\d+ ms )?\| (.+) \|$", page, re.MULTILINE)
    assert rows.pop(0) == ("okrs-as-code", "the tool itself")
    assert dict(rows) == {one.name: one.reason or f"needed by {one.needed_by}" for one in dependencies()}
    assert all(named().values())


@pytest.mark.skipif(sys.platform != "linux", reason="wheels of other systems have other sizes")
def test_an_installation_is_small() -> None:
    from dependencies import bytecode_size, dependencies, own_files, size

    files = [*own_files(), *(file for one in dependencies() for file in one.files)]
    assert size(files) < MOST_BYTES
    assert size(files) + bytecode_size(files) < MOST_COMPILED_BYTES
