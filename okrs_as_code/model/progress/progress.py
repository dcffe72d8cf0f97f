"""Progress of one key result from its check-ins. No data is a value of its own: None, never 0."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from okrs_as_code.model.cycles.cadence import add_steps
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Measure, Metric, Milestones, Score, Threshold
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.timeline import RecordEntry

COUNTED_AFTER_END = timedelta(days=14)
"""The time after the end of a key result in which a check-in still counts."""


def is_counted(day: date, end: date) -> bool:
    """Whether a check-in of a day counts for a key result with that end."""
    return day - end <= COUNTED_AFTER_END  # the sum of both may lie after the last day that there is


class MeasuredBaseline(NamedTuple):
    """The first value of a metric whose baseline nobody knew, and its day."""

    value: float
    day: date


class Progress(NamedTuple):
    """The progress of a key result.

    `score` is within [0, 1]; `raw` is the score before clamping ("112 %", "below baseline" where negative). Both are
    None where there is no data. `value` is the latest value of a metric, threshold or score, the ids of the steps that
    are done, or whether a binary is done. `baseline` is there for a metric with a `direction` that has a value.
    """

    score: float | None = None
    raw: float | None = None
    value: float | tuple[str, ...] | bool | None = None
    baseline: MeasuredBaseline | None = None


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
    if isinstance(measure, Score):
        judgements = [value for _, value in _values(check_ins) if is_judgement(value)]
        return Progress(judgements[-1], judgements[-1], judgements[-1]) if judgements else NO_DATA
    flags = [check_in.entry.done for check_in in check_ins if isinstance(check_in.entry.done, bool)]
    return Progress(float(flags[-1]), float(flags[-1]), flags[-1]) if flags else NO_DATA


def is_judgement(value: float) -> bool:
    """Whether a value can be one of a score; another one counts for nothing."""
    return 0 <= value <= 1


def metric_progress(measure: Metric, value: float, measured: float | None = None) -> float | None:
    """The share (value - baseline) / (target - baseline), unclamped; None where these are the same, or it is unknown.

    `measured` is the baseline of a metric that has none written.
    """
    baseline = measure.baseline if measure.baseline is not None else measured
    if baseline is None or measure.target == baseline:
        return None
    return (value - baseline) / (measure.target - baseline)


def is_reached(measure: Metric, value: float) -> bool:
    """Whether a value is at the target or past it; never for a metric that goes nowhere."""
    return measure.sign != 0 and (value - measure.target) * measure.sign >= 0


def stretch_progress(measure: Metric, value: float) -> float | None:
    """The share of the way from target to stretch, within [0, 1]; None short of the target, or without a stretch."""
    if measure.stretch is None or not is_reached(measure, value):
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
    if measure.baseline is None:
        return _progress_from_first_value(measure, values)
    raw = metric_progress(measure, value)
    return Progress(clamp(raw), raw, value) if raw is not None else Progress(value=value)


def _progress_from_first_value(measure: Metric, values: Sequence[tuple[date, float]]) -> Progress:
    """The progress from the value that stands on the first day with one; until a later day, only whether it is reached.

    A first value that is there already has no way to go: then it is all or nothing.
    """
    first_day, value = values[0][0], values[-1][1]
    baseline = MeasuredBaseline([number for day, number in values if day == first_day][-1], first_day)
    if is_reached(measure, baseline.value):
        score = float(is_reached(measure, value))
        return Progress(score, score, value, baseline)
    if values[-1][0] == first_day:
        return Progress(value=value, baseline=baseline)
    raw = metric_progress(measure, value, baseline.value)
    return Progress(clamp(raw), raw, value, baseline) if raw is not None else Progress(value=value, baseline=baseline)


Period = tuple[date, date]
"""First and last day."""


@lru_cache(maxsize=2**10)  # most key results run as long as their cycle
def periods(start: date, due: date, cadence: Cadence, today: date) -> tuple[Period, ...]:
    """The periods that have begun, one for each step of the cadence; the last may be shorter."""
    begun: list[Period] = []
    first = start
    while first <= min(due, today):
        following = add_steps(start, cadence, len(begun) + 1)
        if following == date.max:  # there is no later day from which to go on
            return (*begun, (first, due))
        begun.append((first, min(following - timedelta(days=1), due)))
        first = following
    return tuple(begun)


def silent_periods(
    check_ins: Sequence[RecordEntry[CheckInEntry]], start: date, due: date, cadence: Cadence, today: date
) -> list[Period]:
    """The periods of a threshold that are over and have no value; none before there is any value at all."""
    days = [min(day, due) for day, _ in _values(check_ins) if day >= start]
    begun = periods(start, due, cadence, today) if days else ()
    return [(first, last) for first, last in begun if last < today and not any(first <= day <= last for day in days)]


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
    ends = [last for _, last in begun]
    latest = {bisect_left(ends, day): value for day, value in values}
    met = sum(meets(measure, value) for value in latest.values())
    counted = sum(index in latest or last < today for index, last in enumerate(ends))
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
