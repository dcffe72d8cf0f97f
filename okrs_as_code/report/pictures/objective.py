"""The picture of an objective: its progress by week, or by month, against the time that is gone; large and small."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.history.course import CoursePoint
from okrs_as_code.model.history.strip import step_of
from okrs_as_code.report.pictures import paths
from okrs_as_code.report.pictures.canvas import BELOW, Canvas, day_of_month, width
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.pictures.scale import TimeScale, ValueScale
from okrs_as_code.report.wording import numbers

WIDTH, HEIGHT = 360, 166
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 346, 20, 128
_SMALL_WIDTH, _SMALL_HEIGHT = 180, 48


def draw(cycle: Cycle, course: Sequence[CoursePoint], today: date | None = None) -> Picture:
    """The large picture, with a mark for today if it is given."""
    canvas, days = Canvas(), TimeScale.of(cycle.start, cycle.end, (), _LEFT, _RIGHT)
    scale = ValueScale(0, 1, _TOP, _BOTTOM)
    end = f"until {day_of_month(cycle.end)}"
    canvas.draw_months(days, _TOP, _BOTTOM, _RIGHT - width(end) - 8)
    canvas.write(_RIGHT, _BOTTOM + BELOW, end, "end")
    _draw_course(canvas, days, scale, course)
    for level, kind in ((1.0, "target"), (0.0, "base")):
        canvas.draw(kind, paths.line([(_LEFT, scale.at(level)), (_RIGHT, scale.at(level))]))
        canvas.write(_LEFT - 6, scale.at(level) + 4, numbers.percent(level), "end")
    if today is not None and cycle.has(today):
        x = days.at(today)
        canvas.draw("today", paths.line([(x, _TOP - 8), (x, _BOTTOM)]))
    if course:
        x, y, words = days.at(course[-1].day), scale.at(course[-1].score), numbers.percent(course[-1].score)
        if x + 10 + width(words, strong=True) <= WIDTH:
            canvas.write(x + 9, y + 5, words, strong=True)
        else:
            canvas.write(x - 6, y - 7 if y > _TOP + 13 else y + 18, words, "end", strong=True)
    else:
        canvas.write(_LEFT + 8, (_TOP + _BOTTOM) / 2, numbers.NO_DATA)
    return canvas.picture("course", _title(cycle), course_words(course), WIDTH, HEIGHT)


def draw_small(cycle: Cycle, course: Sequence[CoursePoint]) -> Picture:
    """The small picture, for a list: no words in it."""
    canvas = Canvas()
    days = TimeScale.of(cycle.start, cycle.end, (), 2, _SMALL_WIDTH - 2)
    scale = ValueScale(0, 1, 4, _SMALL_HEIGHT - 4)
    _draw_course(canvas, days, scale, course)
    for kind, y in (("target", scale.top), ("base", scale.bottom)):
        canvas.draw(kind, paths.line([(days.left, y), (days.right, y)]))
    return canvas.picture("sparkline", _title(cycle), course_words(course), _SMALL_WIDTH, _SMALL_HEIGHT)


def _draw_course(canvas: Canvas, days: TimeScale, scale: ValueScale, course: Sequence[CoursePoint]) -> None:
    points = [(days.at(point.day), scale.at(point.score)) for point in course]
    if len(points) > 1:
        canvas.draw("reached", paths.area([(points[0][0], scale.bottom), *points, (points[-1][0], scale.bottom)]))
    canvas.draw("course", paths.line([(days.left, scale.bottom), (days.right, scale.top)]))
    canvas.draw("value", paths.line(points))
    canvas.draw("value-dot", paths.marks(points[-1:], paths.DOT))


def _title(cycle: Cycle) -> str:
    return f"Progress by {step_of(cycle)} against the time that is gone, {cycle.name}"


def course_words(course: Sequence[CoursePoint]) -> str:
    """The first and the last progress of a course, in a sentence."""
    if not course:
        return f"{numbers.NO_DATA.capitalize()}."
    first, last = course[0], course[-1]
    begin = f"{numbers.percent(first.score)} on {numbers.day(first.day)}, " if len(course) > 1 else ""
    return f"{begin}{numbers.percent(last.score)} on {numbers.day(last.day)}."
