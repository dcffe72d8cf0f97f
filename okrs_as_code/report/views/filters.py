"""Filters of a status: the team, people and tag whose objectives and key results are shown."""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import person_hint
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.nearest import one_of

ShownObjective = tuple[ObjectiveStanding, tuple[KeyResultStanding, ...]]
"""An objective, and those of its key results that are shown."""


@dataclass(frozen=True)
class Filters:
    """The team, owner and manager whose objectives and key results are shown, by id, and their tag; None means all."""

    team: str | None = None
    owner: str | None = None
    manager: str | None = None
    tag: str | None = None

    @property
    def by_key_result(self) -> bool:
        """Whether key results are left out by themselves, and not only with their objective."""
        return any(value is not None for value in (self.owner, self.manager, self.tag))

    def fits(self, standing: KeyResultStanding) -> bool:
        """Whether a key result fits, whatever its team."""
        manager = standing.consent.manager.person if standing.consent.manager is not None else None
        fits_people = self.owner in (None, standing.node.owner) and self.manager in (None, manager)
        return fits_people and (self.tag is None or self.tag in standing.node.tags)

    def fits_objective(self, node: ObjectiveNode, plan: Plan) -> bool:
        """Whether an objective itself fits, whatever its team and its key results."""
        owner = node.content.owner
        manager = plan.directory.manager_of_person(owner) if owner is not None else None
        fits_people = self.owner in (None, owner) and self.manager in (None, manager)
        return fits_people and (self.tag is None or self.tag in node.content.tags)

    def fits_alone(self, standing: ObjectiveStanding, plan: Plan) -> bool:
        """Whether an objective is shown without any key result that fits: it asks for help, or has the tag."""
        return (standing.help is not None or self.tag is not None) and self.fits_objective(standing.node, plan)

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return self != NO_FILTERS

    def shown(self, assessment: Assessment, cycle: str, team: str | None) -> list[ShownObjective]:
        """The objectives of a cycle that fit, each with its key results that do; `team` is as `require_known` has it.

        One of which a part cannot be read is among them where nobody can say that this part does not fit.
        """
        plan = assessment.plan
        incomplete = {element.objective for element in plan.unreadable.within(cycle, team=team, person=self.owner)}
        shown = []
        for node in plan.in_cycle(cycle):
            if team is not None and node.team != team:
                continue
            standing = assessment.objective(node)
            key_results = tuple(key_result for key_result in standing.key_results if self.fits(key_result))
            is_shown = bool(key_results) or node.id in incomplete or not self.by_key_result
            if is_shown or self.fits_alone(standing, plan):
                shown.append((standing, key_results))
        return shown

    def require_known(self, plan: Plan) -> str | None:
        """The id under which the team has its objectives; None for all teams.

        Raises OkrsError for an unknown team or person.
        """
        team = _resolve_team(plan, self.team) if self.team is not None else None
        for person in (self.owner, self.manager):
            if person is not None and not plan.directory.knows_person(person):
                hint = person_hint(person, plan.directory)
                raise OkrsError(f"there is nobody called `{person}`", f"{hint}okrs/people.yaml lists everybody by id")
        return team


NO_FILTERS = Filters()


def _resolve_team(plan: Plan, team: str) -> str:
    """The id under which a team has its objectives. Raises OkrsError for an unknown team."""
    folders = {node.team for node in plan.objectives.values()}
    if plan.directory.knows_team(team):
        return team if team in folders else plan.directory.resolve_team(team)
    if team not in folders:
        hint = one_of(team, plan.directory.teams)
        raise OkrsError(f"there is no team `{team}`", f"{hint}okrs/teams.yaml lists them")
    return team
