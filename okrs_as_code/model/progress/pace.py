"""Pace: progress against the time that is gone. About numbers, independent of confidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from okrs_as_code.model.files.measure import Measure, Metric, Milestones
from okrs_as_code.model.progress.progress import Progress, clamp, is_reached, metric_progress


class Pace(StrEnum):
    """The progress of a key result against the time that is gone."""

    ON_PACE = "on pace"
    BEHIND = "behind"
    FAR_BEHIND = "far behind"


BEHIND_FROM, FAR_BEHIND_FROM = 0.05, 0.25
"""The gaps beyond which progress is behind, and far behind."""
_ROUNDING = 1e-9
"""A gap of exactly that must not fall to the worse side by the rounding of floating point."""


def expected_progress(start: date, due: date, today: date) -> float:
    """The share of the time that is gone: (today - start + 1) / (due - start + 1) in days, within [0, 1]."""
    if today < start:
        return 0.0
    length = (due - start).days + 1
    return clamp(((today - start).days + 1) / length) if length > 0 else 1.0


def expected(
    measure: Measure, progress: Progress, start: date, due: date, today: date, plan: Mapping[date, float] | None = None
) -> float | None:
    """The progress that is expected at the end of a day, within [0, 1]: by the time that is gone, or by the plan.

    Without a baseline it runs from the day after that of the first value. None for thresholds, binaries and scores,
    without data, and before the start.
    """
    if not isinstance(measure, Metric | Milestones) or progress.score is None or today < start:
        return None
    if isinstance(measure, Milestones):
        return expected_progress(start, due, today)
    if progress.baseline is not None and progress.baseline.day >= today:
        return 0.0
    first = start if progress.baseline is None else progress.baseline.day + timedelta(days=1)
    baseline = measure.baseline if progress.baseline is None else progress.baseline.value
    if not plan or baseline is None or is_reached(measure, baseline) or not first <= today < due:
        return expected_progress(first, due, today)
    share = metric_progress(measure, _planned_value(measure.target, baseline, first, due, plan, today), baseline)
    return clamp(share) if share is not None else None


def _planned_value(
    target: float, baseline: float, start: date, due: date, plan: Mapping[date, float], today: date
) -> float:
    """The value that a plan has at the end of a day before the due one: on the line through its points.

    They are the baseline on the eve of the start, each planned value in between, and the target on the due day.
    """
    planned = ((day.toordinal(), plan[day]) for day in sorted(plan) if start <= day < due)
    points = [(start.toordinal() - 1, baseline), *planned, (due.toordinal(), target)]
    now = today.toordinal()
    following = next(position for position, (day, _) in enumerate(points) if day > now)
    (day_before, before), (day_after, after) = points[following - 1], points[following]
    return before + (after - before) * (now - day_before) / (day_after - day_before)


def pace(
    measure: Measure, progress: Progress, start: date, due: date, today: date, plan: Mapping[date, float] | None = None
) -> Pace | None:
    """The pace by the gap to expected progress: up to 0.05 it is on pace, up to 0.25 behind, else far behind.

    A milestone past its own due day and not done is behind. None where nothing is expected.
    """
    expected_score = expected(measure, progress, start, due, today, plan)
    if expected_score is None or progress.score is None:
        return None
    gap = expected_score - progress.score
    if gap > FAR_BEHIND_FROM + _ROUNDING:
        return Pace.FAR_BEHIND
    if gap > BEHIND_FROM + _ROUNDING or _has_overdue_step(measure, progress, today):
        return Pace.BEHIND
    return Pace.ON_PACE


def _has_overdue_step(measure: Measure, progress: Progress, today: date) -> bool:
    if not isinstance(measure, Milestones):
        return False
    done = progress.value if isinstance(progress.value, tuple) else ()
    return any(step.due is not None and step.due < today and step.id not in done for step in measure.steps)
