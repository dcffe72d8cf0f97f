"""Status of a key result: the words, and which of them its check-ins stand for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from okrs_as_code.model.files.measure import Binary, Measure, Metric, Milestones, Score
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.progress.progress import Progress
from okrs_as_code.model.timeline import RecordEntry


class Status(StrEnum):
    """The status shown for a key result, in the order in which an objective sorts by its worst."""

    OFF_TRACK = "off-track"
    AT_RISK = "at-risk"
    STALE = "stale"
    PAUSED = "paused"
    NO_STATUS = "no status"
    ON_TRACK = "on-track"
    DONE = "done"
    NOT_STARTED = "not started"
    CLOSED = "closed"
    DROPPED = "dropped"

    @property
    def rank(self) -> int:
        """The position in this order: 0 for the status that needs help most, 9 for the last."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(Status)}


def is_complete(measure: Measure, reached: Progress) -> bool:
    """Whether all is reached; never for a threshold, which is kept anew, and not while any step is open."""
    if isinstance(measure, Milestones):
        done = reached.value if isinstance(reached.value, tuple) else ()
        return reached.score == 1 and len(done) == len(measure.steps)
    return isinstance(measure, Binary | Metric | Score) and reached.score == 1


def latest_report(check_ins: Sequence[RecordEntry[CheckInEntry]]) -> RecordEntry[CheckInEntry] | None:
    """The latest check-in that says how it stands, and not only what comes next; None without one."""
    return next((check_in for check_in in reversed(check_ins) if check_in.entry.says_how_it_stands), None)


def is_paused(check_ins: Sequence[RecordEntry[CheckInEntry]]) -> bool:
    """Whether the latest check-in that says how it stands pauses it."""
    latest = latest_report(check_ins)
    return latest is not None and latest.entry.is_pause


def latest_confidence(check_ins: Sequence[RecordEntry[CheckInEntry]]) -> float | None:
    """The confidence that was said last; None where nobody has said any."""
    confidences = (check_in.entry.confidence for check_in in reversed(check_ins))
    return next((confidence for confidence in confidences if confidence is not None), None)


def shown_status(
    node: KeyResultNode,
    grade: RecordEntry[GradeEntry] | None,
    overdue: int,
    check_ins: Sequence[RecordEntry[CheckInEntry]],
    today: date,
    *,
    is_done: bool,
) -> Status:
    """The status by the first that applies.

    Grade, all done, start not reached, check-in overdue, a pause, latest status or confidence. What is done shows the
    doubt that its latest check-in types.
    """
    if grade is not None:
        return Status.DROPPED if grade.entry.dropped else Status.CLOSED
    if is_done:
        doubts = (Status.AT_RISK, Status.OFF_TRACK)
        latest = latest_report(check_ins)
        typed = latest.entry.status if latest is not None else None
        return next((doubt for doubt in doubts if typed == doubt), Status.DONE)
    if today < node.start:
        return Status.NOT_STARTED
    if overdue > 0:
        return Status.STALE
    if is_paused(check_ins):
        return Status.PAUSED
    for check_in in reversed(check_ins):
        if check_in.entry.is_pause:
            continue
        if check_in.entry.status is not None:
            return Status(check_in.entry.status)
        if check_in.entry.confidence is not None:
            return status_from_confidence(check_in.entry.confidence)
    confidence = latest_confidence(check_ins)
    return status_from_confidence(confidence) if confidence is not None else Status.NO_STATUS


def assumes_start(status: Status, check_ins: Sequence[RecordEntry[CheckInEntry]], start: date | None) -> bool:
    """Whether it is stale only as nobody wrote when it began, so that the first day of its cycle counts."""
    return status is Status.STALE and not check_ins and start is None


def status_from_confidence(confidence: float) -> Status:
    """The status that a confidence within [0, 1] stands for: from 0.7 on-track, from 0.4 at-risk, else off-track."""
    if confidence >= 0.7:
        return Status.ON_TRACK
    return Status.AT_RISK if confidence >= 0.4 else Status.OFF_TRACK
