"""The worked cases of "Progress, pace, status, score"; each row is a case, each family a table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.progress.progress import metric_progress, stretch_progress
from tests.model.building import DAY, standing


def metric(baseline: float, target: float, **more: Any) -> dict[str, Any]:
    return {"type": "metric", "baseline": baseline, "target": target, "unit": "x", **more}


STEPS = [{"id": "usability", "title": "a"}, {"id": "beta", "title": "b"}, {"id": "default-on", "title": "c"}]
WEIGHTED = [{**step, "weight": weight} for step, weight in zip(STEPS, (20, 30, 50), strict=True)]
FOUR = [{"id": name, "title": name} for name in "abcd"]


@pytest.mark.parametrize(
    ("measure", "value", "score", "raw"),
    [
        (metric(0, 3), 1, 1 / 3, 1 / 3),
        (metric(900, 300), 900, 0, 0),
        (metric(900, 300), 450, 0.75, 0.75),
        (metric(900, 300), 300, 1, 1),
        (metric(900, 300), 250, 1, 650 / 600),
        (metric(900, 300), 1000, 0, -100 / 600),
        (metric(-10, 10), 0, 0.5, 0.5),
    ],
)
def test_metric(measure: dict[str, Any], value: float, score: float, raw: float) -> None:
    reached = standing(measure, [{"value": value}]).progress
    assert reached.score == pytest.approx(score)
    assert reached.raw == pytest.approx(raw)
    assert reached.value == value


def test_a_metric_without_check_in_has_no_data() -> None:
    assert standing(metric(5, 10), []).progress.score is None


def test_a_metric_whose_check_ins_say_no_value_has_no_data() -> None:
    assert standing(metric(5, 10), [{"note": "started"}]).progress.score is None


def test_a_metric_that_goes_nowhere_has_a_value_but_no_progress() -> None:
    reached = standing(metric(5, 5), [{"value": 5}]).progress
    assert (reached.score, reached.value) == (None, 5)


@pytest.mark.parametrize(
    ("steps", "done", "score"),
    [
        (WEIGHTED, [["usability", "beta"]], 0.5),
        (FOUR, [["a"]], 0.25),
        (FOUR, [["a"], ["b"]], 0.5),
        (FOUR, [["a", "unknown"]], 0.25),
        ([{**step, "weight": 0} for step in FOUR], [["a"]], None),
    ],
)
def test_milestones_are_cumulative(steps: list[dict[str, Any]], done: list[list[str]], score: float | None) -> None:
    reached = standing({"type": "milestones", "steps": steps}, [{"done": names} for names in done])
    assert reached.progress.score == score


def test_only_a_correction_takes_a_step_back() -> None:
    milestones = {"type": "milestones", "steps": FOUR}
    first = {"done": ["a", "b"]}
    assert standing(milestones, [first, {"done": ["c"]}]).progress.value == ("a", "b", "c")
    corrected = standing(milestones, [first, {"done": ["a"], "corrects": 0}])
    assert corrected.progress.value == ("a",)


def test_binary() -> None:
    assert standing({"type": "binary"}, [{"done": False}]).progress.score == 0
    assert standing({"type": "binary"}, [{"done": False}, {"done": True}]).progress.score == 1
    assert standing({"type": "binary"}, [{"confidence": 0.9}]).progress.score is None


@pytest.mark.parametrize(
    ("bounds", "values", "score"),
    [
        ({"at_most": 300}, [280, 320, 290], 2 / 3),
        ({"at_least": 99.5}, [99.6, None, 99.7], 2 / 3),
        ({"at_least": 1, "at_most": 3}, [1, 4, 3], 2 / 3),
        ({"at_most": 300}, [None, None, None], None),
    ],
)
def test_threshold_over_three_weeks(bounds: dict[str, float], values: list[float | None], score: float | None) -> None:
    entries = [
        {"value": value, "date": DAY + timedelta(weeks=week, days=2)}
        for week, value in enumerate(values)
        if value is not None
    ]
    reached = standing({"type": "threshold", **bounds}, entries, today=DAY + timedelta(weeks=3))
    assert reached.progress.score == (None if score is None else pytest.approx(score))


@pytest.mark.parametrize(("days", "score"), [(13, 1), (14, 0.5)])
def test_a_week_without_a_value_counts_once_it_is_over(days: int, score: float) -> None:
    kept = [{"date": DAY, "value": 1}]
    assert standing({"type": "threshold", "at_most": 1}, kept, today=DAY + timedelta(days)).progress.score == score


def test_a_threshold_is_judged_from_its_own_start() -> None:
    start, today = date(2026, 11, 26), date(2026, 12, 9)
    entries = [{"value": 1, "date": start}, {"value": 1, "date": start + timedelta(weeks=1)}]
    reached = standing({"type": "threshold", "at_most": 1}, entries, today=today, start=start)
    assert reached.progress.score == 1


def test_the_running_period_counts_only_once_it_has_a_value() -> None:
    week = timedelta(weeks=1)
    met = [{"value": 1, "date": DAY + timedelta(days=1)}]
    threshold = {"type": "threshold", "at_most": 1}
    assert standing(threshold, met, today=DAY + week).progress.score == 1
    missed = [*met, {"value": 2, "date": DAY + week}]
    assert standing(threshold, missed, today=DAY + week).progress.score == 0.5


def test_late_check_ins_count_in_the_last_period_and_for_fourteen_days() -> None:
    threshold, end = {"type": "threshold", "at_most": 1}, date(2026, 12, 31)
    start = date(2026, 12, 24)
    late = [{"value": 1, "date": end + timedelta(days=14)}]
    too_late = [{"value": 1, "date": end + timedelta(days=15)}]
    today = end + timedelta(days=30)
    assert standing(threshold, late, today=today, start=start).progress.score == 0.5
    assert standing(threshold, too_late, today=today, start=start).progress.score is None
    assert standing(metric(0, 2), late, today=today).progress.score == 0.5
    assert standing(metric(0, 2), too_late, today=today).progress.score is None


def test_months_step_to_the_last_day_of_shorter_ones() -> None:
    from okrs_as_code.model.progress.progress import periods

    begun = periods(date(2026, 1, 31), date(2026, 4, 15), "month", date(2026, 12, 31))
    assert [first for first, _ in begun] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert begun[-1][1] == date(2026, 4, 15)


def test_stretch_is_shown_past_the_target() -> None:
    measure = Metric(type="metric", baseline=900, target=300, stretch=200, unit="ms")
    assert stretch_progress(measure, 250) == 0.5
    assert stretch_progress(measure, 301) is None


numbers = st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 3))


@given(numbers, numbers, numbers)
def test_progress_is_within_0_and_1(baseline: float, target: float, value: float) -> None:
    score = standing(metric(baseline, target), [{"value": value}]).progress.score
    assert score is None if baseline == target else score is not None and 0 <= score <= 1


@given(numbers, numbers, numbers)
def test_progress_does_not_care_for_the_direction(baseline: float, target: float, value: float) -> None:
    up = metric_progress(Metric.model_validate(metric(baseline, target)), value)
    down = metric_progress(Metric.model_validate(metric(-baseline, -target)), -value)
    assert up == down


@given(st.lists(st.sets(st.sampled_from("abcd")), max_size=6))
def test_milestones_never_go_back(done: list[set[str]]) -> None:
    entries = [{"done": sorted(names)} for names in done]
    milestones = {"type": "milestones", "steps": FOUR}
    scores = [standing(milestones, entries[:count]).progress.score or 0 for count in range(len(entries) + 1)]
    assert scores == sorted(scores)
