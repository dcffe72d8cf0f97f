"""Activity: what changed between two days, in the goals that count on the later one.

Both days are judged by today's terms, and by the records as they are corrected by now, so that nothing shows that never
was. What a correction takes away is shown as a correction, with both values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from okrs_as_code.model.assessment import Assessment, asking_entry
from okrs_as_code.model.files.measure import Binary, Measure, Metric, Milestones, Threshold
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.history.activity_change import (
    ActivityChange,
    ActivityKind,
    ActivityPeriod,
    CheckInChanges,
    Trend,
)
from okrs_as_code.model.history.objective_activity import objective_changes
from okrs_as_code.model.progress.judgement import Judgement
from okrs_as_code.model.progress.progress import meets
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.timeline import timeline

ONE_WEEK = timedelta(days=7)
"""The period of which pages show the activity, unless another is named."""
LEAST_CONFIDENCE = 0.05
"""The least change of a confidence that is worth a word."""
_ROUNDING = 1e-9
_FIELDS = ("value", "done", "confidence", "status", "note", "help")


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
    assessment: Assessment,
    nodes: Iterable[KeyResultNode],
    since: date,
    arrived: Mapping[str, date] | None = None,
    *,
    objectives: Iterable[ObjectiveNode] = (),
) -> Activity:
    """The activity on key results, and on objectives as a whole, from a day to that of the assessment.

    `arrived` are the days on which records came to the main branch, by file, as far as they are known. Raises
    ValueError for a `since` that is not before the assessment's day.
    """
    until = assessment.today
    if since >= until:
        raise ValueError(f"{since} is not before {until}")
    period = ActivityPeriod(since, until, arrived or {})
    comparisons = [_Comparison(assessment, node, period) for node in nodes]
    asked = [comparison for comparison in comparisons if comparison.is_asked]
    checked_in = CheckedIn(sum(comparison.has_check_in for comparison in asked), len(asked))
    changes = (change for comparison in comparisons for change in comparison.changes())
    of_objectives = (change for node in objectives for change in objective_changes(assessment, node, period))
    return Activity(since, until, checked_in, (*changes, *of_objectives))


class _Comparison:
    """A key result on two days."""

    def __init__(self, assessment: Assessment, node: KeyResultNode, period: ActivityPeriod) -> None:
        self._plan = assessment.plan
        self._node = node
        self._since, self._until = period.since, period.until
        run = assessment.run(node)
        self._before, self._after = run.on(period.since), assessment.judgement(node)
        self._grades = run.grades
        entries = self._plan.check_ins_of.get(node.id, ())
        self._said = CheckInChanges(node.id, node.owner, entries, self._after.check_ins, period)

    @property
    def is_asked(self) -> bool:
        """Whether somebody was to check in on it: it is open, and has begun."""
        return (
            self._after.status not in (Status.CLOSED, Status.DROPPED, Status.NOT_STARTED) and not self._before.is_done
        )

    @property
    def has_check_in(self) -> bool:
        """Whether anybody checked in on it in the period."""
        return bool(self._said.new)

    def changes(self) -> Iterator[ActivityChange]:
        """Yields what changed, its end first."""
        yield from self._ends()
        yield from self._values()
        yield from self._confidence()
        yield from self._status()
        yield from self._help()
        yield from self._agreements()
        yield from self._said.corrections(_FIELDS)
        yield from self._late()

    def _ends(self) -> Iterator[ActivityChange]:
        for grade in self._grades:
            if self._since < grade.day <= self._until:
                if grade.entry.dropped:
                    yield self._said.change(ActivityKind.DROPPED, "grade", after=grade.entry.because, entry=grade)
                else:
                    yield self._said.change(ActivityKind.GRADED, "grade", after=grade.entry.score, entry=grade)

    def _values(self) -> Iterator[ActivityChange]:
        measure = self._node.content.measure
        before, after = self._before.progress, self._after.progress
        if after.baseline is not None and before.baseline is None:
            first = next((new for new in self._said.new if new.day == after.baseline.day), None)
            yield self._said.change(ActivityKind.BASELINE, "baseline", after=after.baseline.value, entry=first)
        if isinstance(measure, Milestones):
            yield from self._steps(_steps_of(before.value), _steps_of(after.value))
        elif before.value != after.value and after.value is not None:
            is_done = isinstance(measure, Binary) and after.value is True
            kind = ActivityKind.DONE if is_done else ActivityKind.VALUE
            field = "done" if isinstance(measure, Binary) else "value"
            direction = _value_direction(measure, self._before, self._after)
            yield self._said.change(kind, field, before.value, after.value, direction, self._said.latest(field))
        if self._after.is_done and not self._before.is_done and not isinstance(measure, Binary):
            yield self._said.change(
                ActivityKind.DONE, "status", str(self._before.status), str(Status.DONE), Trend.BETTER
            )

    def _steps(self, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[ActivityChange]:
        for step in (step for step in after if step not in before):
            says_so = (new for new in self._said.new if isinstance(new.entry.done, tuple) and step in new.entry.done)
            yield self._said.change(
                ActivityKind.STEP, "done", after=step, direction=Trend.BETTER, entry=next(says_so, None)
            )
        for step in (step for step in before if step not in after):
            yield self._said.change(
                ActivityKind.STEP, "done", step, direction=Trend.WORSE, entry=self._said.latest("done")
            )

    def _confidence(self) -> Iterator[ActivityChange]:
        before, after = self._before.confidence, self._after.confidence
        if after is None or before == after:
            return
        if before is None or abs(after - before) >= LEAST_CONFIDENCE - _ROUNDING:
            direction = None if before is None else Trend.BETTER if after > before else Trend.WORSE
            yield self._said.change(
                ActivityKind.CONFIDENCE, "confidence", before, after, direction, self._said.latest("confidence")
            )

    def _status(self) -> Iterator[ActivityChange]:
        before, after = self._before.status, self._after.status
        is_said_by_value = after is Status.DONE and not self._before.is_done
        if before is after or after in (Status.CLOSED, Status.DROPPED) or is_said_by_value:
            return
        kinds = {Status.STALE: ActivityKind.SILENT, Status.PAUSED: ActivityKind.PAUSED}
        kind = kinds.get(after, ActivityKind.STATUS)
        begins = Status.NOT_STARTED in (before, after)
        direction = None if begins else Trend.BETTER if after.rank > before.rank else Trend.WORSE
        entry = (
            self._said.latest("status") or self._said.latest("confidence") if kind is not ActivityKind.SILENT else None
        )
        yield self._said.change(kind, "status", str(before), str(after), direction, entry)

    def _help(self) -> Iterator[ActivityChange]:
        if self._after.grade is None:
            before, after = (
                asking_entry(self._plan, self._node, judged.check_ins) for judged in (self._before, self._after)
            )
            yield from self._said.help(before, after)

    def _agreements(self) -> Iterator[ActivityChange]:
        agreements = timeline(self._plan.agreements_of.get(self._node.id, ()), self._node.owner, self._until)
        for agreement in agreements:
            if agreement.day > self._since:
                yield self._said.change(ActivityKind.AGREED, "agreement", after=agreement.entry.as_, entry=agreement)

    def _late(self) -> Iterator[ActivityChange]:
        """Yields records that are dated before the period and came in it."""
        agreements = timeline(self._plan.agreements_of.get(self._node.id, ()), self._node.owner, self._since)
        grades = (grade for grade in self._grades if grade.day <= self._since)
        yield from self._said.late("check-in", self._before.check_ins)
        yield from self._said.late("agreement", agreements)
        yield from self._said.late("grade", grades)


def _steps_of(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


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
