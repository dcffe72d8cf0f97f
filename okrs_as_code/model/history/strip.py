"""The strip of a key result: its status on the last day of each week, or month, of its own run."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.progress.judgement import KeyResultRun
from okrs_as_code.model.progress.progress import Period, periods
from okrs_as_code.model.progress.status import Status

StripStep = Literal["week", "month"]
MAX_PERIODS = 60
"""The most periods that a strip or a course has; of a longer run the latest."""


class StripPeriod(NamedTuple):
    """A period, and the status on its last day, or today while it runs."""

    first: date
    last: date
    status: Status


class Strip(NamedTuple):
    """The periods that have begun, and the number of those that are still to come."""

    step: StripStep
    periods: tuple[StripPeriod, ...]
    ahead: int


def step_of(cycle: Cycle) -> StripStep:
    """The step in which a cycle is looked back on: months in a long one."""
    return "month" if cycle.is_long else "week"


def begun_periods(start: date, end: date, step: StripStep, today: date) -> tuple[Period, ...]:
    """The periods that have begun, the latest of a long run."""
    return periods(start, end, step, today)[-MAX_PERIODS:]


def strip(run: KeyResultRun, today: date) -> Strip:
    """The strip up to a day, by the records as they are corrected by now; nothing before the start."""
    node = run.node
    step = step_of(node.cycle)
    due = min(node.due, node.end)  # how far it is followed, whatever day it names
    begun = begun_periods(node.start, due, step, today)
    judged = tuple(StripPeriod(first, last, run.on(min(last, today)).status) for first, last in begun)
    ahead = len(begun_periods(node.start, due, step, due)) - len(begun) if today < due else 0
    return Strip(step, judged, ahead)
