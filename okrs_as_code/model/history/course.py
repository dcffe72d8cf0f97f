"""The course of an objective: its progress at the end of each week, or month, of its cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.history.strip import begun_periods, step_of
from okrs_as_code.model.progress.roll_up import RollUps


class CoursePoint(NamedTuple):
    """The progress, 0 to 1, at the end of a day."""

    day: date
    score: float


class Courses:
    """The courses of objectives up to the day of an assessment; the averages of a day are computed once.

    They are judged by today's terms, and by the records as they are corrected by now.
    """

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._plan = assessment.plan
        self._roll_ups: dict[date, RollUps] = {}
        self._last_records: dict[str, date] = {}
        self._courses: dict[str, tuple[CoursePoint, ...]] = {}

    def course(self, node: ObjectiveNode) -> tuple[CoursePoint, ...]:
        """The course of an objective, computed once."""
        if node.id not in self._courses:
            self._courses[node.id] = tuple(self._points(node))
        return self._courses[node.id]

    def course_until_today(self, node: ObjectiveNode) -> tuple[CoursePoint, ...]:
        """The course with the progress of today as its last point, while the cycle runs and there is any.

        That may differ from the point before without a record since, as a threshold's periods end by themselves.
        """
        course, today = self.course(node), self._assessment.today
        score = self._assessment.objective(node).roll_up.score
        if score is None or not node.cycle.has(today):
            return course
        return (*(point for point in course if point.day < today), CoursePoint(today, score))

    def _points(self, node: ObjectiveNode) -> Iterator[CoursePoint]:
        """Yields the progress at the end of each period that is over, and on the day of the last record since.

        So it changes with records and terms, and not from day to day while the cycle runs. A period without data has no
        point; what came after the cycle, and what its end decides, counts at its end.
        """
        cycle, today = node.cycle, self._assessment.today
        last_record = self._last_record(node)
        days = [last for _, last in begun_periods(cycle.start, cycle.end, step_of(cycle), today) if last < today]
        if cycle.end not in days and last_record > (days[-1] if days else date.min):
            days.append(last_record)
        for day in days:
            judged_on = today if day == cycle.end else day
            score = self.on(judged_on).objective(node).score
            if score is not None:
                yield CoursePoint(day, score)

    def on(self, day: date) -> RollUps:
        """The averages at the end of a day."""
        if day not in self._roll_ups:

            def figure(node: KeyResultNode) -> float | None:
                return self._assessment.run(node).on(day).progress.score

            def counts(node: KeyResultNode) -> bool:
                return not self._assessment.run(node).is_dropped_on(day)

            self._roll_ups[day] = RollUps(self._plan, figure, counts)
        return self._roll_ups[day]

    def _last_record(self, node: ObjectiveNode) -> date:
        """The day of the last check-in or grade of anything that counts in an objective; `date.min` without any."""
        waiting = [node]
        while waiting:
            current = waiting[-1]
            children = self._plan.contributors_to(current)
            below = [child for child in children if child.id not in self._last_records]
            if below:
                waiting.extend(below)
                continue
            waiting.pop()
            runs = map(self._assessment.run, current.key_results)
            days = [day for run in runs for day in run.last_days]
            days += [self._last_records[child.id] for child in children]
            self._last_records[current.id] = max(days, default=date.min)
        return self._last_records[node.id]
