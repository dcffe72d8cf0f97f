"""How things stand, as data: what `okrs status` shows and gives to other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment, KeyResultStanding, ObjectiveStanding, Status
from okrs_as_code.model.consent import ConsentState, EvidenceTier
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.directory import accountable
from okrs_as_code.model.plan import Plan
from okrs_as_code.model.roll_up import RollUp
from okrs_as_code.nearest import one_of, suggestion
from okrs_as_code.report.cycle_data import by_worst, uses_agreements
from okrs_as_code.report.wording.evidence_phrases import agreed
from okrs_as_code.signing.verification import Signatures, check_signatures
from okrs_as_code.workspace.loader import Workspace

_WHAT_WAITS = (ConsentState.PROPOSED, ConsentState.STALE, ConsentState.AGREED)


@dataclass(frozen=True)
class Filters:
    """Which objectives and key results are meant; None means all."""

    team: str | None = None
    owner: str | None = None
    manager: str | None = None


@dataclass(frozen=True)
class CycleStatus:
    """One cycle on a day, filtered: objectives with the key results that are shown of each."""

    plan: Plan
    cycle: Cycle
    today: date
    roll_up: RollUp
    """Over all objectives shown that contribute to no other; with filters, over those of the team."""
    objectives: tuple[tuple[ObjectiveStanding, tuple[KeyResultStanding, ...]], ...]
    signatures: Signatures
    filters: Filters = Filters()

    @property
    def key_results(self) -> tuple[KeyResultStanding, ...]:
        """All key results that are shown."""
        return tuple(one for _, shown in self.objectives for one in shown)

    @property
    def statuses(self) -> Mapping[Status, int]:
        """How many of them have each status, the worst first."""
        return tally(self.key_results)

    @property
    def nothing(self) -> str:
        """Why nothing is shown, where nothing is."""
        filters, cycle, directory = self.filters, self.cycle.name, self.plan.directory
        if not self.plan.in_cycle(cycle):
            return "no objectives here; `okrs new` writes one"
        where = cycle if filters.team is None else f"{cycle}, in {directory.team_name(filters.team)}"
        owner, manager = (
            directory.person_name(one) if one is not None else None for one in (filters.owner, filters.manager)
        )
        if owner is not None:
            told = f"{owner} owns no key result{f' with {manager} as its manager' if manager is not None else ''}"
        else:
            told = f"{manager} is the manager of no key result" if manager is not None else "there are no objectives"
        told = f"{told} in {where}"
        kept = [
            node.short_id
            for node in self.plan.in_cycle(cycle)
            if node.content.owner is not None and accountable(node.content.owner) == filters.owner
        ]
        return f"{told}, and keeps coherent: {', '.join(kept)}" if kept else told

    @property
    def agreements(self) -> Mapping[str, int]:
        """How many of them that are open are agreed to, by words for the evidence, and how many are not.

        Empty where the cycle does not use agreements.
        """
        if not uses_agreements(self.plan, self.cycle):
            return {}
        found = [one.consent for one in self.key_results if one.consent.is_open]
        found.sort(key=lambda consent: (_WHAT_WAITS.index(consent.state), list(EvidenceTier).index(consent.tier)))
        return Counter(agreed(consent) for consent in found)

    def as_json(self) -> dict[str, Any]:
        """The data for other programs."""
        return {
            "cycle": self.cycle.name,
            "today": self.today.isoformat(),
            "objectives": [_objective(standing, shown) for standing, shown in self.objectives],
        }


def tally(standings: Iterable[KeyResultStanding]) -> Mapping[Status, int]:
    """How many key results have each status, the worst first."""
    found = sorted((standing.status for standing in standings), key=lambda status: status.rank)
    return {status: found.count(status) for status in dict.fromkeys(found)}


def cycle_status(
    workspace: Workspace, today: date, cycle: str | None = None, filters: Filters | None = None
) -> CycleStatus:
    """How a cycle stands. Raises OkrsError for a cycle, team or person that is not there."""
    plan, filters = workspace.plan, filters or Filters()
    team = _team(plan, filters.team)
    for person in (filters.owner, filters.manager):
        _person(plan, person)
    chosen = known_cycle(plan, cycle) if cycle is not None else default_cycle(plan, today)
    nodes = plan.in_cycle(chosen.name)
    key_results = [key_result for node in nodes for key_result in node.key_results]
    signatures = check_signatures(plan, workspace.signers, workspace.verdicts, key_results)
    assessment = Assessment(plan, today, signatures.valid)
    narrow = filters.owner is not None or filters.manager is not None
    found = []
    for node in nodes:
        if team is not None and node.team != team:
            continue
        standing = assessment.objective(node)
        shown = tuple(one for one in standing.key_results if _fits(one, filters))
        if shown or not narrow:
            found.append((standing, shown))
    order = {one.node.id: at for at, one in enumerate(by_worst(standing for standing, _ in found))}
    found.sort(key=lambda pair: order[pair[0].node.id])
    whole = not narrow and team is None
    roll_up = assessment.cycle(chosen.name) if whole else assessment.average(standing.node for standing, _ in found)
    return CycleStatus(plan, chosen, today, roll_up, tuple(found), signatures, filters)


def default_cycle(plan: Plan, today: date) -> Cycle:
    """The quarter of today if it has objectives, else the latest before that has any, else the next."""
    quarter = plan.calendar.quarter_at(today)
    if not plan.cycles or any(cycle.name == quarter.name for cycle in plan.cycles):
        return quarter
    begun = [cycle for cycle in plan.cycles if cycle.start <= today]
    return begun[-1] if begun else plan.cycles[0]


def known_cycle(plan: Plan, name: str) -> Cycle:
    """A cycle that has objectives."""
    found = next((cycle for cycle in plan.cycles if cycle.name == name), None)
    if found is None:
        known = [cycle.name for cycle in plan.cycles]
        listed = f"cycles with objectives: {', '.join(known)}" if known else "there are no objectives yet"
        raise OkrsError(f"there are no objectives in a cycle `{name}`", f"{suggestion(name, known)}{listed}")
    return found


def _team(plan: Plan, team: str | None) -> str | None:
    if team is None:
        return None
    folders = {node.team for node in plan.objectives.values()}
    if plan.directory.knows_team(team):
        return team if team in folders else plan.directory.resolve_team(team)
    if team not in folders:
        hint = one_of(team, plan.directory.teams)
        raise OkrsError(f"there is no team `{team}`", f"{hint}okrs/teams.yaml lists them")
    return team


def _person(plan: Plan, person: str | None) -> None:
    if person is not None and not plan.directory.knows_person(person):
        hint = one_of(person, plan.directory.people)
        raise OkrsError(f"there is nobody called `{person}`", f"{hint}okrs/people.yaml lists everybody by id")


def _fits(standing: KeyResultStanding, filters: Filters) -> bool:
    manager = standing.consent.manager.person if standing.consent.manager is not None else None
    return (filters.owner is None or standing.node.owner == filters.owner) and (
        filters.manager is None or manager == filters.manager
    )


def _objective(standing: ObjectiveStanding, shown: Iterable[KeyResultStanding]) -> dict[str, Any]:
    roll_up = standing.roll_up
    return {
        "id": standing.node.id,
        "title": standing.node.content.title,
        "owner": standing.node.content.owner,
        "progress": roll_up.score,
        "coverage": {"with_data": roll_up.with_data, "of": roll_up.of},
        "statuses": {str(status): count for status, count in standing.statuses.items()},
        "key_results": [key_result_json(one) for one in shown],
    }


def key_result_json(standing: KeyResultStanding) -> dict[str, Any]:
    """A key result for other programs; the same words wherever it is given."""
    node, reached, consent = standing.node, standing.progress, standing.consent
    value = list(reached.value) if isinstance(reached.value, tuple) else reached.value
    return {
        "id": node.id,
        "title": node.content.title,
        "owner": node.owner,
        "manager": consent.manager.person if consent.manager is not None else None,
        "measure": node.content.measure.type,
        "value": value,
        "progress": reached.score,
        "raw": reached.raw,
        "status": str(standing.status),
        "pace": str(standing.pace) if standing.pace is not None else None,
        "confidence": standing.confidence,
        "state": str(consent.state),
        "tier": str(consent.tier),
    }
