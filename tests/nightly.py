"""Marks tests for the nightly run, and sets how often a property is tried until then."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings


def at_night(*values: Any) -> list[Any]:
    """Values of a parameter that only the nightly run tries."""
    return [pytest.param(value, marks=pytest.mark.nightly) for value in values]


def examples(times: float) -> settings:
    """Settings of a property that needs a multiple of the usual examples, or fewer as each of them takes long."""
    return settings(max_examples=round(times * settings().max_examples), deadline=None)
