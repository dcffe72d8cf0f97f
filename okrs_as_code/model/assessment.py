"""The assessment of a plan on a day: progress, pace, status and consent of key results, rolled up to objectives."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from okrs_as_code.model.consent import Consent, ConsentState, asks_for_agreements, assess_consent
from okrs_as_code.model.cycles.presence import DaysOff, Presence
from okrs_as_code.model.files.record import CheckInEntry, ObjectiveEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.involvement import Involvement, ObjectiveInvolvement
from okrs_as_code.model.progress.judgement import Judgement, KeyResultRun
from okrs_as_code.model.progress.roll_up import RollUp, RollUps
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.model.timeline import EntryPlace, RecordEntry, timeline

S = TypeVar("S", CheckInEntry, ObjectiveEntry)


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
        self._judgements: dict[str, Judgement] = {}
        self._consents: dict[str, Consent] = {}
        self._asks_all: dict[str, bool] = {}
        """Whether everybody is asked to agree, by cycle."""
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
            plan, owner = self.plan, node.owner
            self._runs[node.id] = KeyResultRun(
                node,
                timeline(plan.check_ins_of.get(node.id, ()), owner, self.today),
                timeline(plan.grades_of.get(node.id, ()), owner, self.today),
                plan.cadence(node),
                plan.config.check_ins.grace_days,
                self.presence(owner),
            )
        return self._runs[node.id]

    def judgement(self, node: KeyResultNode) -> Judgement:
        """The judgement of a key result today, without the rest of its standing."""
        if node.id not in self._judgements:
            self._judgements[node.id] = self.run(node).on(self.today)
        return self._judgements[node.id]

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

    def presence(self, person: str) -> Presence:
        """The days on which a person can be asked."""
        return self._presences.get(person, self._never_away)

    @cached_property
    def days_off(self) -> DaysOff:
        """The days on which nothing falls due for anybody."""
        return DaysOff.of(self.plan.config.days_off)

    @cached_property
    def _never_away(self) -> Presence:
        return Presence(days_off=self.days_off)

    @cached_property
    def _presences(self) -> Mapping[str, Presence]:
        people = self.plan.directory.people.items()
        return {
            person: replace(self._never_away, away=tuple((absence.from_, absence.until) for absence in entry.away))
            for person, entry in people
            if entry.away
        }

    def _assess(self, node: KeyResultNode) -> KeyResultStanding:
        judged, consent = self.judgement(node), self.consent(node)
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
        cycle = node.cycle
        if cycle.name not in self._asks_all:
            self._asks_all[cycle.name] = asks_for_agreements(self.plan, cycle)
        return assess_consent(self.plan, node, agreements, ended, self._signed, asks_all=self._asks_all[cycle.name])


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
