"""The assessment of a plan on a day: progress, pace, status and consent of key results, rolled up to objectives."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.model.cadence import AbsencePeriod, check_in_due, days_overdue, is_long_silence
from okrs_as_code.model.consent import Consent, ConsentState, assess_consent
from okrs_as_code.model.files.measure import Binary, Milestones, Threshold
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry
from okrs_as_code.model.goals import KeyResultNode, ObjectiveNode
from okrs_as_code.model.involvement import Involvement
from okrs_as_code.model.pace import Pace, expected, pace
from okrs_as_code.model.plan import Plan
from okrs_as_code.model.progress import Progress, is_counted, progress
from okrs_as_code.model.roll_up import RollUp, RollUps
from okrs_as_code.model.status import Status, is_complete, is_paused, latest_confidence, shown_status
from okrs_as_code.model.timeline import EntryPlace, RecordEntry, timeline
from okrs_as_code.model.unreadable import UnreadableElement, UnreadableKind


@dataclass(frozen=True)
class KeyResultStanding:
    """A key result on one day."""

    node: KeyResultNode
    progress: Progress
    expected_progress: float | None
    """The progress that is expected on the day, by the time that is gone or by its plan; None without a pace."""
    pace: Pace | None
    status: Status
    is_done: bool
    """Whether all is reached and nothing is left to report, whatever status is shown."""
    confidence: float | None
    consent: Consent
    asking: RecordEntry[CheckInEntry] | None
    """The check-in that asks for support, while the key result is open: the latest by somebody who has a part in it.

    Others can ask, too, and never take back what those asked for.
    """
    check_ins: tuple[RecordEntry[CheckInEntry], ...]
    """All check-ins up to the day, in order; those too late to count are at the end."""
    counted: tuple[RecordEntry[CheckInEntry], ...]
    """Those of them that decide value, confidence and status."""
    grade: RecordEntry[GradeEntry] | None
    days_overdue: int
    """Days by which the check-in is late beyond its grace; 0 or less while it is not stale."""
    check_in_due: date
    silent_for_long: bool
    """Whether it runs, and many check-ins in a row are missing; the owner's agreement breaks silence, too."""
    unreadable: tuple[UnreadableElement, ...] = ()
    """Entries of records about it that cannot be read."""

    @property
    def latest(self) -> RecordEntry[CheckInEntry] | None:
        """The latest check-in by anyone."""
        return self.check_ins[-1] if self.check_ins else None

    @property
    def late_check_in(self) -> RecordEntry[CheckInEntry] | None:
        """The latest check-in that came too late to count; None where all count."""
        return self.check_ins[-1] if len(self.check_ins) > len(self.counted) else None

    @property
    def pause_note(self) -> str | None:
        """What the check-in that pauses it says; None where it says nothing, and where it is not paused."""
        return self.counted[-1].entry.note if self.status is Status.PAUSED else None

    @property
    def value_by(self) -> str | None:
        """The person whose check-in says its value; None without one."""
        entries = ((check_in.by, check_in.entry) for check_in in reversed(self.counted))
        return next((by for by, entry in entries if entry.value is not None or entry.done is not None), None)

    @property
    def lacks_latest(self) -> bool:
        """Whether there is a check-in that cannot be read, and none after it that can."""
        day = self.latest.written.isoformat() if self.latest is not None else ""
        check_ins = (element for element in self.unreadable if element.kind is UnreadableKind.CHECK_IN)
        return any(posixpath.basename(check_in.file) >= day for check_in in check_ins)

    @property
    def help(self) -> str | None:
        """The support asked for, while the key result is open."""
        return self.asking.entry.help if self.asking is not None else None

    @property
    def reporters(self) -> tuple[str, ...]:
        """The people other than the owner whose check-ins decide its value and its status, as far as any do."""
        entries = ((check_in.by, check_in.entry) for check_in in reversed(self.counted))
        statuses = (by for by, entry in entries if entry.status is not None or entry.confidence is not None)
        deciding = (self.value_by, next(statuses, None))
        return tuple(dict.fromkeys(by for by in deciding if by not in (None, self.node.owner)))

    @property
    def assumes_start(self) -> bool:
        """Whether it is stale only as nobody wrote when it began, so that the first day of its cycle counts."""
        return self.status is Status.STALE and not self.check_ins and self.node.content.start is None

    @property
    def needs_a_word(self) -> bool:
        """Whether to ask if it needs support, or a new owner: it is silent for long, and nobody has asked for help."""
        return self.silent_for_long and self.help is None

    @property
    def score(self) -> float | None:
        """The grade's score, if graded."""
        return self.grade.entry.score if self.grade is not None else None

    @property
    def needs_help(self) -> bool:
        """Whether somebody asked for help, or it may be missed."""
        return self.help is not None or self.status in (Status.OFF_TRACK, Status.AT_RISK)


