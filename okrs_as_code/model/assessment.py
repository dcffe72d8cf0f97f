"""The assessment of a plan on a day: progress, pace, status and consent of key results, rolled up to objectives."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from okrs_as_code.model.cadence import AbsencePeriod
from okrs_as_code.model.consent import Consent, ConsentState, assess_consent
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry, ObjectiveEntry
from okrs_as_code.model.goals import KeyResultNode, ObjectiveNode
from okrs_as_code.model.involvement import Involvement, ObjectiveInvolvement
from okrs_as_code.model.judgement import KeyResultRun
from okrs_as_code.model.pace import Pace
from okrs_as_code.model.plan import Plan
from okrs_as_code.model.progress import Progress
from okrs_as_code.model.roll_up import RollUp, RollUps
from okrs_as_code.model.status import Status, latest_report
from okrs_as_code.model.timeline import EntryPlace, RecordEntry, timeline
from okrs_as_code.model.unreadable import UnreadableElement, UnreadableKind

S = TypeVar("S", CheckInEntry, ObjectiveEntry)


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
    def latest_report(self) -> RecordEntry[CheckInEntry] | None:
        """The latest check-in that counts and says how it stands, not only what comes next; None without one."""
        return latest_report(self.counted)

    @property
    def pause_note(self) -> str | None:
        """The note of the check-in that pauses it; None where it says nothing, and where it is not paused."""
        report = self.latest_report if self.status is Status.PAUSED else None
        return report.entry.note if report is not None else None

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
    def next(self) -> str | None:
        """The next step of the owner until the next check-in, as the latest one says, while the key result is open."""
        is_open = self.status not in (Status.CLOSED, Status.DROPPED)
        return self.latest.entry.next if self.latest is not None and is_open else None

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
    check_ins: tuple[RecordEntry[ObjectiveEntry], ...] = ()
    """All that check-ins up to the day say about it as a whole, in order."""
    asking: RecordEntry[ObjectiveEntry] | None = None
    """The entry that asks for support, whether it is open or not, chosen as that of a key result is."""

    @property
    def latest(self) -> RecordEntry[ObjectiveEntry] | None:
        """The latest entry about it as a whole by anyone."""
        return self.check_ins[-1] if self.check_ins else None

    @property
    def note(self) -> RecordEntry[ObjectiveEntry] | None:
        """The latest entry with a note."""
        return next((entry for entry in reversed(self.check_ins) if entry.entry.note is not None), None)

    @property
    def help(self) -> str | None:
        """The support asked for with it as a whole, while it is open."""
        return self.asking.entry.help if self.asking is not None and not self.closed else None

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
        return self._is_whole and all(standing.status in ended for standing in self.key_results)

    @property
    def dropped(self) -> bool:
        """Whether every key result is dropped, and each can be read."""
        return self._is_whole and all(standing.status is Status.DROPPED for standing in self.key_results)

    @property
    def _is_whole(self) -> bool:
        return bool(self.key_results) and not self.node.unreadable


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
        self._runs: dict[str, KeyResultRun] = {}
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

    def run(self, node: KeyResultNode) -> KeyResultRun:
        """A key result with its records as they are corrected by today, to judge it on days up to that."""
        if node.id not in self._runs:
            plan = self.plan
            self._runs[node.id] = KeyResultRun(
                node,
                timeline(plan.check_ins_of.get(node.id, ()), node.owner, self.today),
                timeline(plan.grades_of.get(node.id, ()), node.owner, self.today),
                plan.cadence(node),
                plan.config.check_ins.grace_days,
                self.away(node.owner),
            )
        return self._runs[node.id]

    def consent(self, node: KeyResultNode) -> Consent:
        """The consent to a key result, without the rest of its standing."""
        if node.id not in self._consents:
            self._consents[node.id] = self._assess_consent(node)
        return self._consents[node.id]

    def objective(self, node: ObjectiveNode) -> ObjectiveStanding:
        """The standing of an objective; dropped key results do not count in its progress."""
        standings = tuple(self.key_result(key_result) for key_result in node.key_results)
        entries = self.plan.objective_check_ins_of.get(node.id, ())
        check_ins = timeline(entries, node.content.owner or "", self.today)
        asking = asking_objective_entry(self.plan, node, check_ins)
        return ObjectiveStanding(node, self._roll_ups.objective(node), standings, check_ins, asking)

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
        judged, consent = self.run(node).on(self.today), self.consent(node)
        agreement = consent.owner.current
        last = judged.last
        last_word = max(last, agreement.day) if agreement is not None and agreement.by == node.owner else last
        return KeyResultStanding(
            node=node,
            progress=judged.progress,
            expected_progress=judged.expected_progress,
            pace=judged.pace,
            status=judged.status,
            is_done=judged.is_done,
            confidence=judged.confidence,
            consent=consent,
            asking=asking_entry(self.plan, node, judged.check_ins) if judged.grade is None else None,
            check_ins=judged.check_ins,
            counted=judged.counted,
            grade=judged.grade,
            days_overdue=judged.days_overdue,
            check_in_due=judged.check_in_due,
            silent_for_long=judged.is_silent_since(last_word),
            unreadable=self.plan.unreadable.of_key_result(node.id),
        )

    def _assess_consent(self, node: KeyResultNode) -> Consent:
        grades = self.run(node).grades
        agreements = timeline(self.plan.agreements_of.get(node.id, ()), node.owner, self.today)
        ended = None if not grades else ConsentState.DROPPED if grades[-1].entry.dropped else ConsentState.CLOSED
        return assess_consent(self.plan, node, agreements, ended, self._signed)


def asking_entry(
    plan: Plan, node: KeyResultNode, check_ins: Iterable[RecordEntry[CheckInEntry]]
) -> RecordEntry[CheckInEntry] | None:
    """The check-in whose request for support for a key result stands; one that says only what comes next ends none."""
    reports = tuple(check_in for check_in in check_ins if check_in.entry.says_how_it_stands)
    return _asking(reports, node.owner, lambda: Involvement(plan, node))


def asking_objective_entry(
    plan: Plan, node: ObjectiveNode, check_ins: Sequence[RecordEntry[ObjectiveEntry]]
) -> RecordEntry[ObjectiveEntry] | None:
    """The check-in whose request for support for an objective as a whole stands."""
    return _asking(check_ins, node.content.owner, lambda: ObjectiveInvolvement(plan, node))


def _asking(
    check_ins: Sequence[RecordEntry[S]],
    owner: str | None,
    involvement_of: Callable[[], Involvement | ObjectiveInvolvement],
) -> RecordEntry[S] | None:
    """The check-in whose request for support stands: that of whoever has a part in it before that of others."""
    latest = check_ins[-1] if check_ins else None
    candidates: tuple[RecordEntry[S] | None, ...] = (latest,)
    if latest is not None and latest.by != owner and any(entry.entry.help for entry in check_ins):
        involvement = involvement_of()
        involved = (entry for entry in reversed(check_ins) if involvement.includes(entry.by, entry.day))
        candidates = (next(involved, None), latest)
    return next((entry for entry in candidates if entry is not None and entry.entry.help is not None), None)
