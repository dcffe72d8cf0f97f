"""Key results to draw: every kind of measure, and what the data of one may look like at its worst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import CheckIn, Grade
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.history.course import Courses
from okrs_as_code.model.history.strip import strip
from okrs_as_code.report.pictures import key_result as key_result_picture
from okrs_as_code.report.pictures import objective as objective_picture
from okrs_as_code.report.pictures import strip as strip_picture
from okrs_as_code.report.pictures.picture import Picture
from tests.model.building import key_result, objective, plan, record

TODAY = date(2026, 11, 16)


@dataclass(frozen=True)
class Case:
    """A key result with its check-ins, on a day."""

    measure: dict[str, Any]
    entries: Sequence[dict[str, Any]] = ()
    terms: dict[str, Any] | None = None
    today: date = TODAY
    cycle: str = "2026-Q4"
    dropped: date | None = None
    title: str = "kr"

    def assessed(self) -> tuple[Assessment, ObjectiveNode]:
        goal = objective(
            "content/goal",
            [key_result(measure=self.measure, **(self.terms or {}), title=self.title)],
            cycle=self.cycle,
        )
        records = []
        for position, entry in enumerate(self.entries, 1):
            said = dict(entry)
            day = said.pop("date")
            records.append(record(CheckIn, f"{day}-bo.{position}", "bo", day, {"content/goal/kr": said}))
        if self.dropped is not None:
            entry = {"dropped": True, "because": "so"}
            records.append(record(Grade, f"{self.dropped}-bo", "bo", self.dropped, {"content/goal/kr": entry}))
        records = [made._replace(cycle=self.cycle) for made in records]
        return Assessment(plan([goal], records), self.today), goal

    def key_result(self) -> Picture:
        assessment, goal = self.assessed()
        [node] = goal.key_results
        made = strip(assessment.run(node), self.today)
        standing = assessment.key_result(node)
        return key_result_picture.draw(standing, made, assessment.plan.cadence(node), self.today)

    def strip(self) -> Picture:
        assessment, goal = self.assessed()
        return strip_picture.draw(strip(assessment.run(goal.key_results[0]), self.today))

    def objective(self, *, large: bool = True) -> Picture:
        assessment, goal = self.assessed()
        course = Courses(assessment).course(goal)
        if not large:
            return objective_picture.draw_small(goal.cycle, course)
        return objective_picture.draw(goal.cycle, course, self.today)

    def pictures(self) -> Iterator[Picture]:
        yield from (self.key_result(), self.strip(), self.objective(), self.objective(large=False))


def said(
    key: str,
    values: Sequence[Any],
    confidences: Sequence[float] = (),
    first: date = date(2026, 10, 5),
    step: int = 7,
) -> list[dict[str, Any]]:
    """Check-ins every `step` days; None is one without a value."""
    entries: list[dict[str, Any]] = []
    for position, value in enumerate(values):
        entry: dict[str, Any] = {"date": first + timedelta(days=position * step)}
        if value is not None:
            entry[key] = value
        if confidences:
            entry["confidence"] = confidences[position % len(confidences)]
        entries.append(entry if len(entry) > 1 else {**entry, "note": "nothing yet"})
    return entries


def metric(baseline: float, target: float, unit: str = "ms", **more: Any) -> dict[str, Any]:
    return {"type": "metric", "baseline": baseline, "target": target, "unit": unit, **more}


UNKNOWN = {"type": "metric", "direction": "down", "target": 45, "unit": "min"}
STEPS = [
    {"id": "a", "title": "A", "weight": 20, "due": "2026-10-20"},
    {"id": "b", "title": "B", "weight": 30, "due": "2026-11-10"},
    {"id": "c", "title": "C", "weight": 50, "due": "2026-12-15"},
]
DAILY = [day + (day * 7919 % 41) for day in range(365)]
CASES: dict[str, Case] = {
    "metric": Case(
        metric(900, 300, stretch=200),
        said("value", [880, 820, 760, 610, 560, 480, 430], [0.7, 0.7, 0.75, 0.8, 0.8, 0.85, 0.9]),
    ),
    "metric-due-early": Case(
        metric(0, 3, "posts"),
        said("value", [0, 0, 1, 1, 1, 2, 2], [0.75, 0.75, 0.75, 0.7, 0.6, 0.7, 0.75]),
        {"due": "2026-12-18"},
    ),
    "metric-by-plan": Case(
        metric(0, 500), said("value", [1, 5, 8, 20, 30, 35, 60]), {"plan": {"2026-10-31": 10, "2026-11-30": 60}}
    ),
    "metric-no-data": Case(metric(0, 500)),
    "metric-no-baseline-yet": Case(UNKNOWN),
    "metric-measured-baseline": Case(UNKNOWN, said("value", [90, 80, 70, 72], first=date(2026, 10, 19))),
    "metric-far-away": Case(metric(10, 20), said("value", [11, 12, 300, 14, -500, 15, 16])),
    "metric-baseline-is-target": Case(metric(10, 10), said("value", [11, 12, 9])),
    "metric-huge": Case(metric(-1e308, 1e308), said("value", [0, 1e308, 5e307])),
    "metric-negative": Case(metric(-10, 10), said("value", [-12, -5, 0, 3])),
    "metric-one-check-in": Case(metric(0, 10), said("value", [4], [0.5])),
    "metric-two-on-a-day": Case(metric(0, 10), said("value", [2, 4, 7], [0.5], step=0)),
    "metric-400-on-a-day": Case(metric(0, 400), said("value", range(1, 401), [0.5], date(2026, 10, 1), 0)),
    "metric-every-day-of-a-year": Case(
        metric(0, 400),
        said("value", DAILY, [0.5, 0.3, 0.8], date(2026, 1, 1), 1),
        today=date(2026, 12, 31),
        cycle="2026",
    ),
    "metric-after-the-end": Case(metric(0, 10), said("value", [2, 4, 7, 9], [0.5], step=35), today=date(2027, 2, 10)),
    "metric-due-before-start": Case(metric(0, 10), said("value", [2, 4]), {"start": "2026-12-01", "due": "2026-11-01"}),
    "metric-not-begun": Case(metric(0, 10), today=date(2026, 9, 1)),
    "metric-paused": Case(
        metric(0, 10),
        [
            *said("value", [2, 4]),
            {"date": date(2026, 10, 19), "status": "paused", "note": "The supplier is closed."},
            {"date": date(2026, 11, 9), "value": 5},
        ],
    ),
    "metric-done": Case(metric(0, 10), said("value", [2, 4, 10]), {"due": "2026-10-20"}),
    "metric-dropped": Case(metric(0, 10), said("value", [2, 4, 5]), dropped=date(2026, 11, 2)),
    "threshold": Case(
        {"type": "threshold", "at_least": 99.5, "unit": "%"},
        said("value", [99.6, 99.7, 99.4, 99.6, None, 99.8, 99.7], [0.9, 0.9, 0.8]),
    ),
    "threshold-band": Case(
        {"type": "threshold", "at_least": 20, "at_most": 30, "unit": "°C"},
        said("value", [25, 19, 31, 26, 400, 24, 28]),
    ),
    "threshold-on-the-bound": Case({"type": "threshold", "at_most": 2}, said("value", [2, 2, 2])),
    "threshold-no-data": Case({"type": "threshold", "at_most": 2}),
    "threshold-huge": Case({"type": "threshold", "at_most": 1e308}, said("value", [-1e308, 1e308])),
    "milestones": Case(
        {"type": "milestones", "steps": STEPS}, said("done", [[], ["a"], ["a"], ["a"]], [0.8, 0.5, 0.3])
    ),
    "milestones-done": Case({"type": "milestones", "steps": STEPS}, said("done", [["a"], ["a", "b"], ["c"]])),
    "milestones-no-data": Case({"type": "milestones", "steps": STEPS}),
    "score": Case({"type": "score"}, said("value", [0.2, 0.3, 0.5, 0.4], [0.5])),
    "score-no-data": Case({"type": "score"}),
    "binary": Case({"type": "binary"}, said("done", [False] * 7, [0.5, 0.5, 0.6, 0.6, 0.7, 0.8, 0.8])),
    "binary-no-data": Case({"type": "binary"}),
    "binary-done": Case({"type": "binary"}, said("done", [False, True], [0.5, 0.9])),
}
