"""The picture of milestones: stairs of what is done, and a flag on the day on which a step is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from okrs_as_code.model.files.measure import Milestones
from okrs_as_code.model.progress.progress import step_weights
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.pictures import paths
from okrs_as_code.report.pictures.course_band import ExpectedPoint, draw_course
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.pictures.run_chart import BOTTOM, LEFT, TOP, RunChart
from okrs_as_code.report.pictures.scale import ValueScale
from okrs_as_code.report.wording import numbers


def draw(standing: KeyResultStanding, measure: Milestones, today: date | None) -> Picture:
    """The picture of milestones."""
    chart = RunChart(standing, today)
    scale = ValueScale(0, 1, TOP, BOTTOM)
    node = standing.node
    done = standing.progress.value if isinstance(standing.progress.value, tuple) else ()
    chart.draw_pauses()
    if standing.progress.score is not None and node.start <= node.due:
        start, end = ExpectedPoint(chart.days.begin(node.start), 0.0), ExpectedPoint(chart.days.at(node.due), 1.0)
        draw_course(chart, (start, end), scale.at)
    chart.draw_days()
    chart.draw_level("target", scale.at(1), numbers.percent(1))
    chart.draw_level("base", scale.at(0), numbers.percent(0))
    for step in measure.steps:
        if step.due is not None:
            is_late = today is not None and step.due < today and step.id not in done
            kind = "flag-done" if step.id in done else "flag-late" if is_late else "flag"
            chart.draw(kind, paths.marks([(chart.days.at(step.due), BOTTOM)], paths.FLAG))
    chart.draw_today()
    stairs = _stairs(standing, measure)
    points = [(chart.days.at(day), scale.at(share)) for day, share in stairs]
    corners = [(chart.days.left, scale.at(0)), *points[:1]]
    for before, point in pairwise(points):
        corners += [(point[0], before[1]), point]
    if points:
        corners.insert(1, (points[0][0], scale.at(0)))
        chart.draw("value", paths.line(corners))
        chart.draw("value-dot", paths.marks(paths.thinned(points), paths.DOT))
        chart.label_point(points[-1], f"{len(done)} of {len(measure.steps)}")
    else:
        chart.write(LEFT + 8, (TOP + BOTTOM) / 2, numbers.NO_DATA)
    chart.draw_end(points[-1] if points else None)
    return chart.finish("milestones", "Milestones by day", _description(measure, stairs, len(done)))


def _stairs(standing: KeyResultStanding, measure: Milestones) -> list[tuple[date, float]]:
    """The share that is done, 0 to 1, on each day on which somebody said what is."""
    weights, done = step_weights(measure), set[str]()
    total = sum(weights.values())
    stairs = []
    for check_in in standing.counted:
        if isinstance(check_in.entry.done, tuple):
            done.update(check_in.entry.done)
            share = sum(weight for step, weight in weights.items() if step in done) / total if total else 0.0
            stairs.append((check_in.day, share))
    return stairs


def _description(measure: Milestones, stairs: Sequence[tuple[date, float]], done: int) -> str:
    steps = count_phrase(len(measure.steps), "milestone")
    if not stairs:
        return f"{steps}; {numbers.NO_DATA}"
    day, share = stairs[-1]
    return f"{done} of {steps} done on {numbers.day(day)}, {numbers.percent(share)} of the weight"
