"""CHK006 asks when the confidence fell, until somebody answers, and not every week of a bold goal."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from okrs_as_code import api
from tests.repositories import make

FIRST = date(2026, 10, 5)
GOAL = """\
title: Strangers trust us
owner: bo
key_results:
  - id: paying
    title: Win 10 paying customers
    owner: bo
    measure: {type: metric, baseline: 0, target: 10, unit: customers}
"""


@pytest.mark.parametrize(
    ("entries", "asks"),
    [
        (["confidence: 0.7", "confidence: 0.3"], True),
        (["confidence: 0.7", "confidence: 0.3", "value: 1"], True),
        (["confidence: 0.7", "confidence: 0.3", "confidence: 0.2"], True),
        (["confidence: 0.3"], False),
        (["confidence: 0.3", "confidence: 0.2"], False),
        (["confidence: 0.7", "confidence: 0.4"], False),
        (["confidence: 0.7", "confidence: 0.3", "confidence: 0.5"], False),
        (["confidence: 0.7", "confidence: 0.3, help: A designer."], False),
        (["confidence: 0.7", "confidence: 0.3", "help: A designer."], False),
        (["confidence: 0.7", "confidence: 0.3, help: A designer.", "confidence: 0.2"], False),
        (["confidence: 0.3", "confidence: 0.6", "confidence: 0.3"], True),
        (["confidence: 0.6, help: A designer.", "confidence: 0.3"], True),
    ],
)
def test_it_asks(tmp_path: Path, entries: list[str], asks: bool) -> None:
    days = [FIRST + timedelta(weeks=number) for number in range(len(entries))]
    check_ins = {
        f"okrs/2026-Q4/check-ins/{day}-bo.yaml": f"by: bo\ndate: {day}\nkey_results:\n"
        f"  company/goal/paying: {{{entry}}}\n"
        for day, entry in zip(days, entries, strict=True)
    }
    files = {"okrs/people.yaml": "people:\n  bo: {name: Bo}\n", "okrs/2026-Q4/company/goal.yaml": GOAL, **check_ins}
    selection = api.Selection.of(["CHK006"], ())
    result = api.lint(api.open_repository(make(tmp_path, files)), days[-1], selection=selection)
    assert bool(result.findings) == asks
