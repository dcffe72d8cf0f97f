"""The C extension and the pure-Python parser give the same data, places, problems and findings, over all fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.finding import KeyPath
from okrs_as_code.lint import engine
from okrs_as_code.lint.policy import Selection
from okrs_as_code.workspace import loader
from okrs_as_code.workspace.tree import WorkingTree
from okrs_as_code.yaml import parse, reader

ROOT = Path(__file__).parent.parent.parent
TREES = sorted(path.parent for path in [*ROOT.glob("tests/**/okrs"), *ROOT.glob("examples/*/okrs")])
EVERYTHING = Selection(verbose=True)


def paths(data: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    yield above
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*above, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from paths(value, (*above, position))


@pytest.mark.parametrize("folder", [*TREES, ROOT / "okrs"], ids=lambda path: path.relative_to(ROOT).as_posix() or ".")
def test_data_places_and_problems(folder: Path) -> None:
    for path in sorted(folder.rglob("*.yaml")):
        if path.is_symlink() or not path.is_file():
            continue
        raw = path.read_bytes()
        fast, pure = parse("x", raw), parse("x", raw, pure=True)
        assert (fast.readable, fast.problems) == (pure.readable, pure.problems), path
        assert repr(fast.data) == repr(pure.data), path
        for inner in paths(fast.data):
            assert fast.key_span(inner) == pure.key_span(inner), (path, inner)
            assert fast.value_span(inner) == pure.value_span(inner), (path, inner)
        assert list(fast.comments()) == list(pure.comments()), path


@pytest.mark.parametrize("folder", TREES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_findings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def findings() -> object:
        workspace = loader.load(WorkingTree(folder))
        return engine.locate(engine.run_rules(workspace, date(2026, 10, 15), EVERYTHING), workspace)

    fast = findings()
    monkeypatch.setattr(reader, "parse", partial(parse, pure=True))
    assert findings() == fast