@dataclass(frozen=True)
class ObjectiveStanding:
    """An objective on one day."""

    node: ObjectiveNode
    roll_up: RollUp
    key_results: tuple[KeyResultStanding, ...]

    @property
    def statuses(self) -> Mapping[Status, int]:
        """The number of key results by status, the worst first."""
        return tally(self.key_results)

    @property
    def worst(self) -> Status | None:
        """The status by which it sorts; None where it has no key results."""
        return next(iter(self.statuses), None)

    @property
    def closed(self) -> bool:
        """Whether every key result is graded or dropped, and each can be read."""
        ended = (Status.CLOSED, Status.DROPPED)
        is_whole = bool(self.key_results) and not self.node.unreadable
        return is_whole and all(standing.status in ended for standing in self.key_results)


def tally(standings: Iterable[KeyResultStanding]) -> Mapping[Status, int]:
    """The number of key results with each status, the worst first."""
    return Counter(sorted((standing.status for standing in standings), key=lambda status: status.rank))


class Assessment:
    """The standing of everything in a plan on a day. Computed when asked for, once.

    `signed` are the agreements whose signature holds; where nobody has checked them they count as claimed.
    """

    def __init__(self, plan: Plan, today: date, signed: Container[EntryPlace] = ()) -> None:
        self.plan = plan
        self.today = today
        self._signed = signed
        self._key_results: dict[str, KeyResultStanding] = {}
        self._consents: dict[str, Consent] = {}
        self._roll_ups = RollUps(
            plan,
            lambda node: self.key_result(node).progress.score,
            lambda node: self.key_result(node).status is not Status.DROPPED,
        )

    def key_result(self, node: KeyResultNode) -> KeyResultStanding:
        """The standing of a key result."""
        if node.id not in self._key_results:
            self._key_results[node.id] = self._assess(node)
        return self._key_results[node.id]

    def consent(self, node: KeyResultNode) -> Consent:
        """The consent to a key result, without the rest of its standing."""
        if node.id not in self._consents:
            self._consents[node.id] = self._assess_consent(node)
        return self._consents[node.id]

    def objective(self, node: ObjectiveNode) -> ObjectiveStanding:
        """The standing of an objective; dropped key results do not count in its progress."""
        standings = tuple(self.key_result(key_result) for key_result in node.key_results)
        return ObjectiveStanding(node, self._roll_ups.objective(node), standings)

    def cycle(self, cycle: str) -> RollUp:
        """The average of all objectives of a cycle that contribute to no other."""
        return self._roll_ups.cycle(cycle)

    def team(self, cycle: str, team: str) -> RollUp:
        """The average of the team's own objectives in a cycle."""
        return self._roll_ups.team(cycle, team)

    def average(self, nodes: Iterable[ObjectiveNode], unreadable: int = 0) -> RollUp:
        """The plain average of objectives that have data; coverage counts them, and as many that are `unreadable`."""
        return self._roll_ups.average(nodes, unreadable)

    def away(self, person: str) -> tuple[AbsencePeriod, ...]:
        """The periods in which a person is away."""
        return self._away.get(person, ())

    @cached_property
    def _away(self) -> Mapping[str, tuple[AbsencePeriod, ...]]:
        people = self.plan.directory.people.items()
        return {
            person: tuple((absence.from_, absence.until) for absence in entry.away)
            for person, entry in people
            if entry.away
        }

    def _assess(self, node: KeyResultNode) -> KeyResultStanding:
        plan, today, measure = self.plan, self.today, node.content.measure
        check_ins = timeline(plan.check_ins_of.get(node.id, ()), node.owner, today)
        counted = tuple(check_in for check_in in check_ins if is_counted(check_in.day, node.end))
        grade = self._grade(node)
        cadence, grace_days = plan.cadence(node), plan.config.check_ins.grace_days
        reached = progress(measure, counted, node.start, node.due, cadence, today)
        last = max(counted[-1].day if counted else node.start, node.start)
        away, pauses = self.away(node.owner), is_paused(counted)

        def days_overdue_on(day: date) -> int:
            return days_overdue(last, cadence, grace_days, day, away, is_paused=pauses)

        is_due_over = today > node.due
        is_done = is_complete(measure, reached) and (
            isinstance(measure, Binary | Milestones) or (is_due_over and days_overdue_on(node.due) <= 0)
        )
        judged_until = node.due if isinstance(measure, Threshold) else node.end
        overdue = min(0, days_overdue_on(today)) if is_done else days_overdue_on(min(today, judged_until))
        status, consent = shown_status(node, grade, overdue, counted, today, is_done=is_done), self.consent(node)
        agreement = consent.owner.current
        last_word = max(last, agreement.day) if agreement is not None and agreement.by == node.owner else last
        return KeyResultStanding(
            node=node,
            progress=reached,
            expected_progress=expected(measure, reached, node.start, node.due, today, node.content.plan),
            pace=pace(measure, reached, node.start, node.due, today, node.content.plan),
            status=status,
            is_done=is_done,
            confidence=latest_confidence(counted),
            consent=consent,
            asking=_asking(plan, node, check_ins) if grade is None else None,
            check_ins=check_ins,
            counted=counted,
            grade=grade,
            days_overdue=overdue,
            check_in_due=check_in_due(last, cadence, away, grace_days, is_paused=pauses),
            silent_for_long=status is Status.STALE
            and today <= judged_until
            and is_long_silence(last_word, cadence, grace_days, today, away),
            unreadable=plan.unreadable.of_key_result(node.id),
        )

    def _grade(self, node: KeyResultNode) -> RecordEntry[GradeEntry] | None:
        grades = timeline(self.plan.grades_of.get(node.id, ()), node.owner, self.today)
        return grades[-1] if grades else None

    def _assess_consent(self, node: KeyResultNode) -> Consent:
        grade = self._grade(node)
        agreements = timeline(self.plan.agreements_of.get(node.id, ()), node.owner, self.today)
        ended = None if grade is None else ConsentState.DROPPED if grade.entry.dropped else ConsentState.CLOSED
        return assess_consent(self.plan, node, agreements, ended, self._signed)


def _asking(
    plan: Plan, node: KeyResultNode, check_ins: tuple[RecordEntry[CheckInEntry], ...]
) -> RecordEntry[CheckInEntry] | None:
    """The check-in whose request for support stands: that of whoever has a part in it before that of others."""
    latest = check_ins[-1] if check_ins else None
    candidates: tuple[RecordEntry[CheckInEntry] | None, ...] = (latest,)
    if latest is not None and latest.by != node.owner and any(entry.entry.help for entry in check_ins):
        involvement = Involvement(plan, node)
        involved = (entry for entry in reversed(check_ins) if involvement.includes(entry.by, entry.day))
        candidates = (next(involved, None), latest)
    return next((entry for entry in candidates if entry is not None and entry.entry.help is not None), None)
