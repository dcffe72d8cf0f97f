"""The picture of a metric: its values, where they come from and go to, and the course that is expected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.progress.pace import expected
from okrs_as_code.model.progress.progress import Progress, is_reached
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.pictures.canvas import clipped, short_number
from okrs_as_code.report.pictures.course_band import ExpectedPoint, draw_course
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.pictures.run_chart import BOTTOM, LEFT, TOP, RunChart
from okrs_as_code.report.pictures.scale import ValueScale, spread
from okrs_as_code.report.wording import numbers

_PLAN_SAMPLES = 30


def draw(standing: KeyResultStanding, measure: Metric, today: date | None) -> Picture:
    """The picture of a metric."""
    chart = RunChart(standing, today)
    values = [(entry.day, entry.entry.value) for entry in standing.counted if entry.entry.value is not None]
    late = [entry.entry.value for entry in chart.late if entry.entry.value is not None]
    measured = standing.progress.baseline
    baseline = measure.baseline if measured is None else measured.value
    scale = _scale(measure, baseline, [*(value for _, value in values), *late])
    chart.draw_pauses()
    if baseline is not None:
        _draw_course(chart, measure, baseline, scale)
    chart.draw_days()
    chart.draw_value_level("target", scale, measure.target)
    if baseline is not None:
        chart.draw_value_level("base", scale, baseline)
    if measure.stretch is not None:
        chart.draw_value_level("stretch", scale, measure.stretch)
    chart.draw_today()
    chart.draw_values(values, scale, measure.unit)
    last = (chart.days.at(values[-1][0]), scale.at(values[-1][1])) if values else None
    chart.draw_end(last)
    if not values:
        words = "no baseline yet" if baseline is None else numbers.NO_DATA
        chart.write(LEFT + 8, (TOP + BOTTOM) / 2 - 12, words)
    return chart.finish("metric", "Value by day", _description(standing, measure, values))


def _description(standing: KeyResultStanding, measure: Metric, values: Sequence[tuple[date, float]]) -> str:
    course = f"{clipped(numbers.measure_phrase(measure), 120)}, due {numbers.day(standing.node.due)}"
    if not values:
        return f"{course}; {numbers.NO_DATA}"
    day, value = values[-1]
    return f"{short_number(value)} on {numbers.day(day)}; {course}"


def _scale(measure: Metric, baseline: float | None, values: Sequence[float]) -> ValueScale:
    """The scale from baseline to target, or to stretch; wider by one such span at most, as values ask for it."""
    ends = [end for end in (baseline, measure.target, measure.stretch) if end is not None]
    low, high = spread(ends)
    span = high - low
    low = max(min([low, *values]), low - span)
    high = min(max([high, *values]), high + span)
    return ValueScale(low, high, TOP, BOTTOM)


def _draw_course(chart: RunChart, measure: Metric, baseline: float, scale: ValueScale) -> None:
    """Draws the course that is expected, and where a value is behind it; none for what was there from the start."""
    node, measured = chart.node, chart.standing.progress.baseline
    first = node.start if measured is None else min(measured.day, date.max - timedelta(days=1)) + timedelta(days=1)
    if measure.sign == 0 or is_reached(measure, baseline) or not node.start <= first <= node.due:
        return
    # Sampled by the same function that judges; only the reached share matters to it, not how much it is.
    reached = Progress(0.0, 0.0, baseline, measured)

    def share_on(day: date) -> float:
        return expected(measure, reached, node.start, node.due, day, node.content.plan) or 0.0

    days = [first + timedelta(days=offset) for offset in _samples((node.due - first).days)] if node.content.plan else []
    planned = (day for day in node.content.plan or () if first <= day < node.due)
    course = [ExpectedPoint(chart.days.begin(first), 0.0)]
    course += [ExpectedPoint(chart.days.at(day), share_on(day)) for day in sorted({*days, *planned})]
    course.append(ExpectedPoint(chart.days.at(node.due), 1.0))
    draw_course(chart, course, lambda share: scale.at(baseline * (1 - share) + measure.target * share))


def _samples(days: int) -> range:
    """The offsets of some days of so many, evenly spaced."""
    return range(0, max(days, 0), max(1, days // _PLAN_SAMPLES))
