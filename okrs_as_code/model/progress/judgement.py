"""The judgement of a key result on a day, by its records up to that day: progress, pace, confidence and status."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.model.cycles.cadence import check_in_due, days_beyond_grace, is_long_silence, stale_on
from okrs_as_code.model.cycles.presence import Presence
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Binary, Milestones, Threshold
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.progress.pace import Pace, expected, pace
from okrs_as_code.model.progress.progress import Progress, is_counted, progress
from okrs_as_code.model.progress.status import (
    Status,
    is_complete,
    is_paused,
    latest_confidence,
    latest_report,
    shown_status,
)
from okrs_as_code.model.timeline import RecordEntry

CheckInEntries = tuple[RecordEntry[CheckInEntry], ...]


@dataclass(frozen=True, eq=False, slots=True)
class KeyResultRun:
    """A key result with all that it is judged by; its records are in order, as they are corrected by now.

    Judged for an earlier day it shows no value that was corrected since.
    """

    node: KeyResultNode
    check_ins: CheckInEntries
    grades: tuple[RecordEntry[GradeEntry], ...]
    cadence: Cadence
    grace_days: int
    presence: Presence

    @property
    def last_days(self) -> tuple[date, ...]:
        """The days of its last check-in and of its last grade."""
        return (*(check_in.day for check_in in self.check_ins[-1:]), *(grade.day for grade in self.grades[-1:]))

    def on(self, day: date) -> Judgement:
        """The judgement on a day, by the records up to it."""
        check_ins = self.check_ins[: bisect_right(self.check_ins, day, key=_day)]
        return Judgement(self, day, check_ins, self._grade_on(day))

    def is_dropped_on(self, day: date) -> bool:
        """Whether it is dropped on a day."""
        grade = self._grade_on(day)
        return grade is not None and bool(grade.entry.dropped)

    def _grade_on(self, day: date) -> RecordEntry[GradeEntry] | None:
        return next((grade for grade in reversed(self.grades) if grade.day <= day), None)


def _day(entry: RecordEntry[CheckInEntry] | RecordEntry[GradeEntry]) -> date:
    return entry.day


class Judgement:
    """A key result on a day; each part is computed when it is asked for."""

    def __init__(
        self, run: KeyResultRun, day: date, check_ins: CheckInEntries, grade: RecordEntry[GradeEntry] | None
    ) -> None:
        self.node = run.node
        self.day = day
        self.check_ins = check_ins
        self.grade = grade
        self._run = run
        self._measure = run.node.content.measure
        self.counted = _counted(check_ins, run.node.end)
        """The check-ins that decide value, confidence and status: all but those too late to count."""

    @cached_property
    def last(self) -> date:
        """The day of the latest check-in that counts and says how it stands, else its first day."""
        start, latest = self.node.start, latest_report(self.counted)
        return max(latest.day, start) if latest is not None else start

    @cached_property
    def progress(self) -> Progress:
        """The progress."""
        node = self.node
        return progress(self._measure, self.counted, node.start, node.due, self._run.cadence, self.day)

    @property
    def expected_progress(self) -> float | None:
        """The progress that is expected, by the time that is gone or by its plan; None without a pace."""
        node = self.node
        return expected(self._measure, self.progress, node.start, node.due, self.day, node.content.plan)

    @property
    def pace(self) -> Pace | None:
        """The progress against that; None where nothing is expected."""
        node = self.node
        return pace(self._measure, self.progress, node.start, node.due, self.day, node.content.plan)

    @cached_property
    def is_done(self) -> bool:
        """Whether all is reached and nothing is left to report, whatever status is shown."""
        if not self.counted:
            return False
        lasts = isinstance(self._measure, Binary | Milestones)
        due = self.node.due
        if not lasts and not (self.day > due and self._days_overdue_on(due) <= 0):
            return False
        return is_complete(self._measure, self.progress)

    @cached_property
    def days_overdue(self) -> int:
        """Days by which the check-in is late beyond its grace; 0 or less while it is not stale."""
        if self.is_done:
            return min(0, self._days_overdue_on(self.day))
        return self._days_overdue_on(min(self.day, self._judged_until))

    @property
    def confidence(self) -> float | None:
        """The latest confidence."""
        return latest_confidence(self.counted)

    @cached_property
    def status(self) -> Status:
        """The status; see `shown_status`."""
        return shown_status(self.node, self.grade, self.days_overdue, self.counted, self.day, is_done=self.is_done)

    @cached_property
    def check_in_due(self) -> date:
        """The day on which the next check-in is due."""
        run = self._run
        return check_in_due(self.last, run.cadence, run.presence, run.grace_days, is_paused=is_paused(self.counted))

    @property
    def stale_on(self) -> date:
        """The first day on which it is stale if nobody checks in any more; `date.max` where that is none."""
        run = self._run
        day = stale_on(self.check_in_due, run.grace_days, run.presence)
        return day if day <= self._judged_until and not self.is_done else date.max

    def is_silent_since(self, last_word: date) -> bool:
        """Whether it runs and is stale, and many check-ins in a row are missing since a day."""
        run = self._run
        return (
            self.status is Status.STALE
            and self.day <= self._judged_until
            and is_long_silence(last_word, run.cadence, run.grace_days, self.day, run.presence)
        )

    @property
    def _judged_until(self) -> date:
        return min(self.node.due, self.node.end) if isinstance(self._measure, Threshold) else self.node.end

    def _days_overdue_on(self, day: date) -> int:
        return days_beyond_grace(self.check_in_due, self._run.grace_days, day, self._run.presence)


def _counted(check_ins: CheckInEntries, end: date) -> CheckInEntries:
    if not check_ins or is_counted(check_ins[-1].day, end):
        return check_ins
    return tuple(check_in for check_in in check_ins if is_counted(check_in.day, end))
