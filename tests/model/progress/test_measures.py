"""Worked cases of measures that came later: unknown baselines, scores, planned courses, done, paused, too late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import CheckIn
from okrs_as_code.model.progress.pace import Pace
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding
from tests.model.building import DAY, key_result, objective, plan, record, standing

END = date(2026, 12, 31)
BINARY = {"type": "binary"}
SCORE = {"type": "score"}
DOWN_TO_45 = {"type": "metric", "direction": "down", "target": 45, "unit": "ms"}
TO_500 = {"type": "metric", "baseline": 0, "target": 500, "unit": "licences"}
PLAN = {"2026-10-31": 10, "2026-11-30": 60}


def values(*numbers: float) -> list[dict[str, Any]]:
    return [{"value": number} for number in numbers]


@pytest.mark.parametrize(
    ("entries", "score", "raw", "baseline"),
    [
        (values(90), None, None, 90),
        (values(90, 60), 2 / 3, 2 / 3, 90),
        ([{"value": 90}, {"value": 60, "corrects": 0}], None, None, 60),
        ([{"value": 80, "by": "chen"}, {"value": 90, "date": DAY}, {"value": 60}], 2 / 3, 2 / 3, 90),
        (values(90, 100), 0, -10 / 45, 90),
        (values(40), 1, 1, 40),
        (values(40, 50), 0, 0, 40),
        (values(40, 50, 44), 1, 1, 40),
        (values(45, 45), 1, 1, 45),
        ([{"note": "not measured yet"}], None, None, None),
        ([], None, None, None),
    ],
)
def test_metric_without_baseline(
    entries: list[dict[str, Any]], score: float | None, raw: float | None, baseline: float | None
) -> None:
    reached = standing(DOWN_TO_45, entries).progress
    assert reached.score == (None if score is None else pytest.approx(score))
    assert reached.raw == (None if raw is None else pytest.approx(raw))
    assert (reached.baseline.value if reached.baseline is not None else None) == baseline


def test_the_first_value_is_shown_with_its_day_and_a_correction_keeps_that() -> None:
    reached = standing(DOWN_TO_45, [{"value": 90}, {"value": 60, "corrects": 0}]).progress
    assert reached.baseline is not None
    assert (reached.baseline.value, reached.baseline.day) == (60, DAY)


def test_a_value_from_before_the_start_counts_as_for_every_metric() -> None:
    reached = standing(DOWN_TO_45, values(90, 60), start=date(2026, 11, 1)).progress
    assert reached.score == pytest.approx(2 / 3)


def test_a_written_baseline_is_not_measured() -> None:
    assert standing(TO_500, values(1)).progress.baseline is None


def test_an_objective_with_nothing_but_a_first_value_has_no_data() -> None:
    node = objective("content/goal", [key_result(measure=DOWN_TO_45)])
    check_in = record(CheckIn, "2026-10-05-bo", "bo", date(2026, 10, 5), {"content/goal/kr": {"value": 90}})
    rolled_up = Assessment(plan([node], [check_in]), END).objective(node).roll_up
    assert (rolled_up.score, rolled_up.with_data, rolled_up.of) == (None, 0, 1)


def test_pace_without_a_baseline_runs_from_the_day_of_the_first_value() -> None:
    first = {"value": 90, "date": date(2026, 11, 16)}
    alone = standing(DOWN_TO_45, [first], today=date(2026, 11, 16))
    assert (alone.progress.score, alone.pace) == (None, None)
    half_way = {"value": 67.5, "date": date(2026, 12, 7)}
    later = standing(DOWN_TO_45, [first, half_way], today=date(2026, 12, 9))
    assert later.expected_progress == pytest.approx(23 / 45)
    assert later.pace is Pace.ON_PACE
    reached = standing(DOWN_TO_45, [{**first, "value": 45}], today=date(2026, 11, 16))
    assert (reached.expected_progress, reached.pace) == (0, Pace.ON_PACE)


def test_a_score_is_taken_as_given_and_has_no_pace() -> None:
    judged = standing(SCORE, values(0.9, 0.4))
    assert (judged.progress.score, judged.progress.raw, judged.progress.value) == (0.4, 0.4, 0.4)
    assert (judged.pace, judged.expected_progress) == (None, None)


@pytest.mark.parametrize("value", [-0.1, 1.1, 7])
def test_a_score_outside_of_0_to_1_counts_for_nothing(value: float) -> None:
    assert standing(SCORE, values(value)).progress.score is None
    assert standing(SCORE, values(0.3, value)).progress.score == 0.3


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 1), 10 / 31 / 500),
        (date(2026, 10, 31), 10 / 500),
        (date(2026, 11, 15), 35 / 500),
        (date(2026, 11, 30), 0.12),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 9), 1),
    ],
)
def test_a_plan_bends_the_expected_course(today: date, expected: float) -> None:
    assert standing(TO_500, values(1), today=today, plan=PLAN).expected_progress == pytest.approx(expected)


def test_pace_by_plan() -> None:
    as_planned = [{"value": 60, "date": date(2026, 11, 30)}]
    assert standing(TO_500, as_planned, today=date(2026, 11, 30)).pace is Pace.FAR_BEHIND
    assert standing(TO_500, as_planned, today=date(2026, 11, 30), plan=PLAN).pace is Pace.ON_PACE


def test_planned_values_up_to_the_first_value_are_passed_over_without_a_baseline() -> None:
    entries = [{"value": 90, "date": date(2026, 11, 10)}, {"value": 80, "date": date(2026, 11, 20)}]
    course = {"2026-10-31": 10, "2026-11-10": 20, "2026-11-30": 81}
    result = standing(DOWN_TO_45, entries, today=date(2026, 11, 20), plan=course)
    assert result.expected_progress == pytest.approx((90 - 85.5) / 45)


def test_a_course_of_which_the_first_value_was_past_the_target_is_a_straight_one() -> None:
    result = standing(DOWN_TO_45, values(40, 50), today=date(2026, 11, 16), plan={"2026-11-30": 41})
    assert result.expected_progress == pytest.approx(46 / 91)


@pytest.mark.parametrize(
    ("entries", "today", "more", "status"),
    [
        ([{"done": True, "date": date(2026, 10, 5)}], date(2026, 12, 1), {}, Status.DONE),
        (
            [{"done": True, "date": date(2026, 10, 5), "status": "off-track"}],
            date(2026, 12, 1),
            {},
            Status.OFF_TRACK,
        ),
        ([{"done": True, "date": date(2026, 10, 5)}], date(2026, 10, 10), {"start": date(2026, 11, 1)}, Status.DONE),
        ([{"done": True, "date": date(2026, 10, 5), "status": "on-track"}], date(2026, 12, 1), {}, Status.DONE),
    ],
)
def test_a_binary_that_is_done(
    entries: list[dict[str, Any]], today: date, more: dict[str, Any], status: Status
) -> None:
    result = standing(BINARY, entries, today=today, **more)
    assert (result.status, result.progress.score, result.is_done) == (status, 1, True)
    assert result.days_overdue <= 0
    assert not result.needs_a_word


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 12, 1), Status.DONE),
        (date(2026, 12, 2), Status.AT_RISK),
        (date(2026, 12, 12), Status.AT_RISK),
        (date(2026, 12, 13), Status.STALE),
    ],
)
def test_a_later_check_in_takes_done_back(today: date, status: Status) -> None:
    entries = [
        {"done": True, "confidence": 0.5, "date": date(2026, 10, 5)},
        {"done": False, "date": date(2026, 12, 2)},
    ]
    assert standing(BINARY, entries, today=today).status is status


def test_only_a_correction_or_a_new_step_takes_milestones_back() -> None:
    steps = [{"id": "a", "title": "a"}, {"id": "b", "title": "b"}]
    all_done = {"done": ["a", "b"], "date": date(2026, 10, 5)}
    measure = {"type": "milestones", "steps": steps}
    today = date(2026, 12, 1)
    assert standing(measure, [all_done], today=today).status is Status.DONE
    assert standing(measure, [all_done, {"done": ["a"], "date": date(2026, 10, 6)}], today=today).status is Status.DONE
    corrected = {"done": ["a"], "date": date(2026, 10, 6), "corrects": 0}
    assert standing(measure, [all_done, corrected], today=today).status is Status.STALE
    more_steps = {"type": "milestones", "steps": [*steps, {"id": "c", "title": "c"}]}
    assert standing(more_steps, [all_done], today=today).status is Status.STALE


@pytest.mark.parametrize(
    ("said", "due", "today", "status"),
    [
        (date(2026, 10, 18), date(2026, 10, 20), date(2026, 12, 1), Status.DONE),
        (date(2026, 10, 1), date(2026, 10, 20), date(2026, 10, 21), Status.STALE),
        (date(2026, 10, 18), END, date(2026, 12, 1), Status.STALE),
        (date(2026, 10, 18), date(2026, 10, 20), date(2026, 10, 20), Status.ON_TRACK),
        (date(2026, 10, 30), date(2026, 10, 20), date(2026, 12, 1), Status.DONE),
    ],
)
@pytest.mark.parametrize(("measure", "value"), [(TO_500, 500), (TO_500, 600), (SCORE, 1), (DOWN_TO_45, 44)])
def test_a_number_at_its_target_is_done_once_its_due_day_is_over(
    measure: dict[str, Any], value: float, said: date, due: date, today: date, status: Status
) -> None:
    result = standing(measure, [{"value": value, "confidence": 0.9, "date": said}], due=due, today=today)
    assert result.status is status


def test_a_grade_is_the_last_word_on_what_is_done() -> None:
    entries = [{"value": 1, "date": date(2026, 10, 30)}]
    graded = standing(SCORE, entries, due=date(2026, 10, 31), today=END, grade={"score": 0.8, "decision": "done"})
    assert (graded.status, graded.score) == (Status.CLOSED, 0.8)


def test_help_stays_visible_on_what_is_done() -> None:
    entries = [{"done": True, "help": "Somebody to tell the others.", "date": date(2026, 10, 5)}]
    result = standing(BINARY, entries, today=date(2026, 12, 1))
    assert (result.status, result.help) == (Status.DONE, "Somebody to tell the others.")


def test_a_threshold_is_not_stale_after_its_due_day() -> None:
    threshold = {"type": "threshold", "at_most": 300}
    entries = [{"value": 280, "confidence": 0.8, "date": date(2026, 10, 30)}]
    kept = standing(threshold, entries, due=date(2026, 10, 31), today=date(2026, 12, 1))
    assert (kept.status, kept.needs_a_word) == (Status.ON_TRACK, False)
    silent = standing(threshold, [{**entries[0], "date": DAY}], due=date(2026, 10, 31), today=date(2026, 12, 1))
    assert (silent.status, silent.needs_a_word) == (Status.STALE, False)


PAUSED = {"status": "paused", "note": "Legal looks at it.", "date": DAY}


@pytest.mark.parametrize(
    ("entries", "today", "more", "status"),
    [
        ([PAUSED], DAY, {}, Status.PAUSED),
        ([PAUSED], date(2026, 11, 5), {}, Status.PAUSED),
        ([PAUSED], date(2026, 11, 6), {}, Status.STALE),
        ([PAUSED], date(2026, 11, 5), {"check_ins": "month"}, Status.PAUSED),
        ([PAUSED], date(2026, 11, 6), {"check_ins": "month"}, Status.STALE),
        ([{**PAUSED, "date": date(2026, 11, 16)}], date(2026, 11, 16), {}, Status.PAUSED),
        ([{**PAUSED, "date": date(2026, 12, 20)}], date(2027, 1, 20), {}, Status.PAUSED),
        ([PAUSED], date(2026, 10, 30), {"start": date(2026, 11, 1)}, Status.NOT_STARTED),
    ],
)
def test_paused(entries: list[dict[str, Any]], today: date, more: dict[str, Any], status: Status) -> None:
    assert standing(TO_500, entries, today=today, **more).status is status


def test_a_long_cadence_pauses_for_its_step_and_grace() -> None:
    policy = {"check_ins": {"every": "month", "grace_days": 10}}
    statuses = [standing(TO_500, [PAUSED], today=date(2026, 11, day), config=policy).status for day in (11, 12)]
    assert statuses == [Status.PAUSED, Status.STALE]


@pytest.mark.parametrize(
    ("before", "status"),
    [
        ([{"status": "at-risk", "date": date(2026, 9, 29)}], Status.AT_RISK),
        ([{"confidence": 0.8, "date": date(2026, 9, 29)}], Status.ON_TRACK),
        ([], Status.NO_STATUS),
    ],
)
def test_a_pause_that_is_over_says_nothing(before: list[dict[str, Any]], status: Status) -> None:
    note = {"note": "We go on.", "date": date(2026, 10, 8)}
    assert standing(TO_500, [*before, PAUSED, note], today=date(2026, 10, 9)).status is status


def test_the_confidence_of_a_pause_that_is_over_is_all_there_is() -> None:
    entries = [{**PAUSED, "confidence": 0.5}, {"note": "We go on.", "date": date(2026, 10, 8)}]
    assert standing(TO_500, entries, today=date(2026, 10, 9)).status is Status.AT_RISK


def test_a_pause_keeps_progress_pace_help_and_the_place_after_stale() -> None:
    entries = [{**PAUSED, "value": 1, "help": "A lawyer.", "date": date(2026, 12, 1)}]
    result = standing(TO_500, entries, today=date(2026, 12, 2))
    assert (result.status, result.progress.score, result.pace) == (Status.PAUSED, 0.002, Pace.FAR_BEHIND)
    assert (result.help, result.pause_note) == ("A lawyer.", "Legal looks at it.")
    order = ["off-track", "at-risk", "stale", "paused", "no status", "on-track", "done"]
    assert [str(status) for status in sorted(Status, key=lambda status: status.rank)][:7] == order


def late_standing(*entries: dict[str, Any]) -> KeyResultStanding:
    return standing(TO_500, entries, today=date(2027, 1, 21))


def test_a_check_in_too_late_to_count_decides_nothing() -> None:
    late = {"value": 500, "confidence": 0.9, "status": "on-track", "date": date(2027, 1, 20)}
    alone = late_standing(late)
    assert (alone.progress.score, alone.confidence, alone.status) == (None, None, Status.STALE)
    assert alone.late_check_in is not None
    assert alone.late_check_in.entry.value == 500
    assert alone.reporters == ()
    after_another = late_standing({"value": 50, "confidence": 0.3, "date": date(2026, 12, 28)}, late)
    assert (after_another.progress.score, after_another.status) == (0.1, Status.OFF_TRACK)
    assert [check_in.day for check_in in after_another.counted] == [date(2026, 12, 28)]
    in_time = late_standing({**late, "date": date(2027, 1, 14)})
    assert (in_time.status, in_time.late_check_in) == (Status.DONE, None)


def test_a_late_check_in_still_asks_for_help() -> None:
    assert late_standing({"help": "Somebody to grade it.", "date": date(2027, 1, 20)}).help is not None


def test_a_check_in_counts_fourteen_days_after_a_due_day_behind_the_cycle() -> None:
    entry = {"value": 500, "date": date(2027, 1, 20)}
    result = standing(TO_500, [entry], due=date(2027, 1, 8), today=date(2027, 1, 21))
    assert result.progress.score == 1


numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3))
few = st.lists(numbers, min_size=1, max_size=5)


def mirrored(measure: dict[str, Any]) -> dict[str, Any]:
    other = {"up": "down", "down": "up"}
    return {**measure, "direction": other[measure["direction"]], "target": -measure["target"]}


@given(st.sampled_from(["up", "down"]), numbers, few)
def test_without_a_baseline_progress_is_within_0_and_1_and_does_not_care_for_the_direction(
    direction: str, target: float, said: list[float]
) -> None:
    measure = {"type": "metric", "direction": direction, "target": target, "unit": "x"}
    reached = standing(measure, values(*said)).progress
    assert reached.score is None or 0 <= reached.score <= 1
    other = standing(mirrored(measure), values(*(-value for value in said))).progress
    assert (other.score, other.raw) == (reached.score, reached.raw)


@given(st.sampled_from(["up", "down"]), numbers, few)
def test_an_unknown_baseline_counts_like_the_first_value_written_down(
    direction: str, target: float, said: list[float]
) -> None:
    measure = {"type": "metric", "direction": direction, "target": target, "unit": "x"}
    is_short_of_it = said[0] < target if direction == "up" else said[0] > target
    if len(said) > 1 and is_short_of_it:
        written = {"type": "metric", "baseline": said[0], "target": target, "unit": "x"}
        assert standing(measure, values(*said)).progress.score == standing(written, values(*said)).progress.score


days = st.integers(0, 91).map(lambda number: DAY + timedelta(days=number))


@given(numbers, numbers, numbers, days)
def test_an_empty_plan_equals_none_and_so_do_points_on_the_straight_line(
    baseline: float, target: float, value: float, today: date
) -> None:
    if abs(target - baseline) < 0.01:
        return
    measure = {"type": "metric", "baseline": baseline, "target": target, "unit": "x"}
    straight = standing(measure, values(value), today=today)
    empty = standing(measure, values(value), today=today, plan={})
    assert (empty.expected_progress, empty.pace) == (straight.expected_progress, straight.pace)
    on_the_line = {
        (DAY + timedelta(days=gone - 1)).isoformat(): baseline + (target - baseline) * gone / 92 for gone in (20, 61)
    }
    planned = standing(measure, values(value), today=today, plan=on_the_line)
    assert planned.expected_progress == pytest.approx(straight.expected_progress, abs=1e-6)


@given(numbers, numbers, st.dictionaries(st.integers(0, 90), numbers, max_size=4), days)
def test_an_expected_course_is_within_0_and_1(
    baseline: float, target: float, points: dict[int, float], today: date
) -> None:
    measure = {"type": "metric", "baseline": baseline, "target": target, "unit": "x"}
    course = {(DAY + timedelta(days=day)).isoformat(): value for day, value in sorted(points.items())}
    expected = standing(measure, values(baseline), today=today, plan=course).expected_progress
    assert expected is None if baseline == target else expected is not None and 0 <= expected <= 1


@given(st.lists(st.one_of(st.none(), numbers), min_size=1, max_size=6), numbers)
def test_a_roll_up_of_unknown_baselines_lies_between_the_least_and_the_most(
    later: list[float | None], target: float
) -> None:
    measure = {"type": "metric", "direction": "up", "target": target, "unit": "x"}
    node = objective("content/goal", [key_result(f"k{number}", measure=measure) for number in range(len(later))])
    entries = {f"content/goal/k{number}": {"value": target - 1} for number in range(len(later))}
    second = {f"content/goal/k{number}": {"value": value} for number, value in enumerate(later) if value is not None}
    records = [record(CheckIn, "2026-10-05-bo", "bo", date(2026, 10, 5), entries)]
    records += [record(CheckIn, "2026-10-06-bo", "bo", date(2026, 10, 6), second)] if second else []
    assessment = Assessment(plan([node], records), END)
    scores = [assessment.key_result(key_result_node).progress.score for key_result_node in node.key_results]
    known = [score for score in scores if score is not None]
    rolled_up = assessment.objective(node).roll_up
    assert (rolled_up.with_data, rolled_up.of) == (len(known), len(scores))
    assert rolled_up.score is None if not known else min(known) - 1e-9 <= rolled_up.score <= max(known) + 1e-9
