"""The strip of a key result, and the course of an objective: each day is judged as an assessment of it would be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import CheckIn, Grade
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.history.course import Courses
from okrs_as_code.model.history.strip import MAX_PERIODS, strip
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.timeline import RecordNode
from tests.model.building import DAY, key_result, objective, plan, record

MEASURES: dict[str, tuple[dict[str, Any], st.SearchStrategy[dict[str, Any]]]] = {
    "metric": (
        {"type": "metric", "baseline": 0, "target": 10, "unit": "x"},
        st.fixed_dictionaries({"value": st.integers(-2, 12)}),
    ),
    "direction": (
        {"type": "metric", "direction": "up", "target": 10, "unit": "x"},
        st.fixed_dictionaries({"value": st.integers(-2, 12)}),
    ),
    "threshold": ({"type": "threshold", "at_least": 5}, st.fixed_dictionaries({"value": st.integers(0, 10)})),
    "milestones": (
        {"type": "milestones", "steps": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]},
        st.fixed_dictionaries({"done": st.sampled_from([[], ["a"], ["b"], ["a", "b"]])}),
    ),
    "binary": ({"type": "binary"}, st.fixed_dictionaries({"done": st.booleans()})),
    "score": ({"type": "score"}, st.fixed_dictionaries({"value": st.sampled_from([0, 0.5, 1])})),
}
WORDS = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"confidence": st.sampled_from([0.2, 0.5, 0.8])}),
    st.sampled_from([{"status": "off-track"}, {"status": "on-track"}, {"status": "paused", "note": "later"}]),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Plan, Plan, date]:
    """A plan with corrected records, the same with what they correct written right at once, and a day."""
    measure, said = MEASURES[draw(st.sampled_from(sorted(MEASURES)))]
    start = draw(st.integers(0, 40))
    length = draw(st.integers(-3, 60))
    days = {"start": str(DAY + timedelta(days=start)), "due": str(DAY + timedelta(days=start + length))}
    goal = objective("content/goal", [key_result(measure=measure, **days)])
    records: list[RecordNode[Any]] = []
    right: list[RecordNode[Any]] = []
    for position, day in enumerate(sorted(draw(st.lists(st.integers(0, 120), max_size=12)))):
        entry = {**draw(said), **draw(WORDS)}
        correct_at = draw(st.none() | st.integers(0, 20))
        when = DAY + timedelta(days=day)
        name = f"{when}-bo.{position + 1}"
        records.append(record(CheckIn, name, "bo", when, {"content/goal/kr": entry}))
        if correct_at is not None:
            entry = {**draw(said), **draw(WORDS)}
            later = when + timedelta(days=correct_at)
            correction = record(
                CheckIn, f"{later}-bo.{position + 100}", "bo", later, {"content/goal/kr": entry}, corrects=name
            )
            records.append(correction)
        right.append(record(CheckIn, name, "bo", when, {"content/goal/kr": entry}))
    if (end := draw(st.none() | st.integers(0, 130))) is not None:
        when = DAY + timedelta(days=end)
        grade = draw(st.sampled_from([{"dropped": True}, {"score": 0.5, "decision": "stop"}]))
        graded = record(Grade, f"{when}-bo", "bo", when, {"content/goal/kr": {**grade, "because": "so"}})
        records.append(graded)
        right.append(graded)
    return plan([goal], records), plan([goal], right), DAY + timedelta(days=draw(st.integers(140, 160)))


@given(histories())
def test_a_strip_equals_the_assessment_of_each_of_its_days(history: tuple[Plan, Plan, date]) -> None:
    corrected, right, today = history
    [node] = corrected.key_results.values()
    for period in strip(Assessment(corrected, today).run(node), today).periods:
        day = min(period.last, today)
        assert period.status is Assessment(right, day).key_result(node).status


@given(histories())
def test_a_course_equals_the_roll_up_on_each_of_its_days(history: tuple[Plan, Plan, date]) -> None:
    corrected, right, today = history
    [goal] = corrected.objectives.values()
    for point in Courses(Assessment(corrected, today)).course(goal):
        day = today if point.day == goal.cycle.end else point.day
        assert point.score == Assessment(right, day).objective(goal).roll_up.score


def weekly(values: list[float]) -> list[RecordNode[Any]]:
    days = [DAY + timedelta(days=4 + 7 * week) for week in range(len(values))]
    entries = [{"content/goal/kr": {"value": value, "confidence": 0.8}} for value in values]
    return [record(CheckIn, f"{day}-bo", "bo", day, entry) for day, entry in zip(days, entries, strict=True)]


METRIC = {"type": "metric", "baseline": 0, "target": 10, "unit": "x"}


def test_a_course_does_not_change_from_day_to_day_within_a_week() -> None:
    goal = objective("content/goal", [key_result(measure=METRIC)])
    records = weekly([1, 2, 4])
    courses = {
        Courses(Assessment(plan([goal], records), day)).course(goal)
        for day in (date(2026, 10, 19), date(2026, 10, 20), date(2026, 10, 21))
    }
    [course] = courses
    assert [(point.day.isoformat(), point.score) for point in course] == [
        ("2026-10-07", 0.1),
        ("2026-10-14", 0.2),
        ("2026-10-19", 0.4),
    ]


def test_a_course_counts_what_contributes() -> None:
    above = objective("company/above")
    below = objective(
        "content/goal",
        [key_result(measure=METRIC)],
        aligned_to={"objective": "company/above", "contributes": True},
    )
    [*_, last] = Courses(Assessment(plan([above, below], weekly([1, 5])), date(2026, 10, 14))).course(above)
    assert (last.day, last.score) == (date(2026, 10, 12), 0.5)


def test_the_periods_are_those_of_the_key_results_own_run() -> None:
    days = {"start": "2026-10-12", "due": "2026-11-05"}
    goal = objective("content/goal", [key_result(measure=METRIC, **days)])
    today = date(2026, 10, 28)
    made = strip(Assessment(plan([goal]), today).run(goal.key_results[0]), today)
    assert [(str(period.first), str(period.last)) for period in made.periods] == [
        ("2026-10-12", "2026-10-18"),
        ("2026-10-19", "2026-10-25"),
        ("2026-10-26", "2026-11-01"),
    ]
    assert (made.step, made.ahead) == ("week", 1)
    assert [period.status for period in made.periods] == [Status.NO_STATUS, Status.STALE, Status.STALE]


def test_a_long_cycle_is_looked_back_on_in_months() -> None:
    goal = objective("content/goal", [key_result(measure=METRIC)], cycle="2026")
    made = strip(Assessment(plan([goal]), date(2026, 4, 15)).run(goal.key_results[0]), date(2026, 4, 15))
    assert (made.step, len(made.periods), made.ahead) == ("month", 4, 8)


def test_a_run_of_centuries_is_cut() -> None:
    days = {"start": "1900-01-01", "due": "2199-12-31"}
    goal = objective("content/goal", [key_result(measure=METRIC, **days)])
    today = date(2026, 11, 16)
    made = strip(Assessment(plan([goal]), today).run(goal.key_results[0]), today)
    assert (len(made.periods), made.ahead) == (MAX_PERIODS, 0)
