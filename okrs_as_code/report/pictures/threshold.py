"""The picture of a threshold: the area to keep, and the value of each period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median

from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Threshold
from okrs_as_code.model.progress.progress import meets, silent_periods
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.pictures import paths
from okrs_as_code.report.pictures.canvas import clipped, short_number
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.pictures.run_chart import BOTTOM, LEFT, RIGHT, TOP, RunChart
from okrs_as_code.report.pictures.scale import ValueScale, spread
from okrs_as_code.report.wording import numbers

_USUAL_DISTANCES = 4
"""A value further from its bound than so many times the usual distance stands at the edge."""


def draw(standing: KeyResultStanding, measure: Threshold, cadence: Cadence, today: date | None) -> Picture:
    """The picture of a threshold; periods without a value are drawn up to `today`."""
    chart = RunChart(standing, today)
    node = standing.node
    values = [(entry.day, entry.entry.value) for entry in standing.counted if entry.entry.value is not None]
    scale = _scale(measure, [value for _, value in values])
    top = scale.at(measure.at_most) if measure.at_most is not None else TOP
    bottom = scale.at(measure.at_least) if measure.at_least is not None else BOTTOM
    chart.draw("kept", paths.box(LEFT, top, RIGHT, bottom) if bottom > top else "")
    chart.draw_pauses()
    chart.draw_days()
    for bound in (measure.at_least, measure.at_most):
        if bound is not None:
            chart.draw_value_level("target", scale, bound)
    chart.draw_today()
    misses = [(day, value) for day, value in values if not meets(measure, value)]
    chart.draw_values(values, scale, measure.unit)
    chart.draw("miss", paths.marks([(chart.days.at(day), scale.at(value)) for day, value in misses], paths.CROSS))
    silent = silent_periods(standing.counted, node.start, node.due, cadence, today) if today is not None else []
    level = bottom if measure.at_least is not None else top
    chart.draw("silent", paths.marks([(chart.days.at(last), level) for _, last in silent], paths.OPEN_CROSS))
    chart.draw_end((chart.days.at(values[-1][0]), scale.at(values[-1][1])) if values else None)
    if not values and not silent:
        chart.write(LEFT + 8, (TOP + BOTTOM) / 2, numbers.NO_DATA)
    return chart.finish("threshold", "Value by day", _description(measure, values, len(misses), len(silent)))


def _description(measure: Threshold, values: Sequence[tuple[date, float]], misses: int, silent: int) -> str:
    goal = clipped(numbers.bounds(measure), 80)
    if not values:
        return f"{goal}; {numbers.NO_DATA}"
    day, value = values[-1]
    return (
        f"{short_number(value)} on {numbers.day(day)}; {goal}; "
        f"{misses} of {len(values)} values not kept, {silent} periods without a value"
    )


def _scale(measure: Threshold, values: Sequence[float]) -> ValueScale:
    """The scale around the bounds, as wide as values usually are apart from them."""
    bounds = [bound for bound in (measure.at_least, measure.at_most) if bound is not None]
    low, high = min(bounds), max(bounds)
    distances = [distance for value in values if (distance := max(low - value, value - high))]
    usual = median(map(abs, distances)) if distances else 0.0
    reach = max(_USUAL_DISTANCES * usual, high - low)
    within = [max(low - reach, min(high + reach, value)) for value in values]
    low, high = spread([*bounds, *within])
    room = (high - low) / 5
    return ValueScale(low - room, high + room, TOP, BOTTOM)
