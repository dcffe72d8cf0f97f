"""Numbers, bars and terms in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from okrs_as_code.model.files.measure import Measure
from okrs_as_code.model.progress.progress import Progress
from okrs_as_code.model.progress.roll_up import RollUp
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import difference_phrase


def measure(**data: Any) -> Measure:
    result: Measure = TypeAdapter(Measure).validate_python(data)
    return result


METRIC = measure(type="metric", baseline=900.0, target=300.0, stretch=200.0, unit="ms")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3.0, "3"), (-0.5, "-0.5"), (9999.0, "9999"), (10000.0, "10,000"), (1234567.25, "1,234,567.25"), (1e22, "1e+22")],
)
def test_numbers(value: float, expected: str) -> None:
    assert numbers.number(value) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "░░░░░░░░░░ 0 %"),
        (0.001, "▓░░░░░░░░░ 1 %"),
        (0.52, "▓▓▓▓▓░░░░░ 52 %"),
        (0.999, "▓▓▓▓▓▓▓▓▓░ 99 %"),
        (1.0, "▓▓▓▓▓▓▓▓▓▓ 100 %"),
        (None, "no data"),
    ],
)
def test_bars(share: float | None, expected: str) -> None:
    assert numbers.bar_percent(share).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("reached", "expected"),
    [
        (Progress(1.0, 1.12, 250.0), "▓▓▓▓▓▓▓▓▓▓ 112 %"),
        (Progress(0.0, -0.2, 1000.0), "░░░░░░░░░░ 0 %, below baseline"),
        (Progress(), "no data"),
        (Progress(value=3.0), "no data"),
    ],
)
def test_progress(reached: Progress, expected: str) -> None:
    assert numbers.progress_bar(reached).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("of", "reached", "measured", "expected"),
    [
        (METRIC, Progress(0.75, 0.75, 450.0), "from 900 to 300 ms, stretch 200 ms", "now 450, target 300 ms"),
        (measure(type="binary"), Progress(1.0, 1.0, True), "done or not done", "done"),
        (measure(type="binary"), Progress(0.0, 0.0, False), "done or not done", "not done"),
        (measure(type="binary"), Progress(), "done or not done", None),
        (
            measure(type="threshold", at_least=99.5, unit="%"),
            Progress(1.0, 1.0, 99.6),
            "at least 99.5 % in every period",
            "last 99.6 %, kept",
        ),
        (
            measure(type="threshold", at_least=1.0, at_most=2.0),
            Progress(0.0, 0.0, 3.0),
            "between 1 and 2 in every period",
            "last 3, not kept",
        ),
        (
            measure(type="milestones", steps=[{"id": "a", "title": "A"}]),
            Progress(1.0, 1.0, ("a",)),
            "1 milestone",
            "1 of 1 milestone",
        ),
    ],
)
def test_measures_and_values(of: Measure, reached: Progress, measured: str, expected: str | None) -> None:
    assert numbers.measure_phrase(of) == measured
    assert numbers.reached_value_phrase(of, reached) == expected


def test_stretch() -> None:
    reached = numbers.stretch_phrase(METRIC, Progress(1.0, 1.08, 250.0))
    assert reached == "50\u00a0% of the way from target to stretch"
    assert numbers.stretch_phrase(METRIC, Progress(0.75, 0.75, 450.0)) is None
    assert numbers.stretch_phrase(measure(type="binary"), Progress(1.0, 1.0, True)) is None


@pytest.mark.parametrize(
    ("roll_up", "expected"),
    [(RollUp(0.5, 3, 4), "3 of 4 key results have data"), (RollUp(None, 0, 1), "0 of 1 key result has data")],
)
def test_coverage(roll_up: RollUp, expected: str) -> None:
    assert numbers.coverage(roll_up, "key result") == expected


def test_days() -> None:
    assert numbers.day(date(2026, 10, 5)) == "5 Oct 2026"


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (TermsDifference("target", 3, 5), "target 3 → 5"),
        (TermsDifference("at_least", None, 99.5), "at least none → 99.5"),
        (TermsDifference("owner", "bo", {"team": "web", "lead": "dee"}), "owner bo → dee for web"),
        (
            TermsDifference(
                "step beta", {"id": "beta", "title": "Beta", "weight": 30}, {"id": "beta", "title": "Beta"}
            ),
            "step beta: weight 30 → none",
        ),
        (TermsDifference("step beta", None, {"id": "beta", "title": "Beta"}), "step beta none → Beta"),
    ],
)
def test_what_moved(difference: TermsDifference, expected: str) -> None:
    assert difference_phrase(difference) == expected
