"""Progress of one key result from its check-ins. No data is a value of its own: None, never 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from okrs_as_code.model.cadence import add_steps
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Measure, Metric, Milestones, Threshold
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.timeline import RecordEntry

COUNTED_AFTER_END = timedelta(days=14)
"""The time after the last day of the cycle in which a check-in still counts."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a key result.

    `score` is within [0, 1]; `raw` is the score before clamping ("112 %", "below baseline" where negative). Both are
    None where there is no data. `value` is the latest value of a metric or threshold, the ids of the steps that are
    done, or whether a binary is done.
    """

    score: float | None = None
    raw: float | None = None
    value: float | tuple[str, ...] | bool | None = None


NO_DATA = Progress()


def clamp(value: float) -> float:
    """The nearest number within [0, 1]."""
    return min(1.0, max(0.0, value))


def progress(
    measure: Measure,
    check_ins: Sequence[RecordEntry[CheckInEntry]],
    start: date,
    due: date,
    cadence: Cadence,
    today: date,
) -> Progress:
    """Progress from check-ins in their order, none of them after `today` or too late to count."""
    if isinstance(measure, Metric):
        return _metric_progress(measure, check_ins)
    if isinstance(measure, Threshold):
        return _threshold_progress(measure, check_ins, start, due, cadence, today)
    if isinstance(measure, Milestones):
        return _milestones_progress(measure, check_ins)
    flags = [check_in.entry.done for check_in in check_ins if isinstance(check_in.entry.done, bool)]
    return Progress(float(flags[-1]), float(flags[-1]), flags[-1]) if flags else NO_DATA


def metric_progress(measure: Metric, value: float) -> float | None:
    """The share (value - baseline) / (target - baseline), unclamped; None where baseline and target are the same."""
    span = measure.target - measure.baseline
    return (value - measure.baseline) / span if span else None


def stretch_progress(measure: Metric, value: float) -> float | None:
    """The share of the way from target to stretch, within [0, 1]; None short of the target, or without a stretch."""
    if measure.stretch is None or (metric_progress(measure, value) or 0) < 1:
        return None
    span = measure.stretch - measure.target
    return clamp((value - measure.target) / span) if span else None


def meets(measure: Threshold, value: float) -> bool:
    """Whether a value keeps every bound that is given."""
    return (measure.at_least is None or value >= measure.at_least) and (
        measure.at_most is None or value <= measure.at_most
    )


def _values(check_ins: Sequence[RecordEntry[CheckInEntry]]) -> list[tuple[date, float]]:
    return [(check_in.day, check_in.entry.value) for check_in in check_ins if check_in.entry.value is not None]


def _metric_progress(measure: Metric, check_ins: Sequence[RecordEntry[CheckInEntry]]) -> Progress:
    values = _values(check_ins)
    if not values:
        return NO_DATA
    value = values[-1][1]
    raw = metric_progress(measure, value)
    return Progress(clamp(raw), raw, value) if raw is not None else Progress(value=value)


Period = tuple[date, date]
"""First and last day."""


def periods(start: date, due: date, cadence: Cadence, today: date) -> list[Period]:
    """The periods that have begun, one for each step of the cadence; the last may be shorter."""
    begun: list[Period] = []
    first = start
    while first <= min(due, today):
        following = add_steps(start, cadence, len(begun) + 1)
        begun.append((first, min(following - timedelta(days=1), due)))
        first = following
    return begun


def _threshold_progress(
    measure: Threshold,
    check_ins: Sequence[RecordEntry[CheckInEntry]],
    start: date,
    due: date,
    cadence: Cadence,
    today: date,
) -> Progress:
    """The share of periods so far that kept the bounds; the running one counts only once it has a value."""
    begun = periods(start, due, cadence, today)
    values = [(min(day, due), value) for day, value in _values(check_ins) if day >= start]
    if not begun or not values:
        return NO_DATA
    met = counted = 0
    for first, last in begun:
        within = [value for day, value in values if first <= day <= last]
        if within:
            counted += 1
            met += meets(measure, within[-1])
        elif last < today:
            counted += 1
    if not counted:
        return Progress(value=values[-1][1])
    return Progress(met / counted, met / counted, values[-1][1])


def _milestones_progress(measure: Milestones, check_ins: Sequence[RecordEntry[CheckInEntry]]) -> Progress:
    lists = [check_in.entry.done for check_in in check_ins if isinstance(check_in.entry.done, tuple)]
    if not lists:
        return NO_DATA
    done = {step for steps in lists for step in steps}
    weights = step_weights(measure)
    total = sum(weights.values())
    steps = tuple(step.id for step in measure.steps if step.id in done)
    if not total:
        return Progress(value=steps)
    score = sum(weights[step] for step in steps) / total
    return Progress(clamp(score), score, steps)


def step_weights(measure: Milestones) -> dict[str, float]:
    """The weight of each step by its id; 1 where none is given."""
    return {step.id: 1.0 if step.weight is None else step.weight for step in measure.steps}
