"""The book of pages: what it tells about, which pages it has, and where they are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.model.assessment import Assessment, KeyResultStanding, ObjectiveStanding
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode, Plan
from okrs_as_code.report.forge import ForgeLinks
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.past import BackDated

INDEX = "index.md"


def cycle_page(cycle: str) -> str:
    """The overview of a cycle."""
    return f"{cycle}/index.md"


def retrospective_page(cycle: str) -> str:
    """How a cycle ended."""
    return f"{cycle}/retrospective.md"


def team_page(cycle: str, team: str) -> str:
    """A team in a cycle."""
    return f"{cycle}/teams/{team}.md"


def person_page(cycle: str, person: str) -> str:
    """A person in a cycle."""
    return f"{cycle}/people/{person}.md"


def objective_page(node: ObjectiveNode) -> str:
    """An objective."""
    return f"{node.cycle.name}/objectives/{node.team}/{node.slug}.md"


def relative(page: str, other: str) -> str:
    """The way from one page to another."""
    return posixpath.relpath(other, posixpath.dirname(page) or ".")


@dataclass(frozen=True)
class Cast:
    """Who has a part in a cycle: the people and teams that have a page in it."""

    people: tuple[str, ...]
    teams: tuple[str, ...]


class Book:
    """Everything that the pages tell, on one day.

    Signatures are checked under agreements of `key_results`, by default of all. Raises OkrsError where ssh-keygen is
    needed for that and cannot be run.
    """

    def __init__(
        self,
        workspace: Workspace,
        today: date,
        prefix: str = "",
        back_dated: tuple[BackDated, ...] = (),
        key_results: Sequence[KeyResultNode] | None = None,
    ) -> None:
        self.workspace = workspace
        self.today = today
        self.back_dated = back_dated
        self.plan: Plan = workspace.plan
        self.directory = self.plan.directory
        self.signatures = workspace.all_signatures if key_results is None else workspace.signatures(key_results)
        self.assessment = Assessment(self.plan, today, self.signatures.valid)
        self.forge = ForgeLinks.of(self.plan.config, prefix)
        self._casts: dict[str, Cast] = {}
        self._objectives: dict[str, list[ObjectiveStanding]] = {}
        self._key_results: dict[str, list[KeyResultStanding]] = {}
        self._owned: dict[str, Mapping[str, tuple[KeyResultStanding, ...]]] = {}

    @property
    def title(self) -> str:
        """Whose OKRs these are."""
        return self.plan.config.organization or "OKRs"

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The cycles that have an objective, the latest first, quarters before their year."""
        return tuple(reversed(self.plan.cycles))

    def objectives(self, cycle: Cycle) -> list[ObjectiveStanding]:
        """The objectives of a cycle: those that need help most first, then by team and id."""
        if cycle.name not in self._objectives:
            found = [self.assessment.objective(node) for node in self.plan.in_cycle(cycle.name)]
            self._objectives[cycle.name] = by_worst(found)
        return list(self._objectives[cycle.name])

    def key_results(self, cycle: Cycle) -> list[KeyResultStanding]:
        """All key results of a cycle that could be read, by id."""
        if cycle.name not in self._key_results:
            nodes = self.plan.in_cycle(cycle.name)
            self._key_results[cycle.name] = [
                self.assessment.key_result(kr) for node in nodes for kr in node.key_results
            ]
        return list(self._key_results[cycle.name])

    def owned_by(self, cycle: Cycle) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results of a cycle by the person who is accountable."""
        if cycle.name not in self._owned:
            found: dict[str, list[KeyResultStanding]] = {}
            for standing in self.key_results(cycle):
                found.setdefault(standing.node.owner, []).append(standing)
            self._owned[cycle.name] = {person: tuple(owned) for person, owned in found.items()}
        return self._owned[cycle.name]

    def managed_by(self, cycle: Cycle) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results of a cycle by the person who is asked to agree as manager."""
        found: dict[str, list[KeyResultStanding]] = {}
        for standing in self.key_results(cycle):
            if standing.consent.manager is not None:
                found.setdefault(standing.consent.manager.person, []).append(standing)
        return {person: tuple(managed) for person, managed in found.items()}

    def cast(self, cycle: Cycle) -> Cast:
        """Who has a page in a cycle."""
        if cycle.name not in self._casts:
            self._casts[cycle.name] = Cast(self._people_in(cycle), self._teams_in(cycle))
        return self._casts[cycle.name]

    def _people_in(self, cycle: Cycle) -> tuple[str, ...]:
        """Owners, managers, contributors, those who keep an objective, and the managers of owners."""
        people: set[str] = set()
        for node in self.plan.in_cycle(cycle.name):
            if node.content.owner is not None:
                people.add(node.content.owner)
            for kr in node.key_results:
                people.add(kr.owner)
                people.update(one for one in kr.content.contributors if self.directory.knows_person(one))
        people.update(self.managed_by(cycle))
        above = (self.directory.manager_of_person(person) for person in tuple(people))
        people.update(person for person in above if person is not None)
        return tuple(sorted(people))

    def _teams_in(self, cycle: Cycle) -> tuple[str, ...]:
        """Teams with an objective or a part in one, and the teams that they are part of."""
        teams: set[str] = set()
        for node in self.plan.in_cycle(cycle.name):
            teams.add(node.team)
            for kr in node.key_results:
                teams.update(
                    self.directory.resolve_team(one)
                    for one in kr.content.contributors
                    if self.directory.knows_team(one) and not self.directory.knows_person(one)
                )
        waiting = list(teams)
        while waiting:
            entry = self.directory.teams.get(waiting.pop())
            above = self.directory.resolve_team(entry.part_of) if entry is not None and entry.part_of else None
            if above is not None and above not in teams:
                teams.add(above)
                waiting.append(above)
        return tuple(sorted(teams))

    def agrees(self, cycle: Cycle) -> bool:
        """Whether a cycle uses agreements; else pages do not speak of them."""
        return agrees(self.plan, cycle)

    def is_open(self, cycle: Cycle) -> bool:
        """Whether check-ins of a cycle are still expected: it runs, or ended at most two weeks ago."""
        return cycle.start <= self.today and (self.today - cycle.end).days <= 14


def agrees(plan: Plan, cycle: Cycle) -> bool:
    """Whether a cycle uses agreements: there is one, or the policy asks for them. Else nothing speaks of them."""
    asked = plan.config.agreement.required_from
    since = plan.calendar.cycle(asked) if asked is not None else None
    if since is not None and cycle.start >= since.start:
        return True
    return any(record.cycle == cycle.name for record in plan.agreements)


def by_worst(found: Iterable[ObjectiveStanding]) -> list[ObjectiveStanding]:
    """Those that need help most first, then by team and id; those without key results last."""
    return sorted(found, key=lambda o: (99 if o.worst is None else o.worst.rank, o.node.team, o.node.slug))
