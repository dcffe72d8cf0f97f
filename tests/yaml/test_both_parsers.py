"""The C extension and the pure-Python parser give the same data, places, problems and findings, over all fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.finding import KeyPath
from okrs_as_code.lint import engine
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.policy import Selection
from okrs_as_code.workspace import loader
from okrs_as_code.workspace.trees.tree import WorkingTree
from okrs_as_code.yaml import parse, reader
from tests.nightly import at_night

ROOT = Path(__file__).parent.parent.parent
TREES = sorted(path.parent for path in [*ROOT.glob("tests/**/okrs"), *ROOT.glob("examples/*/okrs")])
FEW, MORE = TREES[::5], [tree for at, tree in enumerate(TREES) if at % 5]
"""The input of rules is compared for each of them; so by day their findings are compared for few."""
THIRD, OTHERS = TREES[::3], [tree for at, tree in enumerate(TREES) if at % 3]
EVERYTHING = Selection(verbose=True)


def paths(data: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    yield above
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*above, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from paths(value, (*above, position))


@pytest.mark.parametrize(
    "folder", [*THIRD, ROOT / "okrs", *at_night(*OTHERS)], ids=lambda path: path.relative_to(ROOT).as_posix() or "."
)
def test_data_places_and_problems(folder: Path) -> None:
    for path in sorted(folder.rglob("*.yaml")):
        if path.is_file() and not path.is_symlink():
            assert difference(path.read_bytes()) is None, path


@cache
def difference(raw: bytes) -> object:
    """The first thing about a text that the two see differently; fixtures share many texts."""
    fast, pure = parse("x", raw), parse("x", raw, pure=True)
    for one, other in (
        ((fast.readable, fast.problems), (pure.readable, pure.problems)),
        (repr(fast.data), repr(pure.data)),
        (list(fast.comments()), list(pure.comments())),
        *(((inner, fast.key_span(inner)), (inner, pure.key_span(inner))) for inner in paths(fast.data)),
        *(((inner, fast.value_span(inner)), (inner, pure.value_span(inner))) for inner in paths(fast.data)),
    ):
        if one != other:
            return one, other
    return None


@pytest.mark.parametrize("folder", [*FEW, *at_night(*MORE)], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_findings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def findings() -> object:
        workspace = loader.load(WorkingTree(folder))
        return engine.locate_findings(engine.run_rules(Context(workspace, date(2026, 10, 15)), EVERYTHING), workspace)

    fast = findings()
    monkeypatch.setattr(reader, "parse", partial(parse, pure=True))
    assert findings() == fast
