"""Progress of one key result from its check-ins. No data is a value of its own: None, never 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from okrs_as_code.model.cadence import after_steps
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Measure, Metric, Milestones, Threshold
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.timeline import RecordEntry

COUNTED_AFTER_END = timedelta(days=14)
"""Check-ins dated up to this long after the last day of the cycle still count."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a key result has come.

    `score` is within [0, 1]; `raw` is the same before clamping ("112 %", "below baseline" where negative).
    Both are None where there is no data. `value` is the latest value of a metric or threshold, the ids of
    the steps done, or whether it is done.
    """

    score: float | None = None
    raw: float | None = None
    value: float | tuple[str, ...] | bool | None = None


NO_DATA = Progress()


def clamp(value: float) -> float:
    """The nearest number within [0, 1]."""
    return min(1.0, max(0.0, value))


def progress(
    measure: Measure, said: Sequence[RecordEntry[CheckInEntry]], start: date, due: date, every: Cadence, today: date
) -> Progress:
    """Progress from check-ins in their order, none of them after `today` or too late to count."""
    if isinstance(measure, Metric):
        return _metric(measure, said)
    if isinstance(measure, Threshold):
        return _threshold(measure, said, start, due, every, today)
    if isinstance(measure, Milestones):
        return _milestones(measure, said)
    done = [one.entry.done for one in said if isinstance(one.entry.done, bool)]
    return Progress(float(done[-1]), float(done[-1]), done[-1]) if done else NO_DATA


def metric_progress(measure: Metric, value: float) -> float | None:
    """(c - b) / (t - b), unclamped; None where baseline and target are the same."""
    span = measure.target - measure.baseline
    return (value - measure.baseline) / span if span else None


def stretch_progress(measure: Metric, value: float) -> float | None:
    """How far past the target towards the stretch, within [0, 1]; None short of the target or without one."""
    if measure.stretch is None or (metric_progress(measure, value) or 0) < 1:
        return None
    span = measure.stretch - measure.target
    return clamp((value - measure.target) / span) if span else None


def meets(measure: Threshold, value: float) -> bool:
    """Whether the value keeps every bound that is given."""
    return (measure.at_least is None or value >= measure.at_least) and (
        measure.at_most is None or value <= measure.at_most
    )


def _values(said: Sequence[RecordEntry[CheckInEntry]]) -> list[tuple[date, float]]:
    return [(one.day, one.entry.value) for one in said if one.entry.value is not None]


def _metric(measure: Metric, said: Sequence[RecordEntry[CheckInEntry]]) -> Progress:
    values = _values(said)
    if not values:
        return NO_DATA
    value = values[-1][1]
    raw = metric_progress(measure, value)
    return Progress(clamp(raw), raw, value) if raw is not None else Progress(value=value)


def periods(start: date, due: date, every: Cadence, today: date) -> list[tuple[date, date]]:
    """First and last day of each period that has begun; the last may be shorter."""
    found: list[tuple[date, date]] = []
    first = start
    while first <= min(due, today):
        following = after_steps(start, every, len(found) + 1)
        found.append((first, min(following - timedelta(days=1), due)))
        first = following
    return found


def _threshold(
    measure: Threshold,
    said: Sequence[RecordEntry[CheckInEntry]],
    start: date,
    due: date,
    every: Cadence,
    today: date,
) -> Progress:
    """Periods met / periods over so far; the running one counts only once it has a value."""
    begun = periods(start, due, every, today)
    values = [(min(day, due), value) for day, value in _values(said) if day >= start]
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


def _milestones(measure: Milestones, said: Sequence[RecordEntry[CheckInEntry]]) -> Progress:
    lists = [one.entry.done for one in said if isinstance(one.entry.done, tuple)]
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
    """Weight of each step; equal weights of 1 where none is given."""
    return {step.id: 1.0 if step.weight is None else step.weight for step in measure.steps}
