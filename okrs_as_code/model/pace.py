"""Pace: progress against the time that is gone. About numbers, independent of confidence."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from okrs_as_code.model.files.measure import Measure, Metric, Milestones
from okrs_as_code.model.progress import Progress, clamp


class Pace(StrEnum):
    """The progress of a key result against the time that is gone."""

    ON_PACE = "on pace"
    BEHIND = "behind"
    FAR_BEHIND = "far behind"


_ROUNDING = 1e-9
"""A gap of exactly 0.05 or 0.25 must not fall to the worse side by the rounding of floating point."""


def expected_progress(start: date, due: date, today: date) -> float:
    """The share of the time that is gone: (today - start + 1) / (due - start + 1) in days, within [0, 1]."""
    length = (due - start).days + 1
    return clamp(((today - start).days + 1) / length) if length > 0 else 1.0


def pace(measure: Measure, progress: Progress, start: date, due: date, today: date) -> Pace | None:
    """The pace by the gap to expected progress: up to 0.05 it is on pace, up to 0.25 behind, else far behind.

    A milestone past its own due day and not done is behind. None for thresholds and binaries, without data, and before
    the start.
    """
    if not isinstance(measure, Metric | Milestones) or progress.score is None or today < start:
        return None
    gap = expected_progress(start, due, today) - progress.score
    if gap > 0.25 + _ROUNDING:
        return Pace.FAR_BEHIND
    if gap > 0.05 + _ROUNDING or _has_overdue_step(measure, progress, today):
        return Pace.BEHIND
    return Pace.ON_PACE


def _has_overdue_step(measure: Metric | Milestones, progress: Progress, today: date) -> bool:
    if not isinstance(measure, Milestones):
        return False
    done = progress.value if isinstance(progress.value, tuple) else ()
    return any(step.due is not None and step.due < today and step.id not in done for step in measure.steps)
