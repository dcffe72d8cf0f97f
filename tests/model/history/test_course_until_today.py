"""The course with today: its last point is the progress that the page says, also where a period ended in silence."""

from __future__ import annotations

from datetime import date

import pytest

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import CheckIn
from okrs_as_code.model.history.course import CoursePoint, Courses
from tests.model.building import key_result, objective, plan, record

MEASURE = {"type": "threshold", "at_least": 99.5}


def course(today: date) -> tuple[tuple[CoursePoint, ...], float | None]:
    """The course until a day, and the progress of that day."""
    goal = objective("web/calm", [key_result(measure=MEASURE)], cycle="2026-Q4")
    said = {"web/calm/kr": {"value": 99.9}}
    days = (date(2026, 10, 5), date(2026, 10, 12))
    records = [record(CheckIn, f"{day}-bo", "bo", day, said)._replace(cycle="2026-Q4") for day in days]
    assessment = Assessment(plan([goal], records), today)
    return Courses(assessment).course_until_today(goal), assessment.objective(goal).roll_up.score


@pytest.mark.parametrize("day", range(13, 32))
def test_the_last_point_is_that_of_today(day: int) -> None:
    today = date(2026, 10, day)
    points, score = course(today)
    assert points[-1] == (today, score)
    assert [point.day for point in points] == sorted({point.day for point in points})


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 1)])
def test_and_after_its_end_that_of_its_end(today: date) -> None:
    points, score = course(today)
    assert points[-1] == (date(2026, 12, 31), score)


def test_without_data_there_is_no_point() -> None:
    assert course(date(2026, 10, 4)) == ((), None)
