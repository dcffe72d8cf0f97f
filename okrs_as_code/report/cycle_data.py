"""A chapter of the book: one cycle, with whatever several of its pages look at, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from okrs_as_code.model.assessment import Assessment, KeyResultStanding, ObjectiveStanding
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.plan import Plan

T = TypeVar("T")


class CycleData:
    """One cycle on the day of an assessment."""

    def __init__(self, assessment: Assessment, cycle: Cycle) -> None:
        self._assessment = assessment
        self._plan = assessment.plan
        self._directory = assessment.plan.directory
        self._nodes = assessment.plan.in_cycle(cycle.name)
        self._cycle = cycle

    @cached_property
    def objectives(self) -> tuple[ObjectiveStanding, ...]:
        """Those that need help most first, then by team and id."""
        return tuple(by_worst(self._assessment.objective(node) for node in self._nodes))

    @cached_property
    def key_results(self) -> tuple[KeyResultStanding, ...]:
        """All that could be read, by id."""
        return tuple(self._assessment.key_result(one) for node in self._nodes for one in node.key_results)

    @cached_property
    def objectives_of(self) -> Mapping[str, tuple[ObjectiveStanding, ...]]:
        """The objectives of each team."""
        return _grouped((one.node.team, one) for one in self.objectives)

    @cached_property
    def kept_by(self) -> Mapping[str, tuple[ObjectiveStanding, ...]]:
        """The objectives that each person keeps coherent."""
        named = ((one.node.content.owner, one) for one in self.objectives)
        return _grouped((person, one) for person, one in named if person is not None)

    @cached_property
    def key_results_of(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results in the objectives of each team."""
        return _grouped((one.node.objective.team, one) for one in self.key_results)

    @cached_property
    def owned_by(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results by the person who is accountable."""
        return _grouped((one.node.owner, one) for one in self.key_results)

    @cached_property
    def waiting_for(self) -> Mapping[str, tuple[tuple[Role, KeyResultStanding], ...]]:
        """The key results by the person whose agreement they wait for, and in which role."""
        return _grouped((role.person, (role.role, one)) for one in self.key_results for role in one.consent.waits_for)

    @cached_property
    def helped_by(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results by contributor, as written there: a person, or a team by today's or a former id."""
        return _grouped(
            (name, one) for one in self.key_results for name in dict.fromkeys(one.node.content.contributors)
        )

    @cached_property
    def helped_by_team(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results by contributing team, by today's id; what is written as a person's id means the person."""
        knows_person, resolve = self._directory.knows_person, self._directory.resolve_team
        return _grouped(
            (team, one)
            for one in self.key_results
            for team in {resolve(name): None for name in one.node.content.contributors if not knows_person(name)}
        )

    @cached_property
    def people(self) -> frozenset[str]:
        """Who has a page: owners, managers, contributors, those who keep an objective, and the managers of owners."""
        people = {*self.owned_by, *self.kept_by}
        people.update(person for person in self.helped_by if self._directory.knows_person(person))
        people.update(one.consent.manager.person for one in self.key_results if one.consent.manager is not None)
        above = {self._directory.manager_of_person(person) for person in people}
        return frozenset(people.union(person for person in above if person is not None))

    @cached_property
    def teams(self) -> frozenset[str]:
        """Which teams have a page: those with an objective or a part in one, and the teams that they are part of."""
        directory = self._directory
        teams = {node.team for node in self._nodes}
        teams.update(team for team in self.helped_by_team if directory.knows_team(team))
        waiting = list(teams)
        while waiting:
            entry = directory.teams.get(waiting.pop())
            above = directory.resolve_team(entry.part_of) if entry is not None and entry.part_of else None
            if above is not None and above not in teams:
                teams.add(above)
                waiting.append(above)
        return frozenset(teams)

    @cached_property
    def agrees(self) -> bool:
        """Whether the cycle uses agreements; else pages do not speak of them."""
        return uses_agreements(self._plan, self._cycle)


def uses_agreements(plan: Plan, cycle: Cycle) -> bool:
    """Whether a cycle uses agreements: there is one, or the policy asks for them. Else nothing speaks of them."""
    asked = plan.config.agreement.required_from
    since = plan.calendar.cycle(asked) if asked is not None else None
    if since is not None and cycle.start >= since.start:
        return True
    return any(record.cycle == cycle.name for record in plan.agreements)


def by_worst(found: Iterable[ObjectiveStanding]) -> list[ObjectiveStanding]:
    """Those that need help most first, then by team and id; those without key results last."""
    return sorted(found, key=lambda o: (99 if o.worst is None else o.worst.rank, o.node.team, o.node.slug))


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for name, one in pairs:
        found.setdefault(name, []).append(one)
    return {name: tuple(ones) for name, ones in found.items()}
