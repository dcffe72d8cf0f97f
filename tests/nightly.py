"""Marks tests for the nightly run, and sets how often a property is tried until then."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings

EXAMPLES_BY_DAY, EXAMPLES_AT_NIGHT = 20, 200
"""The usual number of examples with which a property is tried."""


def is_night() -> bool:
    """Whether this is the nightly run."""
    return settings().max_examples == EXAMPLES_AT_NIGHT


def at_night(*values: Any) -> list[Any]:
    """Values of a parameter that only the nightly run tries."""
    return [pytest.param(value, marks=pytest.mark.nightly) for value in values]


def more_at_night(*rows: tuple[Any, ...]) -> list[Any]:
    """Rows of values of several parameters that only the nightly run tries."""
    return [pytest.param(*row, marks=pytest.mark.nightly) for row in rows]


def examples(times: float, *, by_day: float | None = None) -> settings:
    """Settings of a property that needs a multiple of the usual examples, or fewer as each of them takes long.

    `by_day` is the multiple until the nightly run, where that is another.
    """
    usual = settings().max_examples
    factor = times if by_day is None or is_night() else by_day
    return settings(max_examples=round(factor * usual), deadline=None)
