"""The data of one cycle that several of its pages show, computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import uses_agreements
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding

T = TypeVar("T")


class CycleData:
    """The objectives, key results, people and teams of one cycle, on the day of an assessment.

    `asked` gives the people for whom something of the cycle waits.
    """

    def __init__(self, assessment: Assessment, cycle: Cycle, asked: Callable[[], Iterable[str]] = frozenset) -> None:
        self._asked = asked
        self._assessment = assessment
        self._plan = assessment.plan
        self._directory = assessment.plan.directory
        self._nodes = assessment.plan.in_cycle(cycle.name)
        self._cycle = cycle

    @cached_property
    def objectives(self) -> tuple[ObjectiveStanding, ...]:
        """All objectives that could be read, by the worst status first, then by team and id."""
        return tuple(sorted(map(self._assessment.objective, self._nodes), key=worst_status_order))

    @cached_property
    def key_results(self) -> tuple[KeyResultStanding, ...]:
        """All key results that could be read, by id."""
        return tuple(self._assessment.key_result(node) for objective in self._nodes for node in objective.key_results)

    @cached_property
    def objectives_by_team(self) -> Mapping[str, tuple[ObjectiveStanding, ...]]:
        """The objectives of each team."""
        return group_pairs((standing.node.team, standing) for standing in self.objectives)

    @cached_property
    def objectives_by_owner(self) -> Mapping[str, tuple[ObjectiveStanding, ...]]:
        """The objectives that each person owns, which is to keep their key results coherent."""
        owned = ((standing.node.content.owner, standing) for standing in self.objectives)
        return group_pairs((person, standing) for person, standing in owned if person is not None)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags of its objectives and key results, in the order of the alphabet."""
        return tuple(sorted({*self.objectives_by_tag, *self.key_results_by_tag}))

    @cached_property
    def objectives_by_tag(self) -> Mapping[str, tuple[ObjectiveStanding, ...]]:
        """The objectives that have each tag themselves."""
        return group_pairs((tag, standing) for standing in self.objectives for tag in standing.node.content.tags)

    @cached_property
    def key_results_by_tag(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results that have each tag, or whose objective has it."""
        return group_pairs((tag, standing) for standing in self.key_results for tag in standing.node.tags)

    @cached_property
    def rows_before_tags(self) -> Mapping[str, int]:
        """The rows of its lists by tag before the first goal of each: one for each head, and one for each goal."""
        rows, before = 0, {}
        for tag in self.tags:
            before[tag] = rows + 1
            rows += 1 + len(self.objectives_by_tag.get(tag, ())) + len(self.key_results_by_tag.get(tag, ()))
        return before

    @cached_property
    def check_in_names(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the check-ins in its folder, by their part before the first dot: day and person."""
        return group_pairs(_by_stem(record.name for record in self._plan.check_ins if record.cycle == self._cycle.name))

    @cached_property
    def grade_names(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the grades in its folder, by their part before the first dot."""
        return group_pairs(_by_stem(record.name for record in self._plan.grades if record.cycle == self._cycle.name))

    @cached_property
    def unreadable(self) -> tuple[UnreadableElement, ...]:
        """The unreadable elements that belong, or may belong, to the cycle."""
        return self._plan.unreadable.within(self._cycle.name)

    @cached_property
    def unreadable_key_results_by_owner(self) -> Mapping[str, tuple[UnreadableElement, ...]]:
        """The key results that cannot be read, by the person whom they name as their owner."""
        key_results = (element for element in self.unreadable if element.kind is UnreadableKind.KEY_RESULT)
        return group_pairs((element.owner, element) for element in key_results if element.owner is not None)

    @cached_property
    def key_results_by_team(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results in the objectives of each team."""
        return group_pairs((standing.node.objective.team, standing) for standing in self.key_results)

    @cached_property
    def key_results_by_owner(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results for which each person is accountable."""
        return group_pairs((standing.node.owner, standing) for standing in self.key_results)

    @cached_property
    def pending_agreements(self) -> Mapping[str, tuple[tuple[Role, KeyResultStanding], ...]]:
        """The key results that wait for each person's agreement, with the role in which it is needed."""
        return group_pairs(
            (role.person, (role.role, standing)) for standing in self.key_results for role in standing.consent.waits_for
        )

    @cached_property
    def key_results_by_contributor(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results of each contributor, as written there: a person, or a team by today's or a former id."""
        return group_pairs(
            (contributor, standing)
            for standing in self.key_results
            for contributor in dict.fromkeys(standing.node.content.contributors)
        )

    @cached_property
    def key_results_by_contributing_team(self) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """The key results of each contributing team, by today's id; an id that a person has means the person."""
        knows_person, resolve = self._directory.knows_person, self._directory.resolve_team
        return group_pairs(
            (team, standing)
            for standing in self.key_results
            for team in {resolve(id_): None for id_ in standing.node.content.contributors if not knows_person(id_)}
        )

    @cached_property
    def people(self) -> frozenset[str]:
        """The people who have a page: owners, contributors, their managers, and others for whom something waits."""
        people = {*self.key_results_by_owner, *self.objectives_by_owner, *self._asked()}
        people.update(person for person in self.key_results_by_contributor if self._directory.knows_person(person))
        consents = (standing.consent for standing in self.key_results)
        people.update(element.owner for element in self.unreadable if element.owner is not None)
        people.update(consent.manager.person for consent in consents if consent.manager is not None)
        managers = {self._directory.manager_of_person(person) for person in people}
        return frozenset(people.union(person for person in managers if person is not None))

    @cached_property
    def teams(self) -> frozenset[str]:
        """The teams that have a page: with an objective, or contributing to a key result, and all teams above them."""
        directory = self._directory
        teams = {node.team for node in self._nodes} | {element.team for element in self.unreadable if element.team}
        teams.update(team for team in self.key_results_by_contributing_team if directory.knows_team(team))
        pending = list(teams)
        while pending:
            team = directory.teams.get(pending.pop())
            parent = directory.resolve_team(team.part_of) if team is not None and team.part_of else None
            if parent is not None and parent not in teams:
                teams.add(parent)
                pending.append(parent)
        return frozenset(teams)

    @cached_property
    def is_closed(self) -> bool:
        """Whether each key result has a grade or is dropped, and no objective or key result is unreadable."""
        goals = (UnreadableKind.OBJECTIVE, UnreadableKind.KEY_RESULT)
        unread = any(element.cycle and element.kind in goals for element in self.unreadable)
        return not unread and all(standing.grade is not None for standing in self.key_results)

    @cached_property
    def has_retrospective(self) -> bool:
        """Whether the cycle has a retrospective page: it is over or closed, and had a key result."""
        return bool(self.key_results) and (self._assessment.today > self._cycle.end or self.is_closed)

    @cached_property
    def uses_agreements(self) -> bool:
        """Whether the cycle uses agreements; pages do not mention them otherwise."""
        return uses_agreements(self._plan, self._cycle)


def _by_stem(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((name.partition(".")[0], name) for name in names)


def worst_status_order(standing: ObjectiveStanding) -> tuple[int, str, str]:
    """The sort key of objectives: the worst status, without key results the last one, then team and id.

    What cannot be read sorts as a key result without a status.
    """
    rank = len(Status) if standing.worst is None else standing.worst.rank
    if standing.node.unreadable:
        rank = min(rank, Status.NO_STATUS.rank)
    return rank, standing.node.team, standing.node.slug
