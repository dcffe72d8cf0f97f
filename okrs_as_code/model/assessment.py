"""How things stand on a day: progress, pace, status and state of every key result, rolled up to objectives."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from okrs_as_code.model.cadence import AbsencePeriod, check_in_due, days_overdue, is_long_silence
from okrs_as_code.model.consent import Consent, ConsentState, assess_consent
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry
from okrs_as_code.model.pace import Pace, pace
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.model.progress import COUNTED_AFTER_END, Progress, progress
from okrs_as_code.model.roll_up import RollUp as RollUp
from okrs_as_code.model.roll_up import RollUps
from okrs_as_code.model.timeline import EntryPlace, RecordEntry, timeline


class Status(StrEnum):
    """What is shown for a key result, in the order in which an objective sorts by its worst."""

    OFF_TRACK = "off-track"
    AT_RISK = "at-risk"
    STALE = "stale"
    NO_STATUS = "no status"
    ON_TRACK = "on-track"
    NOT_STARTED = "not started"
    CLOSED = "closed"
    DROPPED = "dropped"

    @property
    def rank(self) -> int:
        """0 for what needs help most."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True)
class KeyResultStanding:
    """One key result on a day."""

    node: KeyResultNode
    progress: Progress
    pace: Pace | None
    status: Status
    confidence: float | None
    consent: Consent
    check_ins: tuple[RecordEntry[CheckInEntry], ...]
    """All check-ins up to the day, in order; those too late to count are at the end."""
    grade: RecordEntry[GradeEntry] | None
    days_overdue: int
    """Days by which the check-in is late beyond its grace; 0 or less while it is not stale."""
    check_in_due: date
    silent_for_long: bool
    """Whether its cycle runs, and many check-ins in a row did not come; an agreement of its owner is a word, too."""

    @property
    def latest(self) -> RecordEntry[CheckInEntry] | None:
        """The latest check-in by anyone."""
        return self.check_ins[-1] if self.check_ins else None

    @property
    def help(self) -> str | None:
        """The support asked for in the latest check-in, while the key result is open."""
        open_ = self.status not in (Status.CLOSED, Status.DROPPED)
        return self.latest.entry.help if self.latest is not None and open_ else None

    @property
    def needs_a_word(self) -> bool:
        """Whether to ask if it needs support, or a new owner: nobody has said so already."""
        return self.silent_for_long and self.help is None

    @property
    def score(self) -> float | None:
        """The grade's score, if graded."""
        return self.grade.entry.score if self.grade is not None else None

    @property
    def needs_help(self) -> bool:
        """Whether somebody asked for help, or it is likely to be missed."""
        return self.help is not None or self.status in (Status.OFF_TRACK, Status.AT_RISK)


@dataclass(frozen=True)
class ObjectiveStanding:
    """One objective on a day."""

    node: ObjectiveNode
    roll_up: RollUp
    key_results: tuple[KeyResultStanding, ...]

    @property
    def statuses(self) -> Mapping[Status, int]:
        """How many key results have each status, the worst first."""
        found = sorted((standing.status for standing in self.key_results), key=lambda status: status.rank)
        return {status: found.count(status) for status in dict.fromkeys(found)}

    @property
    def worst(self) -> Status | None:
        """The status by which it sorts; None where it has no key results."""
        return next(iter(self.statuses), None)

    @property
    def closed(self) -> bool:
        """Whether every key result is graded or dropped."""
        return bool(self.key_results) and all(s in (Status.CLOSED, Status.DROPPED) for s in self.statuses)


