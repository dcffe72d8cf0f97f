"""Rhythm: of the check-ins that fell due, how many came in time; of a cycle or a team, never of a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.cadence import check_in_due, days_beyond_grace
from okrs_as_code.model.cycles.presence import Presence
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Binary, Milestones, Threshold
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.progress.progress import progress
from okrs_as_code.model.progress.status import is_complete
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.timeline import RecordEntry

MIN_OWNERS = 3
"""The number of owners from which a team's rhythm is no longer that of a person."""
STEADY = 0.75
"""The share of check-ins in time from which the rhythm is no reason for what went wrong."""


@dataclass(frozen=True)
class Rhythm:
    """The number of check-ins that fell due, each for one key result, and of those that came in time."""

    in_time: int = 0
    due: int = 0

    @property
    def is_steady(self) -> bool | None:
        """Whether enough of them came in time; None where none fell due."""
        return self.in_time >= STEADY * self.due if self.due else None


def rhythm(assessment: Assessment, standings: Iterable[KeyResultStanding]) -> Rhythm:
    """The rhythm of some key results together, on the day of an assessment."""
    parts = [_of_key_result(assessment, standing) for standing in standings]
    return Rhythm(sum(part.in_time for part in parts), sum(part.due for part in parts))


def _of_key_result(assessment: Assessment, standing: KeyResultStanding) -> Rhythm:
    node, plan = standing.node, assessment.plan
    return count_check_ins(
        standing.check_ins,
        node.start,
        _last_day(assessment, standing),
        assessment.today,
        plan.cadence(node),
        plan.config.check_ins.grace_days,
        assessment.presence(node.owner),
    )


def _last_day(assessment: Assessment, standing: KeyResultStanding) -> date:
    """The last day on which a check-in can fall due: it ends, gets its grade, or is done."""
    node, measure = standing.node, standing.node.content.measure
    days = [node.due if isinstance(measure, Threshold) or standing.is_done else node.end]
    if standing.grade is not None:
        days.append(standing.grade.day)
    if standing.is_done and isinstance(measure, Binary | Milestones):
        days.append(_done_on(assessment, standing))
    return min(days)


def _done_on(assessment: Assessment, standing: KeyResultStanding) -> date:
    """The day of the check-in since which it is done."""
    node, counted = standing.node, standing.counted
    cadence = assessment.plan.cadence(node)

    def is_done_after(count: int) -> bool:
        reached = progress(node.content.measure, counted[:count], node.start, node.due, cadence, assessment.today)
        return is_complete(node.content.measure, reached)

    count = len(counted)
    while count > 1 and is_done_after(count - 1):
        count -= 1
    return counted[count - 1].day


def count_check_ins(
    check_ins: Sequence[RecordEntry[CheckInEntry]],
    start: date,
    last_day: date,
    today: date,
    cadence: Cadence,
    grace_days: int,
    presence: Presence,
) -> Rhythm:
    """Counts the check-ins on one key result that fell due up to `last_day`, and those that came in time.

    Each falls due a step of the cadence after the one before, whether that came or not, as for status; several before
    one day count as one. It is in time until its grace is over, and is counted from then on. Days on which the owner is
    away, and days off, do not count.
    """
    in_time = due = 0
    last, pauses = start, _pauses(check_ins, start)

    def is_overdue(day: date) -> bool:
        return days_beyond_grace(expected, grace_days, day, presence) > 0

    while True:
        expected = check_in_due(last, cadence, presence, grace_days, is_paused=pauses)
        if expected > last_day or not is_overdue(today):
            return Rhythm(in_time, due)
        due += 1
        met = [check_in.day for check_in in check_ins if last < check_in.day and not is_overdue(check_in.day)]
        in_time += bool(met)
        last = max((day for day in met if day <= expected), default=min(met, default=expected))
        pauses = bool(met) and _pauses(check_ins, last)


def _pauses(check_ins: Sequence[RecordEntry[CheckInEntry]], day: date) -> bool:
    """Whether the latest check-in up to a day pauses the key result."""
    said = [check_in for check_in in check_ins if check_in.day <= day]
    return bool(said) and said[-1].entry.is_pause
