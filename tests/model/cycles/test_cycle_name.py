"""The name of a cycle that people mean when they write it in their own way."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.cycles.cycle_name import meant_cycle_name
from okrs_as_code.model.files.base import CYCLE_PATTERN


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("FY27Q3", "2027-Q3"),
        ("FY27-Q3", "2027-Q3"),
        ("FY 27 Q3", "2027-Q3"),
        ("Q4-2026", "2026-Q4"),
        ("2026-q4", "2026-Q4"),
        ("2026/Q4", "2026-Q4"),
        ("2026Q4", "2026-Q4"),
        ("2026-Q04", "2026-Q4"),
        ("3Q25", "2025-Q3"),
        ("h2 2026", "2026-H2"),
        ("1H26", "2026-H1"),
        ("2026-t3", "2026-T3"),
        ("Oct 2026", "2026-10"),
        ("2026-sept", "2026-09"),
        ("10-2026", "2026-10"),
        ("2026-4", "2026-04"),
        ("FY27", "2027"),
        ("okrs-2026-q4-draft", "2026-Q4"),
        ("2026-Q5", None),
        ("2026-T4", None),
        ("26-10", None),
        ("27", None),
        ("backlog", None),
        ("decade 2026", None),
        ("2026-C5", None),
    ],
)
def test_meant(written: str, meant: str | None) -> None:
    assert meant_cycle_name(written) == meant


@given(st.text())
def test_what_is_meant_is_a_name(text: str) -> None:
    meant = meant_cycle_name(text)
    assert meant is None or re.fullmatch(CYCLE_PATTERN, meant)
