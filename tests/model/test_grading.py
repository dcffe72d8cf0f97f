"""The score that is proposed, from when on, and how scores add up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.record import Grade
from okrs_as_code.model.grading import graded_from, proposed_score, scores
from okrs_as_code.model.progress.progress import NO_DATA, Progress
from tests.model.building import key_result, objective, plan, record

END = date(2027, 1, 4)


def graded(score: float) -> dict[str, object]:
    return {"score": score, "because": "So.", "decision": "keep"}


@pytest.mark.parametrize(("cycle", "day"), [("2026-Q4", date(2026, 12, 17)), ("2026", date(2026, 12, 17))])
def test_from_fourteen_days_before_the_end(cycle: str, day: date) -> None:
    period = Calendar().cycle(cycle)
    assert period is not None
    assert graded_from(period.end) == day


@pytest.mark.parametrize(("reached", "score"), [(2 / 3, 0.67), (0.999, 0.99), (0.001, 0.01), (1.0, 1.0), (0.0, 0.0)])
def test_a_score_is_proposed_with_two_decimals(reached: float, score: float) -> None:
    assert proposed_score(Progress(reached, reached)) == score


def test_no_data_proposes_nothing() -> None:
    assert proposed_score(NO_DATA) is None


@given(st.floats(0, 1))
def test_only_what_is_reached_is_proposed_as_1(reached: float) -> None:
    score = proposed_score(Progress(reached, reached))
    assert score is not None
    assert (score == 1) is (reached == 1)
    assert (score == 0) is (reached == 0)
    assert abs(score - reached) < 0.011


def test_scores_add_up_by_weight_and_what_is_dropped_takes_no_part() -> None:
    node = objective(
        "content/goal", [key_result("a", weight=3), key_result("b"), key_result("c"), key_result("d", weight=5)]
    )
    entries = {
        "content/goal/a": graded(0.5),
        "content/goal/b": graded(0.9),
        "content/goal/d": {"dropped": True, "because": "So."},
    }
    summed = scores(Assessment(plan([node], [record(Grade, "2027-01-04-bo", "bo", END, entries)]), END))
    summary = summed.objective(node)
    assert summary.score == pytest.approx((3 * 0.5 + 0.9) / 4)
    assert (summary.with_data, summary.of) == (2, 3), "one is open, and one is dropped"


def test_what_contributes_counts_in_the_score_above_and_not_again_in_the_cycle() -> None:
    above = objective("company/top", [key_result("a")])
    aligned = {"objective": "company/top", "contributes": True, "weight": 3}
    below = objective("content/goal", [key_result("b")], aligned_to=aligned)
    entries = {"company/top/a": graded(1), "content/goal/b": graded(0.2)}
    summed = scores(Assessment(plan([above, below], [record(Grade, "2027-01-04-bo", "bo", END, entries)]), END))
    assert summed.objective(above).score == pytest.approx((1 + 3 * 0.2) / 4)
    assert summed.cycle("2026-Q4") == summed.team("2026-Q4", "company")
    assert summed.team("2026-Q4", "content").score == 0.2
