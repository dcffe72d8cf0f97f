"""Tests of the cache itself: they are skipped where it is turned off."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def needs_the_cache() -> None:
    if os.environ.get("OKRS_CACHE") == "off":
        pytest.skip("the cache is turned off")
