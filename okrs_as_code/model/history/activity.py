"""Activity: what changed between two days, in the goals that count on the later one.

Both days are judged by today's terms, and by the records as they are corrected by now, so that nothing shows that never
was. What a correction takes away is shown as a correction, with both values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from okrs_as_code.model.assessment import Assessment, asking_entry
from okrs_as_code.model.files.measure import Binary, Measure, Metric, Milestones, Threshold
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.progress.judgement import Judgement
from okrs_as_code.model.progress.progress import meets
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.timeline import RecordEntry, timeline

ONE_WEEK = timedelta(days=7)
"""The period of which pages show the activity, unless another is named."""
LEAST_CONFIDENCE = 0.05
"""The least change of a confidence that is worth a word."""
LATE_WITHIN = timedelta(days=14)
"""The time before a period in which a record may be dated that came to the main branch in it."""
_ROUNDING = 1e-9
_FIELDS = ("value", "done", "confidence", "status", "note", "help")


class ActivityKind(StrEnum):
    """The kind of a change."""

    VALUE = "value"
    STEP = "step"
    BASELINE = "baseline measured"
    CONFIDENCE = "confidence"
    STATUS = "status"
    DONE = "done"
    PAUSED = "paused"
    HELP_ASKED = "help asked"
    HELP_CLOSED = "help closed"
    SILENT = "silent"
    NOTE = "note on an objective"
    AGREED = "agreed"
    GRADED = "graded"
    DROPPED = "dropped"
    CORRECTED = "corrected"
    LATE = "late"


class Trend(StrEnum):
    """The trend of a change, for the goal."""

    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """A change of a goal; `subject` is its complete id, and `record` the file that says so, where one does."""

    kind: ActivityKind
    subject: str
    field: str
    before: Any = None
    after: Any = None
    direction: Trend | None = None
    day: date | None = None
    by: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The number of open key results, and of those among them that had a check-in in the period."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Activity:
    """The changes after `since`, up to the end of `until`."""

    since: date
    until: date
    checked_in: CheckedIn
    changes: tuple[ActivityChange, ...]


def activity(
    assessment: Assessment, nodes: Iterable[KeyResultNode], since: date, arrived: Mapping[str, date] | None = None
) -> Activity:
    """The activity on key results from a day to that of the assessment.

    `arrived` are the days on which records came to the main branch, by file, as far as they are known. Raises
    ValueError for a `since` that is not before the assessment's day.
    """
    until = assessment.today
    if since >= until:
        raise ValueError(f"{since} is not before {until}")
    nodes = tuple(nodes)
    comparisons = [_Comparison(assessment, node, since, arrived or {}) for node in nodes]
    asked = [comparison for comparison in comparisons if comparison.is_asked]
    checked_in = CheckedIn(sum(comparison.has_check_in for comparison in asked), len(asked))
    changes = (change for comparison in comparisons for change in comparison.changes())
    return Activity(since, until, checked_in, tuple(changes))


class _Comparison:
    """A key result on two days."""

    def __init__(self, assessment: Assessment, node: KeyResultNode, since: date, arrived: Mapping[str, date]) -> None:
        self._assessment = assessment
        self._plan = assessment.plan
        self._node = node
        self._since, self._until = since, assessment.today
        run = assessment.run(node)
        self._before, self._after = run.on(since), run.on(self._until)
        self._grades = run.grades
        self._new = [check_in for check_in in self._after.check_ins if check_in.day > since]
        self._arrived = arrived

    @property
    def is_asked(self) -> bool:
        """Whether somebody was to check in on it: it is open, and has begun."""
        return (
            self._after.status not in (Status.CLOSED, Status.DROPPED, Status.NOT_STARTED) and not self._before.is_done
        )

    @property
    def has_check_in(self) -> bool:
        """Whether anybody checked in on it in the period."""
        return bool(self._new)

    def changes(self) -> Iterator[ActivityChange]:
        """Yields what changed, its end first."""
        yield from self._ends()
        yield from self._values()
        yield from self._confidence()
        yield from self._status()
        yield from self._help()
        yield from self._agreements()
        yield from self._corrections()
        yield from self._late()

    def _change(
        self,
        kind: ActivityKind,
        field: str,
        before: Any = None,
        after: Any = None,
        direction: Trend | None = None,
        entry: RecordEntry[Any] | None = None,
    ) -> ActivityChange:
        return ActivityChange(
            kind,
            self._node.id,
            field,
            before,
            after,
            direction,
            entry.day if entry is not None else None,
            entry.by if entry is not None else None,
            entry.file if entry is not None else None,
        )

    def _latest(self, field: str) -> RecordEntry[CheckInEntry] | None:
        """The latest check-in of the period that says something in a field."""
        return next((new for new in reversed(self._new) if getattr(new.entry, field) is not None), None)

    def _ends(self) -> Iterator[ActivityChange]:
        for grade in self._grades:
            if self._since < grade.day <= self._until:
                if grade.entry.dropped:
                    yield self._change(ActivityKind.DROPPED, "grade", after=grade.entry.because, entry=grade)
                else:
                    yield self._change(ActivityKind.GRADED, "grade", after=grade.entry.score, entry=grade)

    def _values(self) -> Iterator[ActivityChange]:
        measure = self._node.content.measure
        before, after = self._before.progress, self._after.progress
        if after.baseline is not None and before.baseline is None:
            first = next((new for new in self._new if new.day == after.baseline.day), None)
            yield self._change(ActivityKind.BASELINE, "baseline", after=after.baseline.value, entry=first)
        if isinstance(measure, Milestones):
            yield from self._steps(_steps_of(before.value), _steps_of(after.value))
        elif before.value != after.value and after.value is not None:
            is_done = isinstance(measure, Binary) and after.value is True
            kind = ActivityKind.DONE if is_done else ActivityKind.VALUE
            field = "done" if isinstance(measure, Binary) else "value"
            direction = _value_direction(measure, self._before, self._after)
            yield self._change(kind, field, before.value, after.value, direction, self._latest(field))
        if self._after.is_done and not self._before.is_done and not isinstance(measure, Binary):
            yield self._change(ActivityKind.DONE, "status", str(self._before.status), str(Status.DONE), Trend.BETTER)

    def _steps(self, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[ActivityChange]:
        for step in (step for step in after if step not in before):
            says_so = (new for new in self._new if isinstance(new.entry.done, tuple) and step in new.entry.done)
            yield self._change(ActivityKind.STEP, "done", after=step, direction=Trend.BETTER, entry=next(says_so, None))
        for step in (step for step in before if step not in after):
            yield self._change(ActivityKind.STEP, "done", step, direction=Trend.WORSE, entry=self._latest("done"))

    def _confidence(self) -> Iterator[ActivityChange]:
        before, after = self._before.confidence, self._after.confidence
        if after is None or before == after:
            return
        if before is None or abs(after - before) >= LEAST_CONFIDENCE - _ROUNDING:
            direction = None if before is None else Trend.BETTER if after > before else Trend.WORSE
            yield self._change(
                ActivityKind.CONFIDENCE, "confidence", before, after, direction, self._latest("confidence")
            )

    def _status(self) -> Iterator[ActivityChange]:
        before, after = self._before.status, self._after.status
        if before is after or after in (Status.CLOSED, Status.DROPPED, Status.DONE):
            return
        kinds = {Status.STALE: ActivityKind.SILENT, Status.PAUSED: ActivityKind.PAUSED}
        kind = kinds.get(after, ActivityKind.STATUS)
        begins = Status.NOT_STARTED in (before, after)
        direction = None if begins else Trend.BETTER if after.rank > before.rank else Trend.WORSE
        entry = self._latest("status") or self._latest("confidence") if kind is not ActivityKind.SILENT else None
        yield self._change(kind, "status", str(before), str(after), direction, entry)

    def _help(self) -> Iterator[ActivityChange]:
        plan, node = self._plan, self._node
        if self._after.grade is not None:
            return
        before, after = (asking_entry(plan, node, judged.check_ins) for judged in (self._before, self._after))
        if after is not None and (before is None or before.entry.help != after.entry.help):
            yield self._change(ActivityKind.HELP_ASKED, "help", _help_of(before), after.entry.help, entry=after)
        elif before is not None and after is None:
            closing = self._new[-1] if self._new else None
            yield self._change(ActivityKind.HELP_CLOSED, "help", before.entry.help, entry=closing)

    def _agreements(self) -> Iterator[ActivityChange]:
        agreements = timeline(self._plan.agreements_of.get(self._node.id, ()), self._node.owner, self._until)
        for agreement in agreements:
            if agreement.day > self._since:
                yield self._change(ActivityKind.AGREED, "agreement", after=agreement.entry.as_, entry=agreement)

    def _corrections(self) -> Iterator[ActivityChange]:
        """Yields what was said before the period and corrected in it, with both values."""
        entries = self._plan.check_ins_of.get(self._node.id, ())
        earlier = {entry.slot: entry for entry in timeline(entries, self._node.owner, self._since)}
        for now in self._after.check_ins:
            was = earlier.get(now.slot)
            if was is None or was.name == now.name or now.day > self._since:
                continue
            for field in _FIELDS:
                before, after = getattr(was.entry, field), getattr(now.entry, field)
                if before != after:
                    yield self._change(ActivityKind.CORRECTED, field, before, after, entry=now)

    def _late(self) -> Iterator[ActivityChange]:
        """Yields what is dated before the period and came to the main branch in it: else it would be in no week."""
        agreements = timeline(self._plan.agreements_of.get(self._node.id, ()), self._node.owner, self._since)
        grades = tuple(grade for grade in self._grades if grade.day <= self._since)
        records = (("check-in", self._before.check_ins), ("agreement", agreements), ("grade", grades))
        for field, entries in records if self._arrived else ():
            for entry in entries:
                arrived = self._arrived.get(entry.file)
                is_recent = entry.day > self._since - LATE_WITHIN and entry.name == entry.slot  # no correction
                if arrived is not None and is_recent and self._since < arrived <= self._until:
                    yield self._change(ActivityKind.LATE, field, after=str(entry.day), entry=entry)


def _steps_of(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _help_of(entry: RecordEntry[CheckInEntry] | None) -> str | None:
    return entry.entry.help if entry is not None else None


def _value_direction(measure: Measure, before: Judgement, after: Judgement) -> Trend | None:
    """Whether the value is nearer to what is aimed at; of a threshold, whether it is kept again or no more."""
    if isinstance(measure, Threshold):
        kept = [
            meets(measure, value) if isinstance(value, float | int) else None
            for value in (before.progress.value, after.progress.value)
        ]
        if None in kept or kept[0] == kept[1]:
            return None
        return Trend.BETTER if kept[1] else Trend.WORSE
    if isinstance(measure, Metric) and isinstance(before.progress.value, float | int):
        new = after.progress.value
        if not isinstance(new, float | int):
            return None
        rises = measure.direction == "up" if measure.baseline is None else measure.target > measure.baseline
        return Trend.BETTER if (new > before.progress.value) == rises else Trend.WORSE
    old_raw, new_raw = before.progress.raw, after.progress.raw
    if old_raw is None or new_raw is None or old_raw == new_raw:
        return None
    return Trend.BETTER if new_raw > old_raw else Trend.WORSE
