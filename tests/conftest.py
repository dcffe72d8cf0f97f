"""The way the suite runs: what is left to the nightly run, how often a property is tried, in how many processes."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import settings

# On a forge, hypothesis has a profile in which every run tries the same; at night it should try something else.
settings.register_profile("quick", max_examples=50)
settings.register_profile("nightly", settings.get_profile("default"), max_examples=200, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nightly",
        action="store_true",
        help="Run also the tests marked `nightly`, and try every property with four times as many examples.",
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("nightly" if config.getoption("nightly") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("nightly"):
        return
    left = [item for item in items if item.get_closest_marker("nightly") is not None]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


def pytest_collection_finish() -> None:
    """Freezes what is imported and collected, so that the garbage collector need not go through it again and again."""
    gc.freeze()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Single files and tests run in this process, as starting others would take longer; None leaves it to xdist."""
    named = [Path(argument.partition("::")[0]) for argument in config.args]
    return 0 if all(path.is_file() for path in named) else None