class Assessment:
    """How everything in a plan stands on a day. Computed when asked for, once.

    `signed` are the agreements whose signature holds; where nobody has looked they count as claimed.
    """

    def __init__(self, plan: Plan, today: date, signed: Container[EntryPlace] = ()) -> None:
        self.plan = plan
        self.today = today
        self._signed = signed
        self._key_results: dict[str, KeyResultStanding] = {}
        self._roll_ups = RollUps(
            plan,
            lambda node: self.key_result(node).progress.score,
            lambda node: self.key_result(node).status is not Status.DROPPED,
        )

    def key_result(self, node: KeyResultNode) -> KeyResultStanding:
        """How a key result stands."""
        if node.id not in self._key_results:
            self._key_results[node.id] = self._assess(node)
        return self._key_results[node.id]

    def consent(self, node: KeyResultNode) -> Consent:
        """Who agreed to a key result, for whoever asks nothing else about it."""
        known = self._key_results.get(node.id)
        return known.consent if known is not None else self._consent(node, self._grade(node))

    def objective(self, node: ObjectiveNode) -> ObjectiveStanding:
        """How an objective stands; what is dropped does not count in its progress."""
        standings = tuple(self.key_result(key_result) for key_result in node.key_results)
        return ObjectiveStanding(node, self._roll_ups.objective(node), standings)

    def cycle(self, cycle: str) -> RollUp:
        """Average of all objectives of a cycle that contribute to no other."""
        return self._roll_ups.cycle(cycle)

    def team(self, cycle: str, team: str) -> RollUp:
        """Average of the team's own objectives in a cycle."""
        return self._roll_ups.team(cycle, team)

    def average(self, nodes: Iterable[ObjectiveNode]) -> RollUp:
        """Plain average of objectives that have data; coverage counts objectives."""
        return self._roll_ups.average(nodes)

    @cached_property
    def _away(self) -> Mapping[str, tuple[AbsencePeriod, ...]]:
        people = self.plan.directory.people.items()
        return {person: tuple((a.from_, a.until) for a in entry.away) for person, entry in people if entry.away}

    def _assess(self, node: KeyResultNode) -> KeyResultStanding:
        plan, today, content = self.plan, self.today, node.content
        said = timeline(plan.check_ins_of.get(node.id, ()), node.owner, today)
        counted = [one for one in said if one.day <= node.cycle.end + COUNTED_AFTER_END]
        grade = self._grade(node)
        every = plan.cadence(node)
        reached = progress(content.measure, counted, node.start, node.due, every, today)
        last = max(said[-1].day if said else node.start, node.start)
        away = self._away.get(node.owner, ())
        overdue = days_overdue(last, every, plan.config.check_ins.grace_days, min(today, node.cycle.end), away)
        status, agreed = _status(node, grade, overdue, said, today), self._consent(node, grade)
        by_owner = agreed.owner.current
        heard = max(last, by_owner.day) if by_owner is not None and by_owner.by == node.owner else last
        return KeyResultStanding(
            node=node,
            progress=reached,
            pace=pace(content.measure, reached, node.start, node.due, today),
            status=status,
            confidence=next((s.entry.confidence for s in reversed(said) if s.entry.confidence is not None), None),
            consent=agreed,
            check_ins=said,
            grade=grade,
            days_overdue=overdue,
            check_in_due=check_in_due(last, every, away),
            silent_for_long=status is Status.STALE
            and today <= node.cycle.end
            and is_long_silence(heard, every, plan.config.check_ins.grace_days, today, away),
        )

    def _grade(self, node: KeyResultNode) -> RecordEntry[GradeEntry] | None:
        grades = timeline(self.plan.grades_of.get(node.id, ()), node.owner, self.today)
        return grades[-1] if grades else None

    def _consent(self, node: KeyResultNode, grade: RecordEntry[GradeEntry] | None) -> Consent:
        plan, team = self.plan, self.plan.directory.resolve_team
        said = timeline(plan.agreements_of.get(node.id, ()), node.owner, self.today)
        manager = plan.directory.manager_of(node.content)
        ended = None if grade is None else ConsentState.DROPPED if grade.entry.dropped else ConsentState.CLOSED
        return assess_consent(plan.terms(node), node.owner, manager, said, node.cycle.end, ended, team, self._signed)


def _status(
    node: KeyResultNode,
    grade: RecordEntry[GradeEntry] | None,
    overdue: int,
    said: tuple[RecordEntry[CheckInEntry], ...],
    today: date,
) -> Status:
    if grade is not None:
        return Status.DROPPED if grade.entry.dropped else Status.CLOSED
    if today < node.start:
        return Status.NOT_STARTED
    if overdue > 0:
        return Status.STALE
    for one in reversed(said):
        if one.entry.status is not None:
            return Status(one.entry.status)
        if one.entry.confidence is not None:
            return status_from_confidence(one.entry.confidence)
    return Status.NO_STATUS


def status_from_confidence(confidence: float) -> Status:
    """At least 0.7: on-track; at least 0.4: at-risk; else off-track."""
    if confidence >= 0.7:
        return Status.ON_TRACK
    return Status.AT_RISK if confidence >= 0.4 else Status.OFF_TRACK
