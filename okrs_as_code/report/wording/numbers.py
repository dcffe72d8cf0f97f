"""Numbers, days, measures and progress as text. Missing data is said in words, and never looks like 0."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from okrs_as_code.model.files.measure import Binary, Measure, Metric, Milestones, Score, Threshold
from okrs_as_code.model.progress.progress import Progress, meets, stretch_progress
from okrs_as_code.model.progress.roll_up import RollUp
from okrs_as_code.phrases import count_phrase
from okrs_as_code.quantities import amount as amount
from okrs_as_code.quantities import number as number
from okrs_as_code.quantities import quantity as quantity

NO_DATA = "no data"
NOT_DONE = "not done"
NO_BREAK = "\u00a0"
FULL, EMPTY = "▓", "░"
_MAX_PERCENT = 999
"""Limit beyond which the exact percentage says nothing, and fits in no table."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def share(value: float) -> str:
    """A confidence or a score, with at least one decimal: 0.7, 1.0."""
    return str(float(value))


def average(value: float | None) -> str:
    """A score that is an average, with two decimals: 1.0 only where all are, and 0.0 only where none is more."""
    if value is None:
        return "no score"
    rounded = round(value, 2)
    return share(min(0.99, max(0.01, rounded)) if 0 < value < 1 else rounded)


def percent(share: float) -> str:
    """A share in whole percent; 100 % only where it is reached, and 0 % only where nothing is."""
    rounded = round(share * 100)
    if 0 < share < 1:
        rounded = min(99, max(1, rounded))
    if rounded > _MAX_PERCENT:
        return f">{_MAX_PERCENT}{NO_BREAK}%"
    return f"{rounded}{NO_BREAK}%"


def is_huge(share: float | None) -> bool:
    """Whether the percentage of a share needs a place more than others."""
    return share is not None and round(share * 100) > _MAX_PERCENT


def filled_places(share: float, width: int) -> int:
    """The number of full places of a bar: all only at 100 %, none only at 0 %."""
    places = round(share * width)
    return min(width - 1, max(1, places)) if 0 < share < 1 else places


def bar(share: float, width: int = 10) -> str:
    """A bar of text, `width` places long."""
    full = filled_places(share, width)
    return FULL * full + EMPTY * (width - full)


def bar_percent(share: float | None) -> str:
    """A bar with its percentage, or "no data"."""
    return NO_DATA if share is None else f"{bar(share)}{NO_BREAK}{percent(share)}"


def progress_bar(progress: Progress) -> str:
    """The progress of a key result as a bar with its percentage.

    Past the target that is the real percentage; below the baseline, 0 % and words. What can only be done or not is "not
    done", as it is no part of a way.
    """
    if progress.score is None or progress.raw is None:
        return NO_DATA
    if progress.value is False:
        return NOT_DONE
    if progress.raw < 0:
        return f"{bar(0)}{NO_BREAK}{percent(0)}, below baseline"
    return f"{bar(progress.score)}{NO_BREAK}{percent(progress.raw)}"


def progress_phrase(progress: Progress) -> str:
    """The progress of a key result without a bar, for a sentence."""
    if progress.score is None or progress.raw is None:
        return NO_DATA
    if progress.value is False:
        return NOT_DONE
    return f"{percent(0)}, below baseline" if progress.raw < 0 else percent(progress.raw)


def coverage(roll_up: RollUp, noun: str, content: str = "data") -> str:
    """The part of an average that has data, or other `content`: "3 of 4 key results have a score"."""
    verb = "has" if roll_up.of == 1 else "have"
    phrase = f"{roll_up.with_data} of {count_phrase(roll_up.of, noun)} {verb} {content}"
    return f"{phrase}, {roll_up.unreadable} cannot be read" if roll_up.unreadable else phrase


def day(value: date) -> str:
    """A day as people write it: 12 Oct 2026."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date, today: date) -> str:
    """A day as people write it, without the year where that is today's: 12 Oct."""
    return day(value) if value.year != today.year else f"{value.day} {_MONTHS[value.month - 1]}"


def measure_phrase(measure: Measure) -> str:
    """A measure in words: "from 0 to 3 posts"."""
    if isinstance(measure, Metric):
        target = quantity(measure.target, measure.unit)
        if measure.baseline is None:
            words = f"{measure.direction} to {target}, from the first value that is measured"
        else:
            words = f"from {amount(measure.baseline, measure.unit)} to {target}"
        return words if measure.stretch is None else f"{words}, stretch {quantity(measure.stretch, measure.unit)}"
    if isinstance(measure, Threshold):
        return f"{bounds(measure)} in every period"
    if isinstance(measure, Milestones):
        return count_phrase(len(measure.steps), "milestone")
    return "judged by its owner, from 0.0 to 1.0" if isinstance(measure, Score) else "done or not done"


def bounds(measure: Threshold) -> str:
    """The bound of a threshold, or both of a band."""
    low, high, unit = measure.at_least, measure.at_most, measure.unit
    if low is not None and high is not None:
        return f"between {amount(low, unit)} and {quantity(high, unit)}"
    return f"at least {quantity(low, unit)}" if low is not None else f"at most {quantity(high or 0.0, unit)}"


def planned_phrase(plan: Mapping[date, float], unit: str | None) -> str:
    """The planned values with their days: "60 posts by 31 Oct 2026, 200 posts by 30 Nov 2026"."""
    return ", ".join(f"{quantity(value, unit)} by {day(when)}" for when, value in sorted(plan.items()))


def reached_value_phrase(
    measure: Measure, progress: Progress, *, short: bool = False, judge: str | None = None
) -> str | None:
    """The value that was reached, in the unit of the measure; None without data. `short` leaves the target out.

    Of a score it says whose judgement it is: that of `judge`, by default its owner's.
    """
    value = progress.value
    if value is None:
        return None
    if isinstance(measure, Binary):
        return "done" if value else NOT_DONE
    if isinstance(measure, Milestones):
        done = len(value) if isinstance(value, tuple) else 0
        return f"{done} of {count_phrase(len(measure.steps), 'milestone')}"
    if not isinstance(value, float | int):
        return None
    if isinstance(measure, Threshold):
        return f"last {quantity(value, measure.unit)}, {'kept' if meets(measure, value) else 'not kept'}"
    if isinstance(measure, Score):
        return f"{share(value)}, as judged by {judge or 'its owner'}"
    if short:
        return quantity(value, measure.unit)
    return f"now {amount(value, measure.unit)}, target {quantity(measure.target, measure.unit)}"


def stretch_phrase(measure: Measure, progress: Progress) -> str | None:
    """The way from target to stretch that is done, in percent; None short of the target or without a stretch."""
    if not isinstance(measure, Metric) or not isinstance(progress.value, float | int):
        return None
    beyond = stretch_progress(measure, progress.value)
    return None if beyond is None else f"{percent(beyond)} of the way from target to stretch"
